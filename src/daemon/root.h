/* SPDX-License-Identifier: Apache-2.0
 * root.h - files that a request may name: those below allowed folders. */
#ifndef DAEMON_ROOT_H
#define DAEMON_ROOT_H

#include "tool/options.h"

/* root_open opens path for reading, where it lies below one of the folders
 * and no part of it leads out of it again, by ".." or by a link; -1 else. */
int root_open(const struct texts *roots, const char *path);

#endif
