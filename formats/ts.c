/* SPDX-License-Identifier: Apache-2.0
 * ts.c - MPEG transport streams, which are recognised and not read.
 *
 * [TS] ISO/IEC 13818-1:2019, 2.4.3: packets of 188 bytes that begin with 0x47;
 * cameras and discs put four bytes of time before each. */
#include "formats/format.h"

enum {
    PACKET = 188,
    TIME = 4,
    SYNC = 0x47,
    ROW = 5 /* packets that must begin so */
};

static bool row(struct span head, size_t first, size_t step)
{
    for (size_t i = 0; i < ROW; i++) {
        struct span s = span_cut(head, first + i * step, 1);

        if (!s.len || *s.ptr != SYNC)
            return false;
    }
    return true;
}

static unsigned ts_probe(struct span head, uint64_t size)
{
    (void)size;
    return row(head, 0, PACKET) || row(head, TIME, PACKET + TIME) ? 8 * ROW : 0;
}

static void ts_walk(struct walk *w)
{
    walk_block(w, SPAN("packets"), 0, walk_size(w));
    walk_partial(w, "metadata of this format is not read");
}

const struct format format_ts = {
    .name = "ts",
    .mime = "video/mp2t",
    .files = "ts mts m2ts",
    .media = MEDIA_VIDEO,
    .probe = ts_probe,
    .verified = "recognised only",
    .walk = ts_walk,
};
