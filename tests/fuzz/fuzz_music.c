/* SPDX-License-Identifier: Apache-2.0
 * fuzz_music.c - MP3, FLAC, Ogg, WAV, AVI, AIFF, APE, ASF, AU, CAF, W64. */
#include "tests/fuzz/walked.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_walk(data, size);
}
