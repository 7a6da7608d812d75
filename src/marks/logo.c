/* SPDX-License-Identifier: Apache-2.0
 * logo.c - finds the vendors' marks of logos.h where they use to stand.
 *
 * The corner is scaled to a picture whose shorter side is FRAME pixels, and
 * that is halved a few times.  Every mark is tried where it is 7 to 14 pixels
 * high, at a few sizes around its own and at every offset that its margins
 * allow; where it fits best it is tried again at twice that scale.  So a search
 * costs the same for a large picture as for a small one, and asks of letters
 * their shape, not their fashion.  It is there if its slopes fit those of the
 * picture well (pixel/match.h); or less well, where taking it away at some
 * opacity makes the picture smoother (pixel/undo.h).  Other words in the same
 * place fit a little, but undoing the mark over them draws new edges.
 *
 * With --deep the whole upper and lower strip is searched, at more sizes. */
#include "marks/logos.h"
#include "marks/seen.h"
#include "pixel/undo.h"

#include <math.h>
#include <string.h>

enum {
    FRAME = 640,     /* pixels of the shorter side */
    LEAST = 7,       /* pixels of a mark's height that still has letters */
    LEAST_WIDE = 10, /* the same where places and sizes are many */
    LEVELS = 4,      /* the frame, and it halved */
    FINE = 14,       /* pixels of height for which no halving is too many */
    PAD = 2,         /* pixels around a drawing, for its outer slopes */
    NEAR = 3,        /* pixels around the best place of the half plane */
    STRIP = 5,       /* a strip's part of the height, with --deep */
    CORNERS = 8,     /* values of enum logo_corner */
    PER_STEP = 1024, /* products that count as one unit of work */
    SURE_LABEL = 92,
    SURE_LOGO = 85
};

static const float slack = .02f; /* of the base: how margins may differ */
static const float near_sizes[] = {.94f, 1, 1.06f};
static const float far_sizes[] = {.55f,  .60f,  .65f, .71f,  .77f,
                                  .84f,  .92f,  1,    1.08f, 1.17f,
                                  1.27f, 1.38f, 1.5f, 1.63f, 1.78f};
static const float fine_sizes[] = {.96f, .98f, 1, 1.02f, 1.04f};

/* What a mark must reach: see docs/watermarks.md for what was measured. */
static const float least_rough = .33f, least_fit = .42f, enough_fit = .50f;
static const float least_opacity = .10f, most_opacity = .95f;
static const float most_ratio = .93f;

/* A corner or strip of the picture, ready to be searched. */
struct frame {
    struct area area;            /* of the picture */
    double step;                 /* pixels of the picture to one of `full` */
    struct plane planes[LEVELS]; /* each half of the one before */
    struct slopes slopes[LEVELS];
    bool made;
};

/* One mark in one plane: how it is drawn, and where it fits best. */
struct trial {
    const struct logo *logo;
    const struct frame *frame;
    float unit;     /* pixels of the frame to a unit, at size 1 */
    float base;     /* what the logo's shares are of, pixels of the frame */
    float scale;    /* pixels of the plane to a unit, as it fits best */
    unsigned level; /* of that plane */
    struct cover cover;
    struct place place; /* of the drawing's first pixel */
};

/* The mark that fits best so far; its fit is 0 where there is none. */
struct best {
    struct trial trial;
    struct undone undone;
};

struct search {
    struct hunt *h;
    const struct pixels *p;
    struct arena planes, drawings; /* gone with the search, with the trial */
    struct frame frames[CORNERS];
    struct best best;
    bool wide; /* --deep */
};

static float base_of(const struct pixels *p, enum logo_base b)
{
    return (float)(b == LOGO_OF_WIDTH || p->width < p->height ? p->width
                                                              : p->height);
}

/* ---- the part of the picture that is searched ------------------------- */

/* reach is how far from its corner a mark of any row may extend. */
static struct area reach(const struct pixels *p, unsigned corner)
{
    const struct logo *l;
    struct area a = {0};

    for (size_t i = 0; (l = logo_at(i)) != NULL; i++) {
        float base = base_of(p, l->base), w, h;
        float margin = slack + fmaxf(l->x, l->y);

        if (l->corner != corner)
            continue;
        logo_size(l, &w, &h);
        h *= l->width / w;
        margin = l->x < 0 ? 3 * slack : margin;
        a.width = fmax(a.width, (l->width * 1.1f + margin) * base);
        a.height = fmax(a.height, (h * 1.1f + margin) * base);
    }
    a.width = fmin(ceil(a.width), p->width);
    a.height = fmin(ceil(a.height), p->height);
    return a;
}

