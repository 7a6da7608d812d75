/* SPDX-License-Identifier: Apache-2.0
 * iptc.c - IPTC-IIM to fields. */
#include "meta/field.h"

void iptc_read(struct gather *g, const struct slot *s, uint32_t index)
{
    (void)g;
    (void)s;
    (void)index;
}
