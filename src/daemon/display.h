/* SPDX-License-Identifier: Apache-2.0
 * display.h - what a platform does with an answer: show it, and keep the
 * marks where it makes other sizes and formats of the file. */
#ifndef DAEMON_DISPLAY_H
#define DAEMON_DISPLAY_H

#include "daemon/draft.h"

/* display_put writes `"display":{...},"preserve":{...}`.
 *
 * display: whether provenance data stands in the file, who or what it names,
 * and whether a signature is available, as an interface has to tell people
 * [California AI Transparency Act as amended by AB 853, 22757.3.1].
 * preserve: the places whose loss would lose a mark. */
void display_put(struct draft *d, const gm_item *it, bool redact);

#endif
