/* SPDX-License-Identifier: Apache-2.0
 * source_type.c - the IPTC digital source type, wherever metadata states it. */
#include "marks/mark.h"

static void find(struct hunt *h)
{
    (void)h;
}

const struct finder finder_source_type = {
    .name = "source-type",
    .what = "IPTC digital source type in XMP, HTML and JSON-LD",
    .find = find,
};
