/* SPDX-License-Identifier: Apache-2.0
 * haar_body.h - the kernels in plain C, once for every instruction set.
 *
 * No include guard: the includer defines TARGET and NAME(x).  The loops are
 * written for the compiler to make vectors of; the order of the operations is
 * [IW]'s in every instance, so all give the same bits. */

/* [IW] by OpenCV's BGR2YUV: fixed point for bytes, clamped; float for floats,
 * not clamped and centred on a half. */
TARGET static void NAME(chroma)(const uint8_t *rgb, uint32_t channels,
                                uint32_t width, uint8_t *byte, float *real)
{
    for (uint32_t x = 0; x < width; x++) {
        int r = rgb[x * channels], g = rgb[x * channels + 1],
            b = rgb[x * channels + 2];
        int y = (1868 * b + 9617 * g + 4899 * r + 8192) >> 14;
        int u = ((b - y) * 8061 + (128 << 14) + 8192) >> 14;
        float luma = (float)b * 0.114f + (float)g * 0.587f + (float)r * 0.299f;

        byte[x] = (uint8_t)(u < 0 ? 0 : u > 255 ? 255 : u);
        real[x] = ((float)b - luma) * 0.492f + 0.5f;
    }
}

TARGET static void NAME(low_byte)(const uint8_t *top, const uint8_t *bottom,
                                  uint32_t count, double *low)
{
    const double c = 0.70710678118654752440;

    for (uint32_t i = 0; i < count; i++) {
        double left = c * bottom[2 * i] + c * top[2 * i];
        double right = c * bottom[2 * i + 1] + c * top[2 * i + 1];

        low[i] = c * right + c * left;
    }
}

TARGET static void NAME(low_float)(const float *top, const float *bottom,
                                   uint32_t count, float *low)
{
    const float c = 0.70710678118654752440f;

    for (uint32_t i = 0; i < count; i++) {
        float left = c * bottom[2 * i] + c * top[2 * i];
        float right = c * bottom[2 * i + 1] + c * top[2 * i + 1];

        low[i] = c * right + c * left;
    }
}

/* Whether |v| mod 36 is above 18.  36 and the quotients are small integers, so
 * the product is exact and the difference too: this is fmod. */
TARGET static inline uint8_t NAME(is_upper)(double v)
{
    double n = (double)(int)(v / 36);
    double rest = v - 36 * n;

    if (rest < 0) /* the division rounded up to the integer */
        rest += 36;
    return rest > 18;
}

/* The largest of a block's coefficients but its first. */
TARGET static void NAME(upper_byte)(const double *low, size_t stride,
                                    uint32_t blocks, uint8_t *bits)
{
    for (uint32_t x = 0; x < blocks; x++, low += 4) {
        double most = 0;

        for (size_t i = 1; i < 16; i++) {
            double v = fabs(low[i / 4 * stride + i % 4]);

            most = v > most ? v : most;
        }
        bits[x] = NAME(is_upper)(most);
    }
}

TARGET static void NAME(upper_float)(const float *low, size_t stride,
                                     uint32_t blocks, uint8_t *bits)
{
    for (uint32_t x = 0; x < blocks; x++, low += 4) {
        float most = 0;

        for (size_t i = 1; i < 16; i++) {
            float v = fabsf(low[i / 4 * stride + i % 4]);

            most = v > most ? v : most;
        }
        bits[x] = NAME(is_upper)((double)most);
    }
}
#undef TARGET
#undef NAME
