/* SPDX-License-Identifier: Apache-2.0
 * page.h - the files of the page at `/`, built in. */
#ifndef DAEMON_PAGE_H
#define DAEMON_PAGE_H

#include <stddef.h>

struct page {
    const char *path, *type, *text;
    size_t len;
};

/* page_find is the page at a path, or NULL. */
const struct page *page_find(const char *path);

#endif
