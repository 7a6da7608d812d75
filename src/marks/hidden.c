/* SPDX-License-Identifier: Apache-2.0
 * hidden.c - which characters are invisible, and who needs them.
 *
 * [UAX 44] Default_Ignorable_Code_Point and the script ranges of Unicode 15. */
#include "marks/hidden.h"

struct range {
    uint32_t from, to;
    enum hidden_class is;
};

static const struct range classes[] = {
    {0x00AD, 0x00AD, HIDDEN_FILLER},  {0x034F, 0x034F, HIDDEN_FILLER},
    {0x061C, 0x061C, HIDDEN_BIDI},    {0x115F, 0x1160, HIDDEN_FILLER},
    {0x17B4, 0x17B5, HIDDEN_FILLER},  {0x180B, 0x180F, HIDDEN_MONGOL},
    {0x200B, 0x200D, HIDDEN_ZERO},    {0x200E, 0x200F, HIDDEN_BIDI},
    {0x202A, 0x202E, HIDDEN_BIDI},    {0x202F, 0x202F, HIDDEN_SPACE},
    {0x2060, 0x2060, HIDDEN_ZERO},    {0x2061, 0x2064, HIDDEN_MATH},
    {0x2066, 0x2069, HIDDEN_BIDI},    {0x206A, 0x206F, HIDDEN_ZERO},
    {0x3164, 0x3164, HIDDEN_FILLER},  {0xFE00, 0xFE0F, HIDDEN_VS},
    {0xFEFF, 0xFEFF, HIDDEN_ZERO},    {0xFFA0, 0xFFA0, HIDDEN_FILLER},
    {0x1D173, 0x1D17A, HIDDEN_MUSIC}, {0xE0001, 0xE0001, HIDDEN_TAG},
    {0xE0020, 0xE007F, HIDDEN_TAG},   {0xE0100, 0xE01EF, HIDDEN_VS},
};

enum hidden_class hidden_class(uint32_t c)
{
    size_t low = 0, high = sizeof(classes) / sizeof(classes[0]);

    while (low < high) {
        size_t mid = (low + high) / 2;

        if (c > classes[mid].to)
            low = mid + 1;
        else if (c < classes[mid].from)
            high = mid;
        else
            return classes[mid].is;
    }
    return HIDDEN_NONE;
}

bool hidden_is_mongol(uint32_t c)
{
    return c >= 0x1800 && c <= 0x18AF;
}

bool hidden_is_rtl(uint32_t c)
{
    return (c >= 0x0590 && c <= 0x08FF) || (c >= 0xFB1D && c <= 0xFDFF) ||
           (c >= 0xFE70 && c <= 0xFEFC) || (c >= 0x10800 && c <= 0x10FFF) ||
           (c >= 0x1E800 && c <= 0x1EFFF);
}

bool hidden_is_unspaced(uint32_t c)
{
    return (c >= 0x0E00 && c <= 0x0FFF) || (c >= 0x1000 && c <= 0x109F) ||
           (c >= 0x1780 && c <= 0x17FF) || (c >= 0x1950 && c <= 0x19FF) ||
           (c >= 0x1A20 && c <= 0x1AAF) || (c >= 0xA980 && c <= 0xA9DF) ||
           (c >= 0xAA00 && c <= 0xAADF);
}

bool hidden_is_joining(uint32_t c)
{
    return hidden_is_rtl(c) || hidden_is_mongol(c) || hidden_is_unspaced(c) ||
           (c >= 0x0900 && c <= 0x0DFF) || (c >= 0x1B00 && c <= 0x1CFF) ||
           (c >= 0xA800 && c <= 0xA8FF) || (c >= 0xABC0 && c <= 0xABFF) ||
           (c >= 0x11000 && c <= 0x11FFF);
}

bool hidden_is_emoji(uint32_t c)
{
    return (c >= 0x1F000 && c <= 0x1FAFF) || (c >= 0x2190 && c <= 0x21FF) ||
           (c >= 0x2300 && c <= 0x23FF) || (c >= 0x2460 && c <= 0x24FF) ||
           (c >= 0x25A0 && c <= 0x27BF) || (c >= 0x2900 && c <= 0x297F) ||
           (c >= 0x2B00 && c <= 0x2BFF) || c == 0x20E3 || c == 0x203C ||
           c == 0x2049 || c == 0x2122 || c == 0x2139 || c == 0x00A9 ||
           c == 0x00AE || c == 0x3030 || c == 0x303D || c == 0x3297 ||
           c == 0x3299;
}
