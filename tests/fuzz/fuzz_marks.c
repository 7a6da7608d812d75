/* SPDX-License-Identifier: Apache-2.0
 * fuzz_marks.c - any bytes as the value of any field, and as a text and a
 * private segment: every finder over them.
 *
 * The first byte picks the field's name, the rest is its value; a zero byte
 * ends it and begins the next, up to as many as tests/hunt.h holds. */
#include "tests/hunt.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct {
    enum space space;
    const char *ns, *name;
} places[] = {
    {SPACE_PAIR, "tEXt", "parameters"},
    {SPACE_PAIR, "tEXt", "prompt"},
    {SPACE_PAIR, "tEXt", "workflow"},
    {SPACE_PAIR, "tEXt", "AIGC"},
    {SPACE_PAIR, "tEXt", "Comment"},
    {SPACE_PAIR, "tEXt", "Dream"},
    {SPACE_PAIR, "tEXt", "Description"},
    {SPACE_PAIR, "SEFT", "PEg_Info"},
    {SPACE_PAIR, "pdf", "Keywords"},
    {SPACE_EXIF, "Exif", "UserComment"},
    {SPACE_EXIF, "IFD0", "Model"},
    {SPACE_EXIF, "IFD0", "ImageDescription"},
    {SPACE_COMMENT, "COM", ""},
    {SPACE_FRONT, "", "AIGC.Label"},
    {SPACE_FRONT, "", "ai_generated"},
    {SPACE_HTML, "meta", "ai-disclosure"},
    {SPACE_XMP, "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
     "DigitalSourceType"},
    {SPACE_XMP, "http://www.tc260.org.cn/ns/AIGC/1.0/", "AIGC"},
};

enum {
    PLACES = sizeof(places) / sizeof(places[0])
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct prey *p = malloc(sizeof(*p));

    if (!p)
        return 0;
    prey_init(p);
    if (size) {
        prey_slot(p, SLOT_TEXT, "", (struct span){data + 1, size - 1});
        prey_slot(p, SLOT_OTHER, "APP4", (struct span){data + 1, size - 1});
    }
    while (size > 1 && p->slot_count < PREY_MAX) {
        size_t place = data[0] % PLACES;
        const uint8_t *end = memchr(data + 1, 0, size - 1);
        size_t len = end ? (size_t)(end - data) - 1 : size - 1;

        prey_bytes(p, places[place].space, places[place].ns, places[place].name,
                   (struct span){data + 1, len});
        data += len + 1 + (end != NULL);
        size -= len + 1 + (end != NULL);
    }
    prey_hunt(p, NULL);
    prey_free(p);
    free(p);
    return 0;
}
