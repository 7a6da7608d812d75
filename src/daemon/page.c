/* SPDX-License-Identifier: Apache-2.0
 * page.c - taken in by the assembler, as the rule packs are. */
#include "daemon/page.h"

#include <string.h>

#define PAGES(X)                                                        \
    X(index, "/", "text/html; charset=utf-8", "page.html")              \
    X(style, "/page.css", "text/css; charset=utf-8", "page.css")        \
    X(script, "/page.js", "text/javascript; charset=utf-8", "page.js")  \
    X(draw, "/draw.js", "text/javascript; charset=utf-8", "draw.js")    \
    X(words, "/words.js", "text/javascript; charset=utf-8", "words.js") \
    X(icon, "/icon.svg", "image/svg+xml", "icon.svg")                   \
    X(api, "/v1/openapi.json", "application/json", "openapi.json")

#define EMBED(symbol, path, type, file)              \
    __asm__(".section .rodata\n"                     \
            ".hidden serve_" #symbol "\n"            \
            ".globl serve_" #symbol "\n"             \
            "serve_" #symbol ":\n"                   \
            ".incbin \"src/daemon/page/" file "\"\n" \
            ".byte 0\n"                              \
            ".text\n");                              \
    extern const char serve_##symbol[] __attribute__((visibility("hidden")));
PAGES(EMBED)

static struct page table[] = {
#define X(symbol, path, type, file) {path, type, serve_##symbol, 0},
    PAGES(X)
#undef X
};

const struct page *page_find(const char *path)
{
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        if (strcmp(table[i].path, path) == 0) {
            table[i].len = strlen(table[i].text);
            return &table[i];
        }
    return NULL;
}
