/* SPDX-License-Identifier: Apache-2.0
 * fuzz_mail.c - any bytes as a message and as a mailbox: it ends, and no more
 * comes out than went in. */
#include "tool/mail.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

static void take_apart(const uint8_t *data, size_t size, bool box)
{
    struct mail *m =
        mail_open(fmemopen((void *)(uintptr_t)data, size, "rb"), box);
    unsigned char block[700];
    const char *name, *why;
    size_t all = 0, k, turn = 0;

    if (!m)
        return;
    while (mail_next(m, &name, &why)) {
        assert(*name && strlen(name) < 256);
        /* Some are left in their midst, some not begun. */
        for (unsigned i = 0; turn % 3 != 1 || i < turn % 5; i++) {
            k = mail_read(m, block, sizeof(block));
            assert(k <= sizeof(block));
            all += k;
            if (k == 0)
                break;
        }
        turn++;
    }
    assert(all <= size);
    assert(!mail_next(m, &name, &why));
    mail_free(m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size)
        return 0;
    take_apart(data, size, false);
    take_apart(data, size, true);
    return 0;
}
