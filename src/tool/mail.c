/* SPDX-License-Identifier: Apache-2.0
 * mail.c - lines, of which some part what stands between them.
 *
 * Nothing is kept but a line and the boundaries that are open, so a mailbox of
 * any size takes the same memory.  A line longer than LINE comes in pieces, of
 * which only the first can be a boundary or a header. */
#include "tool/mail.h"

#include "tool/percent.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    LINE = 8 << 10,
    FIELD = 4 << 10, /* of a header, unfolded; the rest of one is left out */
    DEEP = 16,       /* multiparts in multiparts */
    BOUNDARY = 72,   /* [RFC 2046, 5.1.1]: 70, and an end */
    NAME = 256
};

enum coding {
    CODING_PLAIN,
    CODING_BASE64,
    CODING_QUOTED
};

struct mail {
    FILE *in;
    bool box;
    char line[LINE + 4]; /* with its end, and a NUL */
    size_t len, at;      /* at: what of a member was given out */
    bool begins;         /* the line is the first piece of one */
    bool held;           /* it is to be read again */
    bool blank;          /* the line before was empty */
    bool ended, inside;  /* inside: a member is being read */
    bool started;
    char bounds[DEEP][BOUNDARY];
    unsigned depth;
    char type[FIELD], disposition[FIELD], coding[FIELD];
    enum coding how;
    uint32_t bits; /* of base64 */
    unsigned bit_count;
    char name[NAME];
    uint64_t count;
};

struct mail *mail_open(FILE *in, bool box)
{
    struct mail *m = in ? calloc(1, sizeof(*m)) : NULL;

    if (m) {
        m->in = in;
        m->box = box;
        m->begins = m->blank = true;
    } else if (in) {
        fclose(in);
    }
    return m;
}

void mail_free(struct mail *m)
{
    if (!m)
        return;
    fclose(m->in);
    free(m);
}

/* next_line reads a line, or LINE bytes of one. */
static bool next_line(struct mail *m)
{
    bool ended_one = m->len && m->line[m->len - 1] == '\n';
    int c = 0;

    if (m->held) {
        m->held = false;
        return true;
    }
    if (m->started) {
        m->blank = m->begins && ended_one && strspn(m->line, "\r\n") == m->len;
        m->begins = ended_one;
    }
    m->started = true;
    m->len = 0;
    while (m->len < LINE && c != '\n' && (c = getc_unlocked(m->in)) != EOF)
        m->line[m->len++] = (char)c;
    m->line[m->len] = 0;
    m->ended = m->len == 0;
    return !m->ended;
}

/* ---- headers ------------------------------------------------------------ */

static bool is_field(const char *line, const char *name, size_t *body)
{
    size_t n = strlen(name);

    if (strncasecmp(line, name, n) != 0 || line[n] != ':')
        return false;
    *body = n + 1;
    return true;
}

static void append(char to[FIELD], const char *s)
{
    size_t n = strlen(to), k = strcspn(s, "\r\n");

    if (k > FIELD - 1 - n)
        k = FIELD - 1 - n;
    memcpy(to + n, s, k);
    to[n + k] = 0;
}

/* read_head reads the headers of a message or a part; false where it ends
 * before they do. */
static bool read_head(struct mail *m)
{
    char *field = NULL;

    m->type[0] = m->disposition[0] = m->coding[0] = 0;
    while (next_line(m)) {
        size_t body = 0;

        if (m->begins && strspn(m->line, "\r\n") == m->len)
            return true;
        if (m->begins && m->line[0] != ' ' && m->line[0] != '\t') {
            field = is_field(m->line, "Content-Type", &body) ? m->type
                    : is_field(m->line, "Content-Disposition", &body)
                        ? m->disposition
                    : is_field(m->line, "Content-Transfer-Encoding", &body)
                        ? m->coding
                        : NULL;
            if (field)
                field[0] = 0; /* the last one of a name */
        }
        if (field)
            append(field, m->line + body);
    }
    return false;
}

/* value copies a parameter's value, quoted or not; false where it is empty. */
static bool value(const char *s, char *to, size_t size)
{
    bool quoted = *s == '"';
    size_t n = 0;

    s += quoted;
    while (*s && n + 1 < size && (quoted ? *s != '"' : !strchr(" \t;", *s))) {
        if (quoted && *s == '\\' && s[1])
            s++;
        to[n++] = *s++;
    }
    to[n] = 0;
    return n > 0;
}

