/* SPDX-License-Identifier: Apache-2.0
 * c2pa.c - a manifest store by itself: the sidecar of a file, or what a remote
 * reference points to.
 *
 * [C2PA] C2PA Technical Specification 2.x, 11.4: the file is one JUMBF
 * superbox of type c2pa.
 *
 * length(4) "jumb" length(4) "jumd" type(16) ...; we ask for the two names and
 * the type, so that a damaged store is still known as one. */
#include "formats/format.h"

#define TYPE SPAN("c2pa\x00\x11\x00\x10\x80\x00\x00\xAA\x00\x38\x9B\x71")

static unsigned c2pa_probe(struct span head, uint64_t size)
{
    unsigned bits = 0;

    (void)size;
    if (span_eq(span_cut(head, 4, 4), SPAN("jumb")))
        bits += 32;
    if (span_eq(span_cut(head, 12, 4), SPAN("jumd")))
        bits += 32;
    if (span_eq(span_cut(head, 16, TYPE.len), TYPE))
        bits += 128;
    return bits >= 64 ? bits : 0;
}

static void c2pa_walk(struct walk *w)
{
    struct slot s = {.kind = SLOT_JUMBF, .at = {0, walk_size(w)}};

    s.block = walk_block(w, SPAN("C2PA"), 0, walk_size(w));
    s.data = walk_view(w, 0, walk_size(w));
    walk_slot(w, s);
}

const struct format format_c2pa = {
    .name = "c2pa",
    .mime = "application/c2pa",
    .files = "c2pa",
    .media = MEDIA_PACKAGE,
    .probe = c2pa_probe,
    .verified = "real files",
    .walk = c2pa_walk,
};
