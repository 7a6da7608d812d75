/* SPDX-License-Identifier: Apache-2.0
 * status.c - the table of status codes, spelt out. */
#include "c2pa/status.h"

static const struct row {
    struct span code;
    const char *text;
    gm_code_kind kind;
} rows[] = {
#define X(name, kind, code, text) {SPAN_OF(code), text, GM_CODE_##kind},
    STATUSES(X)
#undef X
};

gm_code_kind status_kind(enum status s)
{
    return rows[s].kind;
}

struct span status_code(enum status s)
{
    return rows[s].code;
}

const char *status_text(enum status s)
{
    return rows[s].text;
}
