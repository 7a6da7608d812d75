/* SPDX-License-Identifier: Apache-2.0
 * lists.h - what an ETSI trust list says of itself [ETSI TS 119 602]. */
#ifndef TOOL_LISTS_H
#define TOOL_LISTS_H

#include <stdbool.h>
#include <stddef.h>

struct list_head {
    char name[160];     /* of the scheme */
    char issued[40];    /* ListIssueDateTime */
    char next[40];      /* NextUpdate; empty where there is none */
    long long sequence; /* -1 where there is none */
};

/* list_head reads the head of a list; false where the text is no such JSON
 * (a PEM file says nothing of itself). */
bool list_head(const char *text, size_t len, struct list_head *out);

#endif
