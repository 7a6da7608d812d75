/* SPDX-License-Identifier: Apache-2.0
 * words.h - the words that carving goes by, as the scanner's patterns.
 *
 * [XMP] ISO 16684-1, 7.3.2: the header of a packet in UTF-16 holds U+FEFF in
 * that encoding, which tells the order of its bytes.  Without it the words of
 * one order would stand in the other as well, a byte aside. */
#ifndef FORMATS_BAKE_WORDS_H
#define FORMATS_BAKE_WORDS_H

/* clang-format off */
/*    what is it of, its end?, the word */
#define CARVE_WORDS(X) \
    X(RECORD, 0, "\"AIGC\"") \
    X(BARE, 0, "<x:xmpmeta") \
    X(BARE, 1, "</x:xmpmeta>") \
    X(WRAPPED, 0, "<?xpacket begin") \
    X(WRAPPED, 1, "<?xpacket end") \
    X(LITTLE, 0, "<\0?\0x\0p\0a\0c\0k\0e\0t\0 \0b\0e\0g\0i\0n\0=\0\"\0\xff\xfe") \
    X(LITTLE, 0, "<\0?\0x\0p\0a\0c\0k\0e\0t\0 \0b\0e\0g\0i\0n\0=\0'\0\xff\xfe") \
    X(LITTLE, 1, "<\0?\0x\0p\0a\0c\0k\0e\0t\0 \0e\0n\0d\0") \
    X(BIG, 0, "\0<\0?\0x\0p\0a\0c\0k\0e\0t\0 \0b\0e\0g\0i\0n\0=\0\"\xfe\xff") \
    X(BIG, 0, "\0<\0?\0x\0p\0a\0c\0k\0e\0t\0 \0b\0e\0g\0i\0n\0=\0'\xfe\xff") \
    X(BIG, 1, "\0<\0?\0x\0p\0a\0c\0k\0e\0t\0 \0e\0n\0d")
/* clang-format on */

/* The set of them: a pattern's number is that of its row. */
struct scan_set;
extern const struct scan_set carve_set;

#endif
