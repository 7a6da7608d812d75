/* SPDX-License-Identifier: Apache-2.0
 * profile.h - ImageMagick's raw profiles: metadata as hexadecimal text. */
#ifndef FORMATS_PROFILE_H
#define FORMATS_PROFILE_H

#include "formats/format.h"

/* profile_read turns the text in s.data, of a key "Raw profile type exif" and
 * the like, into slots of what it holds; false where it is no such text. */
bool profile_read(struct walk *w, struct slot s);

/* hex_decode is the bytes of hexadecimal digits, white space between them;
 * empty where there is anything else. */
struct span hex_decode(struct walk *w, struct span text);

#endif
