/* SPDX-License-Identifier: Apache-2.0
 * out.h - the bytes of the file that a recipe makes. */
#ifndef GEN_OUT_H
#define GEN_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct out {
    uint8_t *ptr;
    size_t len, cap;
    uint64_t tail; /* zeros behind them, in the file only: `tail N` */
};

void out_put(struct out *o, const void *p, size_t n);
void out_be(struct out *o, uint64_t v, unsigned n);
void out_le(struct out *o, uint64_t v, unsigned n);
void out_text(struct out *o, const char *s);
void out_free(struct out *o);

/* What a block does with what stands between its braces: `in` is that, args
 * are the words before the brace. */
struct wrap {
    const char *name;
    int args;
    void (*make)(struct out *to, const char *const *args, const struct out *in);
    const char *says; /* one line for corpus/README.md and --help */
};

/* text_wrapper writes bytes as invisible characters, base64 as text, sub as a
 * GIF's blocks. */
void sub_put(struct out *to, const struct out *in);
void text_wrapper(struct out *to, const struct out *in);
void base64_put(struct out *to, const struct out *in);

/* A compound file, and what is in it: compound.c. */
void stream_put(struct out *to, const char *const *args, const struct out *in);
void storage_put(struct out *to, const char *const *args, const struct out *in);
void compound_put(struct out *to, const char *const *args,
                  const struct out *in);

const struct wrap *wrap_named(const char *name);
const struct wrap *wrap_at(size_t i);

/* A TIFF structure is a table, not a string of bytes, so it has its own
 * reader in tiff.c; it takes the recipe's words through this. */
struct words;
const char *words_next(struct words *w);          /* NULL at the end */
bool words_bytes(struct words *w, struct out *o); /* the next literal */
_Noreturn void words_fail(struct words *w, const char *why);
bool words_peek(struct words *w, const char *word);

/* words_text puts the quoted text that was just read, words_hex the bytes of
 * "x00ff" (false where s is none), words_block what a { RECIPE } makes. */
void words_text(struct words *w, struct out *o);
uint64_t words_number(struct words *w); /* 12, 0x0c, or @MARK */
bool words_hex(const char *s, struct out *o);
void words_block(struct words *w, struct out *o);

void tiff_make(struct words *w, struct out *o);

/* A picture with a mark in its pixels: picture.c. */
void picture_make(struct words *w, struct out *o);

/* A picture of one grey, without any codec: stored deflate. */
void grey_png(struct out *o, unsigned width, unsigned height);
void grey_jpeg(struct out *o);
void grey_webp(struct out *o);

#endif
