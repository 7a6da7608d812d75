/* SPDX-License-Identifier: Apache-2.0
 * recognise.c - the shapes of values that only generators write.
 *
 * Each test rests on structure.  A prompt may hold any word, so what counts is
 * the line or the key that the tool itself wrote, and the last one of its
 * kind: people paste old parameters into new prompts. */
#include "marks/recognise.h"

#include "marks/shape.h"

enum {
    NODES = 64,         /* of a graph: how many we look at */
    SIGNED_LEAST = 200, /* base64 of an xAI signature: 300 to 1004 seen */
    SIGNED_MOST = 1400,
    FLAGS = 3 /* of a command line: how many make one */
};

/* part takes the next part of a list from *at on; false at its end. */
static bool part(struct span list, size_t *at, char sign, struct span *out)
{
    size_t end;

    if (*at > list.len)
        return false;
    for (end = *at; end < list.len && list.ptr[end] != (uint8_t)sign;)
        end++;
    *out = span_cut(list, *at, end - *at);
    *at = end + 1;
    return true;
}

static bool has_all(struct span s, struct span list)
{
    struct span word;
    size_t at = 0, from = 0;

    while (part(list, &at, '|', &word)) {
        ptrdiff_t hit = shape_find(s, word, from);

        if (word.len && hit == NOWHERE)
            return false;
        from = word.len ? (size_t)hit + word.len : from;
    }
    return true;
}

/* is_named: what stands behind a name begins with the digit of a version. */
static bool is_named(struct span s, struct span list)
{
    struct span name;
    size_t at = 0;

    while (part(list, &at, '|', &name)) {
        size_t end = name.len;

        if (!span_starts(s, name))
            continue;
        while (end < s.len && memchr(" /-v", s.ptr[end], 4))
            end++;
        if (end == s.len || (end > name.len && shape_digit(s.ptr[end])))
            return true;
    }
    return false;
}

static bool starts_settings(struct span line)
{
    static const struct span steps = SPAN_OF("Steps: ");

    return span_starts(line, steps) && line.len > steps.len &&
           shape_digit(line.ptr[steps.len]);
}

/* is_guided: how far the prompt is followed, which is a number. */
static bool is_guided(struct span line)
{
    static const struct span plain = SPAN_OF("Guidance: ");
    ptrdiff_t at = shape_find(line, plain, 0);

    return shape_has(line, SPAN("CFG scale: ")) ||
           shape_has_fold(line, SPAN("Guidance scale: ")) ||
           (at != NOWHERE && (size_t)at + plain.len < line.len &&
            shape_digit(line.ptr[(size_t)at + plain.len]));
}

/* is_sampler: a sampler that draws pictures; those of statistics have names of
 * their own (NUTS, Metropolis, ...). */
static bool is_sampler(struct span line)
{
    static const struct span names[] = {
        SPAN_OF("Euler a"), SPAN_OF("DPM"),    SPAN_OF("DDIM"),
        SPAN_OF("DDPM"),    SPAN_OF("UniPC"),  SPAN_OF("PLMS"),
        SPAN_OF("LCM"),     SPAN_OF("DEIS"),   SPAN_OF("LMS"),
        SPAN_OF("k_lms"),   SPAN_OF("k_euler")};
    ptrdiff_t at = shape_find(line, SPAN("Sampler: "), 0);
    size_t from;

    if (at == NOWHERE)
        return false;
    from = (size_t)at + SPAN("Sampler: ").len;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (span_starts(span_cut(line, from, line.len - from), names[i]))
            return true;
    return false;
}

/* is_painted: a setting that only makes sense where a picture is drawn from a
 * prompt.  Simulations, too, have steps, a sampler, a seed and a size. */
static bool is_painted(struct span text, struct span line)
{
    static const struct span only[] = {
        SPAN_OF("Model hash: "),     SPAN_OF("Denoising strength: "),
        SPAN_OF("Clip skip: "),      SPAN_OF("Schedule type: "),
        SPAN_OF("Lora hashes: "),    SPAN_OF("Version: stable-diffusion.cpp"),
        SPAN_OF("Version: ComfyUI"), SPAN_OF("Civitai resources: "),
        SPAN_OF("App: SD.Next")};

    if (is_guided(line) || is_sampler(line) ||
        shape_has(text, SPAN("Negative prompt: ")))
        return true;
    for (size_t i = 0; i < sizeof(only) / sizeof(only[0]); i++)
        if (shape_has(line, only[i]))
            return true;
    return false;
}

/* joined is what settings begin with in a text whose lines were put into one,
 * as databases and viewers do: the last "Steps: 20" behind a prompt of what is
 * to be left out. */
