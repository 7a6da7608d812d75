/* SPDX-License-Identifier: Apache-2.0
 * logo.c - finds the vendors' marks of logos.h where they use to stand.
 *
 * The corner is scaled to a picture whose shorter side is FRAME pixels: marks
 * are then 9 to 30 pixels high whatever the camera, and a search costs the same
 * for a large picture as for a small one.  Every mark is drawn at half that
 * size first and tried at a few sizes around its own and at every offset that
 * its margins allow; where it fits best it is drawn again in full and tried
 * around there.  It is there if its slopes fit those of the picture well
 * (pixel/match.h); or less well, where taking it away at some opacity makes the
 * picture smoother (pixel/undo.h).  Other words in the same place fit a little,
 * but undoing the mark over them draws new edges.
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
static const float far_sizes[] = {.66f, .72f,  .79f,  .86f,  .93f,
                                  1,    1.08f, 1.18f, 1.29f, 1.4f};
static const float fine_sizes[] = {.96f, .98f, 1, 1.02f, 1.04f};

/* What a mark must reach: see docs/watermarks.md for what was measured. */
static const float least_rough = .33f, least_fit = .42f, enough_fit = .50f;
static const float least_opacity = .10f, most_opacity = .95f;
static const float most_ratio = .93f;

/* A corner or strip of the picture, ready to be searched. */
struct frame {
    struct area area; /* of the picture */
    double step;      /* pixels of the picture to one of `full` */
    struct plane full, half;
    struct slopes full_slopes, half_slopes;
    bool made;
};

/* One mark in one plane: how it is drawn, and where it fits best. */
struct trial {
    const struct logo *logo;
    const struct slopes *on;
    float unit;  /* pixels of the plane to a unit, at size 1 */
    float scale; /* the same, of the size that fits best */
    struct cover cover;
    struct place place; /* of the drawing's first pixel */
};

struct search {
    struct hunt *h;
    const struct pixels *p;
    struct arena planes, drawings; /* gone with the search, with the trial */
    struct frame frames[CORNERS];
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
    f->made = plane_cut(&f->full, p, f->area, f->step, &s->planes) &&
              plane_halve(&f->half, &f->full, &s->planes) &&
              slopes_of(&f->full_slopes, &f->full, &s->planes) &&
              slopes_of(&f->half_slopes, &f->half, &s->planes);
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

/* attempt tries the mark at one size within t->place, and keeps it in t where
 * it fits better; false at a limit. */
static bool attempt(struct search *s, struct trial *t, float scale,
                    struct place where)
{
    struct cover c;
    struct outline o;
    uint64_t work;

    if (!draw(s, t->logo, scale, &c) || !outline_of(&o, &c, &s->drawings)) {
        hunt_partial(s->h, "arena_bytes");
        return false;
    }
    where.fit = t->place.fit;
    work = match(t->on, &o, &where);
    if (where.fit > t->place.fit) {
        t->place = where;
        t->scale = scale;
        t->cover = c;
    }
    return hunt_step(s->h, 1 + work / PER_STEP);
}

static uint32_t clamp(float v)
{
    return v > 0 ? (uint32_t)v : 0;
}

/* window is where the upper left of a drawing at this scale may stand. */
static struct place window(const struct search *s, const struct trial *t,
                           float scale, float base)
{
    const struct logo *l = t->logo;
    float w, h, x = l->x * base, y = l->y * base, give = slack * base;

    if (s->wide || l->x < 0)
        return (struct place){.x1 = t->on->width, .y1 = t->on->height};
    logo_size(l, &w, &h);
    if (!(l->corner & LOGO_LEFT))
        x = (float)t->on->width - x - w * scale;
    if (!(l->corner & LOGO_UP))
        y = (float)t->on->height - y - h * scale;
    return (struct place){.x0 = clamp(x - PAD - give),
                          .y0 = clamp(y - PAD - give),
                          .x1 = clamp(x - PAD + give) + 1,
                          .y1 = clamp(y - PAD + give) + 1};
}

/* rough finds where in the half plane the mark fits best. */
static bool rough(struct search *s, struct trial *t, float base)
{
    const float *sizes = s->wide ? far_sizes : near_sizes;
    size_t count = s->wide ? sizeof(far_sizes) / sizeof(*far_sizes)
                           : sizeof(near_sizes) / sizeof(*near_sizes);

    for (size_t i = 0; i < count; i++) {
        float scale = t->unit * sizes[i];

        if (!attempt(s, t, scale, window(s, t, scale, base)))
            return false;
    }
    return t->place.fit >= least_rough;
}

/* fine looks around there in the full plane. */
static bool fine(struct search *s, const struct trial *from, struct trial *t)
{
    uint32_t x = 2 * from->place.x, y = 2 * from->place.y;
    struct place around = {.x0 = x > NEAR + PAD ? x - NEAR + PAD : 0,
                           .y0 = y > NEAR + PAD ? y - NEAR + PAD : 0,
                           .x1 = x + NEAR + PAD + 1,
                           .y1 = y + NEAR + PAD + 1};

    t->unit = 2 * from->scale;
    for (size_t i = 0; i < sizeof(fine_sizes) / sizeof(*fine_sizes); i++)
        if (!attempt(s, t, t->unit * fine_sizes[i], around))
            return false;
    return t->place.fit >= least_fit;
}

static struct span words(const char *s)
{
    return (struct span){(const uint8_t *)s, strlen(s)};
}

static void report(struct search *s, const struct frame *f,
                   const struct trial *t, struct undone u)
{
    const struct logo *l = t->logo;
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
    hunt_measure(s->h, at, SPAN("opacity"), (double)u.opacity);
    hunt_measure(s->h, at, SPAN("ratio"), (double)u.ratio);
    seen_place(s->h, at,
               (struct area){f->area.x + (t->place.x + PAD) * f->step,
                             f->area.y + (t->place.y + PAD) * f->step,
                             (double)(w * t->scale) * f->step,
                             (double)(h * t->scale) * f->step});
}

/* try_base looks for one mark whose shares are of this many pixels; true where
 * it is there. */
static bool try_base(struct search *s, const struct logo *l, float base,
                     unsigned corner)
{
    const struct frame *f = frame_of(s, corner);
    struct trial half = {.logo = l}, full = {.logo = l};
    struct undone u;
    float w, h;

    if (!f)
        return false;
    arena_clear(&s->drawings);
    logo_size(l, &w, &h);
    base /= (float)f->step;
    half.on = &f->half_slopes;
    half.unit = l->width * base / 2 / w;
    full.on = &f->full_slopes;
    if (2 * half.unit * h < LEAST || !rough(s, &half, base / 2) ||
        !fine(s, &half, &full))
        return false;
    u = undo_best(&f->full, &full.cover,
                  (uint32_t[]){full.place.x, full.place.y}, most_opacity);
    if (full.place.fit < enough_fit &&
        (u.opacity < least_opacity || u.ratio > most_ratio))
        return false;
    report(s, f, &full, u);
    return true;
}

static bool try_logo(struct search *s, const struct logo *l)
{
    float first = base_of(s->p, l->base);
    float other = base_of(s->p, LOGO_OF_SHORT);
    unsigned flip = s->wide ? LOGO_UP : 0;

    return try_base(s, l, first, l->corner) ||
           (first != other && try_base(s, l, other, l->corner)) ||
           (flip && try_base(s, l, other, l->corner ^ flip));
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
        if (try_logo(&s, l))
            break;
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