static struct frame *frame_of(struct search *s, unsigned corner)
{
    const struct pixels *p = s->p;
    struct frame *f = &s->frames[s->wide ? corner & LOGO_UP : corner];
    uint32_t side = p->width < p->height ? p->width : p->height;

    if (f->made)
        return f;
    f->step = side > FRAME ? (double)side / FRAME : 1;
    f->area = reach(p, corner);
    if (s->wide) {
        f->area.width = p->width;
        f->area.height = fmax(f->area.height, p->height / STRIP);
    }
    f->area.x = corner & LOGO_LEFT ? 0 : p->width - f->area.width;
    f->area.y = corner & LOGO_UP ? 0 : p->height - f->area.height;
    f->made = plane_cut(&f->planes[0], p, f->area, f->step, &s->planes);
    for (unsigned i = 1; f->made && i < LEVELS; i++)
        f->made = plane_halve(&f->planes[i], &f->planes[i - 1], &s->planes);
    for (unsigned i = 0; f->made && i < LEVELS; i++)
        f->made = slopes_of(&f->slopes[i], &f->planes[i], &s->planes);
    if (!f->made)
        hunt_partial(s->h, "arena_bytes");
    return f->made ? f : NULL;
}

/* ---- the search --------------------------------------------------------- */

/* draw makes the mark's drawing, PAD pixels around its ink. */
static bool draw(struct search *s, const struct logo *l, float scale,
                 struct cover *c)
{
    float w, h;

    logo_size(l, &w, &h);
    if (!cover_init(c, (uint32_t)ceilf(w * scale) + 2 * PAD,
                    (uint32_t)ceilf(h * scale) + 2 * PAD, &s->drawings))
        return false;
    logo_draw(l, c, (struct pen){PAD, PAD, scale});
    return true;
}

/* attempt tries the mark at one scale of a level within `where`, and keeps it
 * in t where it fits better; false at a limit. */
static bool attempt(struct search *s, struct trial *t, const struct trial *how,
                    struct place where)
{
    struct cover c;
    struct outline o;
    uint64_t work;

    if (!draw(s, t->logo, how->scale, &c) ||
        !outline_of(&o, &c, &s->drawings)) {
        hunt_partial(s->h, "arena_bytes");
        return false;
    }
    where.fit = t->place.fit;
    work = match(&t->frame->slopes[how->level], &o, &where);
    if (where.fit > t->place.fit) {
        t->place = where;
        t->scale = how->scale;
        t->level = how->level;
        t->cover = c;
    }
    return hunt_step(s->h, 1 + work / PER_STEP);
}

static uint32_t clamp(float v)
{
    return v > 0 ? (uint32_t)v : 0;
}

/* window is where the upper left of a drawing may stand. */
static struct place window(const struct search *s, const struct trial *t)
{
    const struct logo *l = t->logo;
    const struct plane *p = &t->frame->planes[t->level];
    float base = ldexpf(t->base, -(int)t->level), give = slack * base;
    float w, h, x = l->x * base, y = l->y * base;

    if (s->wide || l->x < 0)
        return (struct place){.x1 = p->width, .y1 = p->height};
    logo_size(l, &w, &h);
    if (!(l->corner & LOGO_LEFT))
        x = (float)p->width - x - w * t->scale;
    if (!(l->corner & LOGO_UP))
        y = (float)p->height - y - h * t->scale;
    return (struct place){.x0 = clamp(x - PAD - give),
                          .y0 = clamp(y - PAD - give),
                          .x1 = clamp(x - PAD + give) + 1,
                          .y1 = clamp(y - PAD + give) + 1};
}

/* rough finds where the mark fits best, one level above the one that shows its
 * letters. */
static bool rough(struct search *s, struct trial *t)
{
    const float *sizes = s->wide ? far_sizes : near_sizes;
    size_t count = s->wide ? sizeof(far_sizes) / sizeof(*far_sizes)
                           : sizeof(near_sizes) / sizeof(*near_sizes);
    float w, h;

    logo_size(t->logo, &w, &h);
    for (size_t i = 0; i < count; i++) {
        struct trial how = *t;
        float high = t->unit * sizes[i] * h;

        if (high < (s->wide ? LEAST_WIDE : LEAST))
            continue;
        how.level = 1;
        while (how.level + 1 < LEVELS && ldexpf(high, -(int)how.level) >= FINE)
            how.level++;
        how.scale = ldexpf(t->unit * sizes[i], -(int)how.level);
        if (!attempt(s, t, &how, window(s, &how)))
            return false;
    }
    return t->place.fit >= least_rough;
}