/* parameter finds `name=value` behind a semicolon [RFC 2045, 5.1]. */
static bool parameter(const char *field, const char *name, char *to,
                      size_t size)
{
    size_t n = strlen(name);
    bool quoted = false;

    for (const char *s = field; *s; s++) {
        if (*s == '\\' && s[1])
            s++;
        else if (*s == '"')
            quoted = !quoted;
        if (quoted || *s != ';')
            continue;
        s += 1 + strspn(s + 1, " \t");
        if (strncasecmp(s, name, n) == 0 &&
            s[n + strspn(s + n, " \t")] == '=') {
            s += n + strspn(s + n, " \t") + 1;
            return value(s + strspn(s, " \t"), to, size);
        }
        s--;
    }
    return false;
}

/* plain_name takes charset and percent signs off a value [RFC 5987]. */
static void plain_name(char *s)
{
    char *from = strchr(s, '\'');

    from = from ? strchr(from + 1, '\'') : NULL;
    percent_decode(from ? from + 1 : s, s);
}

/* name_part is false where a part is the message's own text. */
static bool name_part(struct mail *m)
{
    const char *end = "bin", *type = m->type;
    bool named = true;

    if (parameter(m->disposition, "filename*", m->name, NAME))
        plain_name(m->name);
    else if (!parameter(m->disposition, "filename", m->name, NAME) &&
             !parameter(m->type, "name", m->name, NAME))
        named = false;
    if (named && strlen(m->name) > 0)
        return true;
    type += strspn(type, " \t");
    if (strncasecmp(type, "message/rfc822", 14) == 0)
        end = "eml";
    else if (!*type || strncasecmp(type, "text/", 5) == 0 ||
             strncasecmp(type, "message/", 8) == 0)
        return false;
    else if (strncasecmp(type, "image/", 6) == 0)
        end = "img";
    snprintf(m->name, NAME, "part-%llu.%s", (unsigned long long)m->count + 1,
             end);
    return true;
}

/* ---- parts -------------------------------------------------------------- */

/* at_boundary is whether the line is one of those that are open; *last: the one
 * behind its parts.  Inner ones that were never ended are left. */
static bool at_boundary(struct mail *m, bool *last)
{
    if (!m->begins || m->line[0] != '-' || m->line[1] != '-')
        return false;
    for (unsigned i = m->depth; i-- > 0;) {
        size_t n = strlen(m->bounds[i]);
        const char *rest = m->line + 2 + n;

        if (strncmp(m->line + 2, m->bounds[i], n) != 0)
            continue;
        *last = rest[0] == '-' && rest[1] == '-';
        rest += *last ? 2 : 0;
        if (rest[strspn(rest, " \t\r\n")])
            continue;
        m->depth = i + 1;
        return true;
    }
    return false;
}

/* enter is whether what has these headers is a multipart, which is open then.
 */
static bool enter(struct mail *m, const char **why)
{
    const char *s = m->type + strspn(m->type, " \t");

    if (strncasecmp(s, "multipart/", 10) != 0)
        return false;
    if (m->depth == DEEP) {
        *why = "multiparts lie too deep in each other: what lies behind them "
               "was not looked at";
        m->ended = true;
        return true;
    }
    if (parameter(m->type, "boundary", m->bounds[m->depth], BOUNDARY))
        m->depth++;
    return true;
}

static void begin_part(struct mail *m)
{
    const char *s = m->coding + strspn(m->coding, " \t");

    m->how = strncasecmp(s, "base64", 6) == 0              ? CODING_BASE64
             : strncasecmp(s, "quoted-printable", 16) == 0 ? CODING_QUOTED
                                                           : CODING_PLAIN;
    m->bits = m->bit_count = 0;
    m->len = m->at = 0;
    m->begins = true;
    m->started = false;
    m->inside = true;
    m->count++;
}

