/* SPDX-License-Identifier: Apache-2.0
 * about.h - requests that are not about a file. */
#ifndef DAEMON_ABOUT_H
#define DAEMON_ABOUT_H

#include "daemon/request.h"

/* about_reply answers a GET; url finds the part of the page. */
enum MHD_Result about_reply(struct request *q, const char *url);

#endif
