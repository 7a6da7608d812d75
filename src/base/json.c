/* SPDX-License-Identifier: Apache-2.0
 * json.c - jansson parses, the arena keeps; the one library file with
 * <jansson.h>.
 *
 * The tree is copied because jansson's own lives on malloc and is counted:
 * after the copy a scan has nothing to free and its budget covers it all. */
#include "base/json.h"

#include "base/utf.h"

#include <jansson.h>

enum {
    DEEPEST = 128 /* levels the copy keeps a place for */
};

/* A level of the copy: which container, what comes next in it. */
struct level {
    json_t *from;
    void *iter;   /* of a map */
    size_t index; /* of a list */
    struct json *into;
    const struct json **tail;
};

/* blank_numbers turns NaN, Infinity and -Infinity outside strings into 0,
 * in a copy: Python's json module writes them and jansson refuses. */
static struct span blank_numbers(struct arena *a, struct span s)
{
    static const struct span words[] = {SPAN_OF("-Infinity"),
                                        SPAN_OF("Infinity"), SPAN_OF("NaN")};
    uint8_t *to = NULL;
    bool quoted = false;
    struct span out = s;

    for (size_t i = 0; i < s.len; i++) {
        if (quoted && s.ptr[i] == '\\') {
            i++;
            continue;
        }
        if (s.ptr[i] == '"')
            quoted = !quoted;
        if (quoted || (s.ptr[i] != '-' && s.ptr[i] != 'I' && s.ptr[i] != 'N'))
            continue;
        for (size_t k = 0; k < 3; k++) {
            if (!span_eq(span_cut(s, i, words[k].len), words[k]))
                continue;
            if (!to) {
                out = arena_copy(a, s);
                if (!out.ptr)
                    return s;
                to = (uint8_t *)(uintptr_t)out.ptr;
            }
            /* a zero and spaces keep every other byte where it was */
            memset(to + i, ' ', words[k].len);
            to[i] = '0';
            i += words[k].len - 1;
            break;
        }
    }
    return out;
}

static struct span keep(struct arena *a, const char *p, size_t n)
{
    return arena_copy(a, (struct span){(const uint8_t *)p, n});
}

/* make copies one value without its members; NULL without memory. */
static struct json *make(struct arena *a, const json_t *v)
{
    struct json *j = arena_alloc(a, sizeof(*j));

    if (!j)
        return NULL;
    switch (json_typeof(v)) {
    case JSON_OBJECT: j->kind = JSON_MAP; break;
    case JSON_ARRAY: j->kind = JSON_LIST; break;
    case JSON_STRING:
        j->kind = JSON_TEXT;
        j->text = keep(a, json_string_value(v), json_string_length(v));
        return j->text.ptr ? j : NULL;
    case JSON_INTEGER:
    case JSON_REAL:
        j->kind = JSON_NUMBER;
        j->number = json_number_value(v);
        break;
    case JSON_TRUE: j->number = 1; /* fall through */
    case JSON_FALSE: j->kind = JSON_BOOL; break;
    case JSON_NULL: j->kind = JSON_NULL_VALUE; break;
    }
    return j;
}

/* next is the next member of a level, with its key, or NULL. */
static json_t *next(struct level *l, const char **key)
{
    json_t *v;

    *key = NULL;
    if (json_is_array(l->from))
        return json_array_get(l->from, l->index++);
    if (!l->iter)
        return NULL;
    *key = json_object_iter_key(l->iter);
    v = json_object_iter_value(l->iter);
    l->iter = json_object_iter_next(l->from, l->iter);
    return v;
}

static void enter(struct level *l, json_t *from, struct json *into)
{
    *l = (struct level){.from = from, .into = into, .tail = &into->child};
    if (json_is_object(from))
        l->iter = json_object_iter(from);
}

static const struct json *copy(struct arena *a, json_t *root, size_t depth,
                               const char **why)
{
    struct level stack[DEEPEST];
    struct json *top = make(a, root);
    size_t n = 0;

    *why = "no memory";
    if (!top)
        return NULL;
    enter(&stack[n++], root, top);
    while (n > 0) {
        struct level *l = &stack[n - 1];
        const char *key;
        json_t *v = next(l, &key);
        struct json *j;

        if (!v) {
            n--;
            continue;
        }
        j = make(a, v);
        if (j && key)
            j->key = keep(a, key, strlen(key));
        if (!j || (key && !j->key.ptr))
            return NULL;
        *l->tail = j;
        l->tail = &j->next;
        l->into->count++;
        if (!json_is_object(v) && !json_is_array(v))
            continue;
        if (n >= depth) {
            *why = "nested deeper than json_depth";
            return NULL;
        }
        enter(&stack[n++], v, j);
    }
    return top;
}

const struct json *json_read(struct arena *a, struct span s, unsigned flags,
                             const struct limits *lim, const char **why)
{
    size_t how = JSON_DECODE_ANY | JSON_ALLOW_NUL;
    size_t depth =
        lim->json_depth < DEEPEST ? (size_t)lim->json_depth : DEEPEST;
    const struct json *j;
    const char *unused;
    json_error_t error;
    json_t *root;

    why = why ? why : &unused;
    if (s.len > lim->json_bytes) {
        *why = "longer than json_bytes";
        return NULL;
    }
    if (flags & JSON_LAX) {
        how |= JSON_DISABLE_EOF_CHECK;
        s = blank_numbers(a, utf8_repair(a, s));
    }
    if (flags & JSON_UNIQUE)
        how |= JSON_REJECT_DUPLICATES;
    root = s.len ? json_loadb((const char *)s.ptr, s.len, how, &error) : NULL;
    if (!root) {
        *why = s.len && json_error_code(&error) == json_error_duplicate_key
                   ? "a key stands twice"
                   : "not JSON";
        return NULL;
    }
    j = copy(a, root, depth, why);
    json_decref(root);
    return j;
}

const struct json *json_get(const struct json *j, struct span key)
{
    if (!j || j->kind != JSON_MAP)
        return NULL;
    for (j = j->child; j; j = j->next)
        if (span_eq(j->key, key))
            return j;
    return NULL;
}

struct span json_text(const struct json *j)
{
    return j && j->kind == JSON_TEXT ? j->text : (struct span){0};
}
