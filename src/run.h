/* SPDX-License-Identifier: Apache-2.0
 * run.h - one scan, from source to item. */
#ifndef RUN_H
#define RUN_H

#include "engine.h"

/* run_scan and run_judge fill w->item; the arguments were checked. */
gm_status run_scan(gm_worker *w, const gm_input *in);
gm_status run_judge(gm_worker *w, const gm_item *stored, const gm_input *how);

/* run_tokens scans a text of token ids; run_begin and run_end frame a scan. */
gm_status run_tokens(gm_worker *w, const gm_input *in);
void run_begin(gm_worker *w, const gm_input *in);
gm_status run_end(gm_worker *w, const gm_input *in);
gm_status run_error(gm_worker *w, const gm_input *in, const gm_error *error);

#endif