static struct span joined(struct span text)
{
    const struct span steps = SPAN("Steps: ");
    ptrdiff_t at = shape_find(text, SPAN("Negative prompt: "), 0);
    struct span found = {0};

    while (at != NOWHERE) {
        size_t digit;

        at = shape_find(text, steps, (size_t)at + 1);
        digit = at == NOWHERE ? text.len : (size_t)at + steps.len;
        if (digit < text.len && shape_digit(text.ptr[digit]))
            found = span_cut(text, (size_t)at, text.len - (size_t)at);
    }
    return found;
}

static struct span settings_of(struct span text, bool quotes)
{
    struct span line, found = {0};
    size_t at = 0, start = 0;
    unsigned known = 0, least = 2;

    if (!shape_has(text, SPAN("Steps: ")))
        return found;
    for (; shape_line(text, &at, &line); start = at)
        if (starts_settings(line))
            found = span_cut(text, start, text.len - start);
    if (!found.len && !quotes) {
        found = joined(text);
        least = 4; /* a line proves less where it has no beginning */
    }
    if (!found.len)
        return found;
    known += shape_has(found, SPAN("Sampler: "));
    known += is_guided(found);
    known += shape_has(found, SPAN("Seed: "));
    known += shape_has(found, SPAN("Size: "));
    return known >= least && is_painted(text, found) ? found : (struct span){0};
}

struct span recognise_settings(struct reading *r)
{
    if (!r->settled)
        r->settings = settings_of(r->value, r->quotes);
    r->settled = true;
    return r->settings;
}

struct span recognise_setting(struct reading *r, struct span key)
{
    struct span s = recognise_settings(r);
    ptrdiff_t at = shape_find(s, key, 0);
    size_t from, end;

    if (at == NOWHERE)
        return (struct span){0};
    from = (size_t)at + key.len;
    for (end = from; end < s.len && s.ptr[end] != ',' && s.ptr[end] != '\n';)
        end++;
    return shape_trim(span_cut(s, from, end - from));
}

static bool is_model(struct reading *r, struct span form)
{
    struct span name = recognise_setting(r, SPAN(", Model: "));
    size_t digits = 0;

    if (span_eq(form, SPAN("uuid")))
        return shape_uuid(name);
    while (digits < name.len && shape_digit(name.ptr[digits]))
        digits++;
    return digits && span_eq(span_cut(name, digits, name.len - digits),
                             SPAN(".safetensors"));
}

/* unwrap is the JSON inside a JSON string, which some savers write. */
static struct span unwrap(struct arena *a, struct span s)
{
    s = shape_trim(s);
    return peek_is_text(s) ? shape_trim(peek_text(a, s)) : s;
}

static struct span json_of(struct reading *r)
{
    if (!r->opened)
        r->json = unwrap(r->arena, r->value);
    r->opened = true;
    return r->json;
}

/* members_of is the value's own; NULL where it is no map. */
static struct peek_list *members_of(struct reading *r)
{
    if (!r->members && peek_is_map(json_of(r))) {
        r->members = arena_raw(r->arena, sizeof(*r->members));
        if (r->members)
            peek_list(r->members, json_of(r));
    }
    return r->members;
}

static struct span member(struct reading *r, struct span key)
{
    struct peek_list *l = members_of(r);

    return l ? peek_member(l, key) : (struct span){0};
}

static bool is_graph(struct reading *r)
{
    struct peek_turn t = {.list = members_of(r)};
    struct span key, node;

    for (int i = 0; t.list && i < NODES && peek_turn(&t, &key, &node); i++)
        if (peek_is_map(node) &&
            peek_is_text(peek_get(node, SPAN("class_type"))) &&
            peek_is_map(peek_get(node, SPAN("inputs"))))
            return true;
    return false;
}

static bool is_editor(struct reading *r)
{
    struct peek_turn t = {.list = members_of(r)};
    struct span key, value;
    bool nodes = false, links = false;

    while (t.list && peek_turn(&t, &key, &value)) {
        nodes |= span_eq(key, SPAN("nodes")) && peek_is_list(value);
        links |= shape_is_one_of(key, "links|last_node_id|last_link_id");
    }
    return nodes && links;
}

/* follow is the member at a path "a/b", or empty. */
static struct span follow(struct reading *r, struct span path)
{
    struct span key, s = {0};
    size_t at = 0;

    if (part(path, &at, '/', &key))
        s = member(r, key);
    while (part(path, &at, '/', &key))
        s = peek_get(unwrap(r->arena, s), key);
    return s;
}