/* fine looks around there one level below. */
static bool fine(struct search *s, const struct trial *from, struct trial *t)
{
    uint32_t x = 2 * from->place.x, y = 2 * from->place.y;
    struct place around = {.x0 = x > NEAR + PAD ? x - NEAR + PAD : 0,
                           .y0 = y > NEAR + PAD ? y - NEAR + PAD : 0,
                           .x1 = x + NEAR + PAD + 1,
                           .y1 = y + NEAR + PAD + 1};

    for (size_t i = 0; i < sizeof(fine_sizes) / sizeof(*fine_sizes); i++) {
        struct trial how = {.level = from->level - 1,
                            .scale = 2 * from->scale * fine_sizes[i]};

        if (!attempt(s, t, &how, around))
            return false;
    }
    return t->place.fit >= least_fit;
}

static struct span words(const char *s)
{
    return (struct span){(const uint8_t *)s, strlen(s)};
}

static void report(struct search *s)
{
    const struct trial *t = &s->best.trial;
    const struct frame *f = t->frame;
    const struct logo *l = t->logo;
    double step = ldexp(f->step, (int)t->level);
    float w, h;
    uint32_t at;

    logo_size(l, &w, &h);
    at = hunt_mark(s->h,
                   (struct mark){.kind = GM_VISIBLE,
                                 .name = words(l->name),
                                 .value = words(l->text),
                                 .claim = GM_GENERATED,
                                 .form = GM_SEEN,
                                 .generator = words(l->generator),
                                 .cls = l->label ? SPAN("A") : SPAN("logo"),
                                 .sure = l->label ? SURE_LABEL : SURE_LOGO,
                                 .slot = NO_SLOT});
    hunt_measure(s->h, at, SPAN("fit"), (double)t->place.fit);
    hunt_measure(s->h, at, SPAN("opacity"), (double)s->best.undone.opacity);
    hunt_measure(s->h, at, SPAN("ratio"), (double)s->best.undone.ratio);
    seen_place(s->h, at,
               (struct area){f->area.x + (t->place.x + PAD) * step,
                             f->area.y + (t->place.y + PAD) * step,
                             (double)(w * t->scale) * step,
                             (double)(h * t->scale) * step});
}

/* try_base looks for one mark whose shares are of this many pixels, and keeps
 * it where it is there and fits better than others. */
static void try_base(struct search *s, const struct logo *l, float base,
                     unsigned corner)
{
    const struct frame *f = frame_of(s, corner);
    struct trial first = {.logo = l, .frame = f}, full = first;
    struct undone u;
    float w, h;

    if (!f)
        return;
    arena_clear(&s->drawings);
    logo_size(l, &w, &h);
    first.base = base / (float)f->step;
    first.unit = l->width * first.base / w;
    if (!rough(s, &first) || !fine(s, &first, &full) ||
        full.place.fit <= s->best.trial.place.fit)
        return;
    u = undo_best(&f->planes[full.level], &full.cover,
                  (uint32_t[]){full.place.x, full.place.y}, most_opacity);
    if (full.place.fit >= enough_fit ||
        (u.opacity >= least_opacity && u.ratio <= most_ratio))
        s->best = (struct best){full, u};
}

static void try_logo(struct search *s, const struct logo *l)
{
    float first = base_of(s->p, l->base);
    float other = base_of(s->p, LOGO_OF_SHORT);

    if (l->corner & LOGO_ANY && !s->wide)
        return;
    try_base(s, l, first, l->corner);
    if (first != other)
        try_base(s, l, other, l->corner);
    if (s->wide)
        try_base(s, l, other, l->corner ^ LOGO_UP);
}

static void find(struct hunt *h)
{
    struct search s = {.h = h, .p = hunt_pixels(h)};
    const struct logo *l;

    if (!s.p)
        return;
    s.wide = hunt_effort(h) == GM_EFFORT_DEEP;
    arena_init(&s.planes, hunt_limits(h)->arena_bytes);
    arena_init(&s.drawings, hunt_limits(h)->arena_bytes);
    for (size_t i = 0; (l = logo_at(i)) != NULL && hunt_ok(h); i++)
        try_logo(&s, l);
    if (s.best.trial.place.fit > 0)
        report(&s);
    arena_reset(&s.drawings);
    arena_reset(&s.planes);
}

const struct finder finder_logo = {
    .name = "vendor-mark",
    .what = "words and logos that vendors draw into a corner (Doubao, Jimeng, "
            "Samsung and others)",
    .pixels = true,
    .find = find,
};
