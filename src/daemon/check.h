/* SPDX-License-Identifier: Apache-2.0
 * check.h - requests about a file, once they are there as a whole. */
#ifndef DAEMON_CHECK_H
#define DAEMON_CHECK_H

#include "daemon/request.h"

/* check_upload is for a file that came as the body or in a form, check_file
 * for one that was named or passed.  Either answers, or the crew has it. */
enum MHD_Result check_upload(struct request *q);
enum MHD_Result check_file(struct request *q);

#endif
