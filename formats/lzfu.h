/* SPDX-License-Identifier: Apache-2.0
 * lzfu.h - RTF as Outlook packs it. */
#ifndef FORMATS_LZFU_H
#define FORMATS_LZFU_H

#include "formats/format.h"

/* lzfu_unpack unpacks the stream PidTagRtfCompressed; what is damaged gives
 * what came before, with a note.  It is at most 17/2 times as long. */
struct span lzfu_unpack(struct walk *w, struct span packed);

#endif
