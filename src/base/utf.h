/* SPDX-License-Identifier: Apache-2.0
 * utf.h - UTF-8 and UTF-16: checked decoding, repair, normal forms. */
#ifndef BASE_UTF_H
#define BASE_UTF_H

#include "base/arena.h"

enum {
    UTF_BAD = 0xFFFD /* what stands for bytes that are no character */
};

/* utf8_next decodes the character at *at and moves behind it.  Bytes that are
 * no well-formed UTF-8 [Unicode 15, table 3-7] yield UTF_BAD one byte at a
 * time, with *bad set; an end yields 0 with *at == s.len. */
uint32_t utf8_next(struct span s, size_t *at, bool *bad);

/* utf8_ok is whether s is well-formed UTF-8 from end to end. */
bool utf8_ok(struct span s);

/* utf8_put writes c (1 to 4 bytes) and is how many; anything that is no
 * scalar value is written as UTF_BAD. */
size_t utf8_put(uint32_t c, uint8_t to[4]);

/* utf_width is the columns of a terminal that c takes: 0, 1, or 2 for wide
 * East Asian characters [UAX 11]. */
unsigned utf_width(uint32_t c);

/* utf8_repair is s itself where it is well-formed, else a copy with U+FFFD
 * for what is not; empty without memory. */
struct span utf8_repair(struct arena *a, struct span s);

/* utf8_of_latin1 and utf8_of_utf16 turn other encodings into UTF-8, in the
 * arena; a lone surrogate or an odd last byte becomes U+FFFD. */
struct span utf8_of_latin1(struct arena *a, struct span s);
struct span utf8_of_utf16(struct arena *a, struct span s, bool big_endian);

/* utf8_nfc and utf8_nfkc_fold are the normal forms [UAX 15], the second also
 * case-folded and without default-ignorable characters; empty where s is no
 * UTF-8 or there is no memory. */
struct span utf8_nfc(struct arena *a, struct span s);
struct span utf8_nfkc_fold(struct arena *a, struct span s);

/* utf_extends is whether c goes on with the character before it: a combining
 * mark, a Hangul vowel or final, a half-width voicing mark. */
bool utf_extends(uint32_t c);

/* utf_fold writes the form of utf8_nfkc_fold of one character and what extends
 * it, n code points, and is how many it wrote, at most cap. */
size_t utf_fold(const uint32_t *in, size_t n, uint32_t *out, size_t cap);

/* utf8_plain is the offset behind the printable ASCII that stands at `at`,
 * eight bytes a look: up to seven of it may be left. */
size_t utf8_plain(struct span s, size_t at);

/* utf8_ascii is the offset of the first byte beyond ASCII from `at` on, or the
 * length of s. */
size_t utf8_ascii(struct span s, size_t at);

#endif
