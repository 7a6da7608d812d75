/* SPDX-License-Identifier: Apache-2.0
 * cmd_selftest.c - genmark selftest: does this build answer as it must, on
 * this machine?
 *
 * The inputs are built in, so that no file is needed; each stands for one
 * stage.  It is no test suite: it finds a broken build, not a wrong rule. */
#include "cli/cmds.h"
#include "genmark.h"
#include "tool/say.h"
#include "tool/usual.h"

#include <stdio.h>
#include <string.h>

/* clang-format off */
static const struct opt opts[] = {
    {.kind = OPT_TITLE, .en = "Options:", .ko = "옵션:"},
    USUAL_LANG,
    {0},
};

#define DATA(lit) lit, sizeof(lit) - 1

static const struct vector {
    const char *what, *name, *data;
    size_t len;
    const char *format; /* NULL: none */
    gm_claim claim;
    gm_basis basis;
} vectors[] = {
    {"a sentence that discloses", "a.txt",
     DATA("이 글은 AI가 작성했습니다.\n"), "text", GM_NOTICE, GM_BASIS_DECLARED},
    {"a prohibition is no disclosure", "b.txt",
     DATA("AI 생성 금지\n"), "text", GM_CLAIM_NONE, GM_BASIS_NONE},
    {"an XMP source type", "c.xmp",
     DATA("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf="
          "\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description "
          "xmlns:e=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\" "
          "e:DigitalSourceType=\"http://cv.iptc.org/newscodes/"
          "digitalsourcetype/trainedAlgorithmicMedia\"/></rdf:RDF>"
          "</x:xmpmeta>"),
     "xmp", GM_GENERATED, GM_BASIS_DECLARED},
    {"parameters in a PNG", "d.png",
     DATA("\x89PNG\r\n\x1a\n"
          "\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90\x77\x53\xde"
          "\0\0\0\x40tEXtparameters\0a cat\nSteps: 20, Sampler: Euler a, "
          "Seed: 1, Size: 8x8\0\0\0\0"
          "\0\0\0\0IEND\xae\x42\x60\x82"),
     "png", GM_GENERATED, GM_BASIS_TRACE},
    {"bytes of no format", "e.bin",
     DATA("\0\1\2\3\4\5\6\7\xff\xfe\xfd\0\0\0"), NULL, GM_CLAIM_NONE,
     GM_BASIS_NONE},
};
/* clang-format on */

static bool is(gm_str s, const char *text)
{
    size_t n = text ? strlen(text) : 0;

    return s.len == n && (!n || memcmp(s.ptr, text, n) == 0);
}

static bool try_one(gm_worker *w, const struct vector *v)
{
    gm_input in = GM_INPUT_INIT;
    const gm_item *item;

    in.name = v->name;
    in.data = v->data;
    in.length = v->len;
    in.laws = "none";
    in.as_of = "2026-11-23";
    return gm_scan(w, &in, &item) == GM_OK && is(item->format, v->format) &&
           item->origin.claim == v->claim && item->origin.basis == v->basis &&
           (item->error.kind == GM_FAULT_NONE) == (v->format != NULL);
}

static int run(const struct command *c, int argc, char **argv)
{
    gm_config config = GM_CONFIG_INIT;
    gm_engine *e = NULL;
    gm_worker *w;
    char why[200];
    bool ok = true;
    int rc = options_read(c, argc, argv, NULL, NULL);

    if (rc >= 0)
        return rc;
    if (gm_engine_new(&config, &e, why, sizeof(why)) != GM_OK) {
        say("%s", why);
        return EXIT_FAILED;
    }
    w = gm_worker_new(e);
    for (size_t i = 0; w && i < sizeof(vectors) / sizeof(vectors[0]); i++) {
        bool good = try_one(w, &vectors[i]);

        printf("%-6s %s\n", good ? tr("ok", "정상") : tr("WRONG", "오류"),
               vectors[i].what);
        ok &= good;
    }
    ok &= w != NULL;
    gm_worker_free(w);
    gm_engine_unref(e);
    return ok ? EXIT_PASS : EXIT_FAILED;
}

const struct command cmd_selftest = {
    .name = "selftest",
    .args = "",
    .en = "check that this build answers as it must, by inputs built in",
    .ko = "내장된 입력으로 이 프로그램이 바르게 답하는지 확인합니다",
    .opts = opts,
    .run = run,
};