/* has_member tests one condition: path, path=v|w, path!=v. */
static bool has_member(struct reading *r, struct span want)
{
    ptrdiff_t eq = shape_find(want, SPAN("="), 0);
    struct span path = want, list, one, value;
    size_t at = 0;
    bool negated = false;

    if (eq == NOWHERE)
        return follow(r, want).len > 0;
    negated = eq > 0 && want.ptr[eq - 1] == '!';
    path.len = (size_t)eq - negated;
    value = follow(r, path);
    if (!value.len || span_eq(value, SPAN("null")) ||
        span_eq(value, SPAN("false")))
        return false;
    value = peek_text(r->arena, value);
    list = span_cut(want, (size_t)eq + 1, want.len - (size_t)eq - 1);
    while (part(list, &at, '|', &one))
        if (span_eq(value, one))
            return !negated;
    return negated;
}

static bool is_json(struct reading *r, struct span wants)
{
    struct span want;
    size_t at = 0;

    if (!peek_is_map(json_of(r)))
        return false;
    while (part(wants, &at, '&', &want))
        if (want.len && !has_member(r, want))
            return false;
    return true;
}

static bool is_base64(uint8_t c)
{
    return shape_alnum(c) || c == '+' || c == '/' || c == '=';
}

static bool is_signature(struct span s)
{
    static const struct span head = SPAN_OF("Signature: ");

    if (!span_starts(s, head) || s.len < head.len + SIGNED_LEAST ||
        s.len > head.len + SIGNED_MOST)
        return false;
    for (size_t i = head.len; i < s.len; i++)
        if (!is_base64(s.ptr[i]))
            return false;
    return true;
}

/* is_job: the prompt with its --flags, and the job's number behind it. */
static bool is_job(struct span s)
{
    static const struct span head = SPAN_OF("Job ID: ");
    ptrdiff_t at = shape_find(s, head, 0);

    while (at != NOWHERE) {
        if (shape_uuid(span_cut(s, (size_t)at + head.len, 36)) &&
            shape_has(span_cut(s, 0, (size_t)at), SPAN("--")))
            return true;
        at = shape_find(s, head, (size_t)at + 1);
    }
    return false;
}

/* is_dream: InvokeAI before 2.x wrote the command line of the picture. */
static bool is_dream(struct span s)
{
    static const char flags[] = "sSWHCA";
    unsigned seen = 0;

    for (size_t i = 0; i + 3 < s.len; i++) {
        const char *f;

        if (s.ptr[i] != ' ' || s.ptr[i + 1] != '-' || !s.ptr[i + 2])
            continue;
        f = strchr(flags, s.ptr[i + 2]);
        if (f && (s.ptr[i + 3] == ' ' || shape_alnum(s.ptr[i + 3])))
            seen |= 1U << (f - flags);
    }
    for (unsigned n = 0; seen; n++, seen &= seen - 1)
        if (n + 1 == FLAGS)
            return true;
    return false;
}

struct reading recognise_of(struct arena *a, struct span value)
{
    return (struct reading){.arena = a, .value = shape_trim(value)};
}

bool recognise(struct reading *r, enum shape shape, const char *arg)
{
    struct span s = r->value, list = shape_of(arg ? arg : "");

    switch (shape) {
    case SHAPE_ANY: return s.len > 0;
    case SHAPE_IS: return s.len && shape_is_one_of(s, arg);
    case SHAPE_STARTS: return span_starts(s, list);
    case SHAPE_NAMED: return is_named(s, list);
    case SHAPE_HAS: return has_all(s, list);
    case SHAPE_UUID: return shape_uuid(s);
    case SHAPE_INFOTEXT: {
        struct span line = recognise_settings(r);

        return line.len && has_all(line, list);
    }
    case SHAPE_MODEL: return is_model(r, list);
    case SHAPE_GRAPH: return is_graph(r);
    case SHAPE_EDITOR: return is_editor(r);
    case SHAPE_JSON: return is_json(r, list);
    case SHAPE_SIGNATURE: return is_signature(s);
    case SHAPE_JOB: return is_job(s);
    case SHAPE_DREAM: return is_dream(s);
    }
    return false;
}

const char *recognise_firsts(enum shape shape, const char *arg)
{
    switch (shape) {
    case SHAPE_IS:
    case SHAPE_STARTS:
    case SHAPE_NAMED: return arg;
    case SHAPE_GRAPH:
    case SHAPE_EDITOR:
    case SHAPE_JSON: return "{|\""; /* or in a string */
    case SHAPE_SIGNATURE: return "Signature";
    case SHAPE_ANY:
    case SHAPE_HAS:
    case SHAPE_UUID:
    case SHAPE_INFOTEXT:
    case SHAPE_MODEL:
    case SHAPE_JOB:
    case SHAPE_DREAM: break;
    }
    return NULL;
}
