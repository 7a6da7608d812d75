/* SPDX-License-Identifier: Apache-2.0
 * rows.c - the first byte tells JSON lines ("{") from CSV. */
#include "tool/rows.h"

#include "tool/input.h"
#include "tool/percent.h"
#include "tool/say.h"

#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    COLUMNS = 64
};

struct sink {
    bool (*row)(void *, const gm_fact *, size_t, const char *);
    void *ctx;
    const char *name;
};

/* cell ends the CSV cell at *at in place and moves behind it; *end is set at
 * the end of a row.  NULL where a quote is not closed. */
static char *cell(char **at, bool *end, size_t *line)
{
    char *from = *at, *to = from, *p = from;
    bool quoted = *p == '"';

    if (quoted)
        p++;
    for (;; p++) {
        if (!*p && quoted)
            return NULL;
        if (quoted && *p == '"') {
            if (p[1] != '"') {
                quoted = false;
                continue;
            }
            p++;
        } else if (!quoted && (!*p || *p == ',' || *p == '\n' || *p == '\r')) {
            break;
        }
        *line += *p == '\n';
        *to++ = *p;
    }
    *end = *p != ',';
    if (*p == '\r' && p[1] == '\n')
        p++;
    *line += *p == '\n';
    *at = *p ? p + 1 : p;
    *to = 0;
    return from;
}

/* names_path is whether a header has the column by which rows are found; a
 * table of other separators or another language's words has not. */
static bool names_path(const char *const *names, size_t n, const char *where)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(names[i], "path") == 0)
            return true;
    say(tr("%s: no column has the name 'path': the first line names the "
           "columns, with commas between",
           "%s: 'path'라는 열이 없습니다. 첫 줄에 열 이름을 쉼표로 나누어 "
           "적으세요"),
        where);
    return false;
}

/* spell takes the cell path_bytes for the path, where it says anything: reports
 * write it of paths that are no UTF-8, which no text can spell.  What is left
 * are the cells but that one. */
static size_t spell(gm_fact *cells, size_t n)
{
    const char *bytes = NULL;
    size_t kept = 0;

    for (size_t i = 0; i < n; i++)
        if (strcmp(cells[i].name, "path_bytes") == 0)
            bytes = cells[i].value;
        else
            cells[kept++] = cells[i];
    if (bytes && *bytes) {
        char *to = (char *)(uintptr_t)bytes; /* of the text that is ours */

        percent_decode(bytes, to);
        for (size_t i = 0; i < kept; i++)
            if (strcmp(cells[i].name, "path") == 0)
                cells[i].value = to;
    }
    return kept;
}

static bool csv(char *text, const struct sink *s)
{
    gm_fact cells[COLUMNS];
    const char *names[COLUMNS];
    size_t columns = 0, line = 1;
    char where[300];

    while (*text) {
        size_t n = 0, here = line;
        bool end = false;

        snprintf(where, sizeof(where), "%s:%zu", s->name, here);
        while (!end) {
            char *c = cell(&text, &end, &line);

            if (!c || n == COLUMNS) {
                say(c ? tr("%s: too many columns", "%s: 열이 너무 많습니다")
                      : tr("%s: a quote is not closed",
                           "%s: 따옴표가 닫히지 않았습니다"),
                    where);
                return false;
            }
            cells[n].name = n < columns ? names[n] : "";
            cells[n++].value = c;
        }
        if (n == 1 && !cells[0].value[0])
            continue; /* an empty line */
        if (!columns) {
            for (columns = 0; columns < n; columns++)
                names[columns] = cells[columns].value;
            if (!names_path(names, n, where))
                return false;
            continue;
        }
        if (n != columns) {
            say(tr("%s: %zu columns, where the header has %zu",
                   "%s: 열이 %zu개인데 머리글은 %zu개입니다"),
                where, n, columns);
            return false;
        }
        n = spell(cells, n);
        if (!s->row(s->ctx, cells, n, where))
            return false;
    }
    return true;
}

/* put copies a string to where the line stood, which it came from: without
 * its quotes and escapes it is never longer. */
static const char *put(char **at, const char *s)
{
    char *to = *at;
    size_t n = strlen(s) + 1;

    memcpy(to, s, n);
    *at += n;
    return to;
}

static bool json_row(json_t *object, char *line, const struct sink *s,
                     const char *where)
{
    gm_fact cells[COLUMNS];
    size_t n = 0;
    const char *key;
    json_t *value;

    json_object_foreach(object, key, value)
    {
        if (!json_is_string(value) || n == COLUMNS) {
            say(tr("%s: the value of '%s' is no text",
                   "%s: '%s' 값이 문자열이 아닙니다"),
                where, key);
            return false;
        }
        cells[n].name = put(&line, key);
        cells[n++].value = put(&line, json_string_value(value));
    }
    n = spell(cells, n);
    return s->row(s->ctx, cells, n, where);
}

static bool json(char *text, const struct sink *s)
{
    char where[300];
    size_t line = 0;

    while (*text) {
        char *end = strchr(text, '\n');
        size_t n = end ? (size_t)(end - text) : strlen(text);
        json_error_t why;
        json_t *object;
        bool ok;

        line++;
        snprintf(where, sizeof(where), "%s:%zu", s->name, line);
        if (strspn(text, " \t\r") < n) {
            object = json_loadb(text, n, JSON_REJECT_DUPLICATES, &why);
            if (!json_is_object(object)) {
                say("%s: %s", where,
                    object ? tr("no object", "객체가 아닙니다") : why.text);
                json_decref(object);
                return false;
            }
            ok = json_row(object, text, s, where);
            json_decref(object);
            if (!ok)
                return false;
        }
        text = end ? end + 1 : text + n;
    }
    return true;
}

bool rows_read(char *text, size_t len, const char *name,
               bool (*row)(void *, const gm_fact *, size_t, const char *),
               void *ctx)
{
    struct sink s = {row, ctx, name};

    if (memchr(text, 0, len)) {
        say(tr("%s: holds a NUL: neither CSV nor JSON lines",
               "%s: NUL 바이트가 있어 CSV나 JSON lines가 아닙니다"),
            name);
        return false;
    }
    text = input_words(text);
    switch (text[strspn(text, " \t\r\n")]) {
    case '{': return json(text, &s);
    case '[':
        say(tr("%s: JSON lines are wanted, an object on each line, and no "
               "array",
               "%s: 배열이 아니라 줄마다 객체 하나인 JSON lines여야 합니다"),
            name);
        return false;
    }
    return csv(text, &s);
}
