/* SPDX-License-Identifier: Apache-2.0
 * fuzz_der.c - certificates, time-stamps, OCSP answers and trust lists. */
#include "c2pa/time.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct span all = {data, size};
    static struct chain ch;
    struct stamp_config sc = {&a, NULL, all, false};
    struct ocsp_config oc = {NULL, &ch, false, 0};
    gm_trust list = {GM_TRUST_SIGNERS, {"fuzz", (const char *)data, size}};

    arena_init(&a, 16 << 20);
    ch.count = cert_read(&ch.cert[0], all) ? 1 : 0;
    if (ch.count) {
        cert_profile(&ch.cert[0], NULL, PURPOSE_CLAIM, 1795392000);
        cert_signed_by(&ch.cert[0], &ch.cert[0]);
    }
    stamp_read(all, &sc);
    ocsp_read(all, &oc);
    trust_free(trust_new(&list, 1, NULL, 0));
    arena_reset(&a);
    return 0;
}