static bool next_part(struct mail *m, const char **why)
{
    bool last = false;

    if (m->count == 0 && !m->depth && !m->ended && !m->started) {
        if (!read_head(m) || !enter(m, why)) {
            m->ended = true;
            return false; /* one text, or nothing */
        }
    }
    while (!m->ended && next_line(m)) {
        if (!at_boundary(m, &last))
            continue;
        if (last) {
            m->depth--;
            if (m->depth)
                continue;
            m->ended = true;
            return false;
        }
        if (!read_head(m))
            break;
        if (!enter(m, why) && name_part(m)) {
            begin_part(m);
            return true;
        }
    }
    if (!*why && m->depth)
        *why = "the mail breaks off: what lay behind that was not looked at";
    return false;
}

static bool next_message(struct mail *m)
{
    while (next_line(m)) {
        if (!m->begins || !m->blank || strncmp(m->line, "From ", 5) != 0)
            continue;
        snprintf(m->name, NAME, "%llu.eml", (unsigned long long)++m->count);
        m->len = m->at = 0;
        m->begins = true;
        m->started = false;
        m->inside = true;
        m->blank = false;
        return true;
    }
    return false;
}

bool mail_next(struct mail *m, const char **name, const char **why)
{
    *why = NULL;
    *name = m->name;
    m->inside = false;
    if (m->at < m->len)
        m->held = false;
    return m->box ? next_message(m) : next_part(m, why);
}

/* ---- bytes -------------------------------------------------------------- */

static int base64(char c)
{
    return c >= 'A' && c <= 'Z'   ? c - 'A'
           : c >= 'a' && c <= 'z' ? c - 'a' + 26
           : c >= '0' && c <= '9' ? c - '0' + 52
           : c == '+'             ? 62
           : c == '/'             ? 63
                                  : -1;
}

/* decode turns the line at hand into bytes, in place: never more. */
static void decode(struct mail *m)
{
    size_t to = 0;

    if (m->how == CODING_BASE64) {
        for (size_t i = 0; i < m->len; i++) {
            int v = base64(m->line[i]);

            if (v < 0)
                continue;
            m->bits = (m->bits << 6 | (uint32_t)v) & 0xFFFF;
            m->bit_count += 6;
            if (m->bit_count < 8)
                continue;
            m->bit_count -= 8;
            m->line[to++] = (char)(m->bits >> m->bit_count);
        }
        m->at = 0;
        m->len = to;
        return;
    }
    for (size_t i = 0; i < m->len; i++) {
        const char *s = m->line + i;
        int c;

        if (*s == '=' && (s[1] == '\n' || (s[1] == '\r' && s[2] == '\n')))
            break; /* a soft end */
        c = *s == '=' ? percent_pair(s + 1) : -1;
        m->line[to++] = c < 0 ? *s : (char)c;
        i += c < 0 ? 0 : 2;
    }
    m->at = 0;
    m->len = to;
}

/* fill gets the next bytes of the member; false at its end. */
static bool fill(struct mail *m)
{
    bool whole, last = false;

    if (!next_line(m)) {
        m->inside = false;
        return false;
    }
    m->at = 0;
    if (m->box) {
        if (m->begins && m->blank && strncmp(m->line, "From ", 5) == 0) {
            m->held = true; /* next_message takes it */
            m->at = m->len;
            m->inside = false;
            return false;
        }
        /* Quoted so that it is no such line. */
        whole = m->begins && m->line[0] == '>';
        if (whole && strncmp(m->line + strspn(m->line, ">"), "From ", 5) == 0)
            m->at = 1;
        return true;
    }
    if (at_boundary(m, &last)) {
        m->held = true;
        m->at = m->len;
        m->inside = false;
        return false;
    }
    whole = m->line[m->len - 1] == '\n';
    if (m->how != CODING_PLAIN) {
        decode(m);
        /* Where the next line begins is asked of this one's end. */
        m->line[m->len] = 0;
        m->begins = whole;
        m->started = false;
    }
    return true;
}

size_t mail_read(struct mail *m, unsigned char *to, size_t room)
{
    size_t n = 0;

    while (m->inside && n < room) {
        size_t k = m->len - m->at;

        if (k == 0) {
            if (!fill(m))
                break;
            continue;
        }
        if (k > room - n)
            k = room - n;
        memcpy(to + n, m->line + m->at, k);
        m->at += k;
        n += k;
    }
    return n;
}
