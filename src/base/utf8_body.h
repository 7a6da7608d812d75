/* SPDX-License-Identifier: Apache-2.0
 * utf8_body.h - the check, once for all widths.
 *
 * [KL] Keiser, Lemire: Validating UTF-8 in less than one instruction per byte.
 *      Software: Practice and Experience 51(5), 2021.
 *
 * What is wrong with a pair of bytes shows in three half bytes: both of the
 * first and the upper of the second.  Each is looked up in a table of the
 * faults that it allows; a fault that all three allow is one.  Third and fourth
 * bytes, which pairs do not tell, are told by the bytes two and three before.
 *
 * No include guard: the includer defines NAME, TARGET, VEC, WIDTH, and
 *   LOAD(p) TABLE(p)   a vector; sixteen bytes in each lane
 *   LOOK(t, v)         look up lower halves, of bytes below 16
 *   HIGH(v) LOW(v)     halves of bytes
 *   BACK(v, old, n)    what stood n bytes before
 *   OVER(v, n)         v less n, not below zero
 *   AND OR XOR SET(n) ZERO, ANY(v) is whether any bit is set
 *   ASCII(v)           no byte has its top bit
 * and includes this once for each. */
TARGET static size_t NAME(const uint8_t *p, size_t len)
{
    const VEC first_high = TABLE(utf8_first_high);
    const VEC first_low = TABLE(utf8_first_low);
    const VEC second_high = TABLE(utf8_second_high);
    VEC old = ZERO, open = ZERO;
    size_t at = 0;

    for (; len - at >= WIDTH; at += WIDTH) {
        VEC v = LOAD(p + at), one, pair, more, wrong;

        if (ASCII(v)) {
            if (ANY(open))
                break;
            old = v;
            continue;
        }
        one = BACK(v, old, 1);
        pair = AND(AND(LOOK(first_high, HIGH(one)), LOOK(first_low, LOW(one))),
                   LOOK(second_high, HIGH(v)));
        more = OR(OVER(BACK(v, old, 2), 0xe0 - 0x80),
                  OVER(BACK(v, old, 3), 0xf0 - 0x80));
        wrong = XOR(AND(more, SET(0x80)), pair);
        if (ANY(wrong))
            break;
        open = OPEN(v);
        old = v;
    }
    return at;
}
#undef NAME
#undef TARGET
#undef VEC
#undef WIDTH
#undef LOAD
#undef TABLE
#undef LOOK
#undef HIGH
#undef LOW
#undef BACK
#undef OVER
#undef AND
#undef OR
#undef XOR
#undef SET
#undef ZERO
#undef ANY
#undef ASCII
#undef OPEN
