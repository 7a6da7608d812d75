/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/walks.h"

/* Boxes are built from the inside out: at() remembers where one begins, end()
 * writes its size there. */
static size_t at(struct buf *b, const char *type)
{
    put_be(b, 0, 4);
    buf_put(b, (struct span){(const uint8_t *)type, 4});
    return b->len - 8;
}

static void end(struct buf *b, size_t from)
{
    size_t n = b->len - from;

    for (unsigned i = 0; i < 4; i++)
        b->ptr[from + i] = (uint8_t)(n >> 8 * (3 - i));
}

static void box(struct buf *b, const char *type, struct span body)
{
    size_t x = at(b, type);

    buf_put(b, body);
    end(b, x);
}

static void hdlr(struct buf *b, const char *type)
{
    size_t x = at(b, "hdlr");

    put_be(b, 0, 8);
    buf_put(b, (struct span){(const uint8_t *)type, 4});
    put_be(b, 0, 13);
    end(b, x);
}

static void track(struct buf *b, const char *type)
{
    size_t trak = at(b, "trak"), mdia = at(b, "mdia");

    hdlr(b, type);
    end(b, mdia);
    end(b, trak);
}

static void ftyp(struct buf *b, const char *brand)
{
    size_t x = at(b, "ftyp");

    buf_put(b, (struct span){(const uint8_t *)brand, 4});
    put_be(b, 0, 4);
    buf_put(b, (struct span){(const uint8_t *)brand, 4});
    end(b, x);
}

static void data(struct buf *b, const char *name, unsigned type,
                 struct span value)
{
    size_t item = at(b, name), d = at(b, "data");

    put_be(b, type, 4);
    put_be(b, 0, 4);
    buf_put(b, value);
    end(b, d);
    end(b, item);
}

/* An iTunes list in a full box, as iTunes and ffmpeg write it. */
static void udta_itunes(struct buf *b)
{
    size_t udta = at(b, "udta"), meta, ilst, own;

    meta = at(b, "meta");
    put_be(b, 0, 4);
    hdlr(b, "mdir");
    ilst = at(b, "ilst");
    data(b,
         "\xA9"
         "cmt",
         1, SPAN("a comment"));
    data(b, "tmpo", 21, SPAN("\xFF\x80"));
    data(b, "covr", 14, SPAN("\x89PNG"));
    own = at(b, "----");
    box(b, "mean", SPAN("\0\0\0\0com.apple.iTunes"));
    box(b, "name", SPAN("\0\0\0\0AIGC"));
    box(b, "data", SPAN("\0\0\0\1\0\0\0\0{\"Label\":\"1\"}"));
    end(b, own);
    end(b, ilst);
    end(b, meta);
    box(b, "\xA9too", SPAN("\0\4\0\0Tool"));
    box(b, "titl", SPAN("\0\0\0\0\x15\xC7Title\0"));
    end(b, udta);
}

/* Names by number in a `meta` without version and flags, as QuickTime has. */
static void meta_quicktime(struct buf *b)
{
    size_t meta = at(b, "meta"), keys, ilst;

    hdlr(b, "mdta");
    keys = at(b, "keys");
    put_be(b, 0, 4);
    put_be(b, 2, 4);
    put_be(b, 8 + 6, 4);
    buf_put(b, SPAN("mdtaprompt"));
    put_be(b, 8 + 4, 4);
    buf_put(b, SPAN("mdtaAIGC"));
    end(b, keys);
    ilst = at(b, "ilst");
    data(b, "\0\0\0\2", 1, SPAN("{}"));
    data(b, "\0\0\0\1", 2, SPAN("\xAC\x00\x00!"));
    end(b, ilst);
    end(b, meta);
}

static struct span film(struct arena *a)
{
    struct buf b;
    size_t moov, uuid;

    buf_init(&b, a, 1 << 16);
    ftyp(&b, "isom");
    uuid = at(&b, "uuid");
    buf_put(&b, SPAN("\xD8\xFE\xC3\xD6\x1B\x0E\x48\x3C\x92\x97\x58\x28\x87\x7E"
                     "\xC4\x81\0\0\0\0manifest\0\0\0\0\0\0\0\0\0store"));
    end(&b, uuid);
    uuid = at(&b, "uuid");
    buf_put(&b, SPAN("\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3"
                     "\xAF\xAC<x/>"));
    end(&b, uuid);
    box(&b, "mdat", SPAN("pictures"));
    moov = at(&b, "moov");
    track(&b, "soun");
    track(&b, "vide");
    udta_itunes(&b);
    meta_quicktime(&b);
    end(&b, moov);
    box(&b, "aigc", SPAN("{\"Label\":\"2\"}"));
    return buf_span(&b);
}

static void metadata_of_a_film_is_found(void **state)
{
    struct arena a;
    struct doc d;
    const struct slot *s;

    (void)state;
    arena_init(&a, 1 << 20);
    d = walk_bytes(&a, film(&a));
    assert_string_equal(d.format->name, "mp4");
    assert_int_equal(d.media, MEDIA_VIDEO);
    s = slot_at(&d, SLOT_JUMBF, "manifest", 0);
    assert_true(slot_is(s, "store"));
    assert_true(span_eq(d.blocks[s->block].name, SPAN("uuid")));
    assert_true(slot_is(slot_at(&d, SLOT_XMP, NULL, 0), "<x/>"));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD,
                                "\xC2\xA9"
                                "cmt",
                                0),
                        "a comment"));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "tmpo", 0), "-128"));
    assert_int_equal(slot_at(&d, SLOT_PART, "covr", 0)->at.len, 4);
    assert_true(
        slot_is(slot_at(&d, SLOT_FIELD, "AIGC", 0), "{\"Label\":\"1\"}"));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "AIGC", 1), "{}"));
    assert_true(
        slot_is(slot_at(&d, SLOT_FIELD, "AIGC", 2), "{\"Label\":\"2\"}"));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "prompt", 0), "\xEA\xB0\x80!"));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "\xC2\xA9too", 0), "Tool"));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "titl", 0), "Title"));
    assert_int_equal(d.note_count, 0);
    arena_reset(&a);
}

static void boxes_are_a_tree(void **state)
{
    struct arena a;
    struct doc d;
    const struct block *mdia;

    (void)state;
    arena_init(&a, 1 << 20);
    d = walk_bytes(&a, film(&a));
    mdia = block_at(&d, "mdia", 1);
    assert_non_null(mdia);
    assert_true(span_eq(d.blocks[mdia->up].name, SPAN("trak")));
    assert_true(span_eq(d.blocks[d.blocks[mdia->up].up].name, SPAN("moov")));
    arena_reset(&a);
}

static void sound_alone_is_audio(void **state)
{
    struct arena a;
    struct buf b;
    struct doc d;
    size_t moov;

    (void)state;
    arena_init(&a, 1 << 20);
    buf_init(&b, &a, 1 << 12);
    ftyp(&b, "isom");
    moov = at(&b, "moov");
    track(&b, "soun");
    end(&b, moov);
    d = walk_bytes(&a, buf_span(&b));
    assert_int_equal(d.media, MEDIA_AUDIO);
    assert_string_equal(d.mime, "audio/mp4");
    arena_reset(&a);
}

/* A picture: Exif in two extents of idat, XMP in the file. */
static struct span picture(struct arena *a)
{
    struct buf b;
    size_t meta, x, y;

    buf_init(&b, a, 1 << 12);
    ftyp(&b, "avif");
    meta = at(&b, "meta");
    put_be(&b, 0, 4);
    hdlr(&b, "pict");
    x = at(&b, "iinf");
    put_be(&b, 0, 4);
    put_be(&b, 2, 2);
    y = at(&b, "infe");
    put_be(&b, 2, 1);
    put_be(&b, 0, 3);
    put_be(&b, 7, 2);
    put_be(&b, 0, 2);
    buf_put(&b, SPAN("Exif\0"));
    end(&b, y);
    y = at(&b, "infe");
    put_be(&b, 2, 1);
    put_be(&b, 0, 3);
    put_be(&b, 3, 2);
    put_be(&b, 0, 2);
    buf_put(&b, SPAN("mimename\0application/rdf+xml\0"));
    end(&b, y);
    end(&b, x);
    x = at(&b, "iloc");
    put_be(&b, 1, 1); /* version 1: construction methods */
    put_be(&b, 0, 3);
    put_be(&b, 0x4400, 2);
    put_be(&b, 2, 2);
    put_be(&b, 7, 2);
    put_be(&b, 1, 2); /* in idat */
    put_be(&b, 0, 2);
    put_be(&b, 2, 2);
    put_be(&b, 6, 4);
    put_be(&b, 8, 4);
    put_be(&b, 0, 4);
    put_be(&b, 6, 4);
    put_be(&b, 3, 2);
    put_be(&b, 0, 2); /* in the file */
    put_be(&b, 0, 2);
    put_be(&b, 1, 2);
    put_be(&b, 16, 4); /* the compatible brand in ftyp */
    put_be(&b, 4, 4);
    end(&b, x);
    box(&b, "idat", SPAN("*\0tail\0\0\0\0MM\0*"));
    end(&b, meta);
    return buf_span(&b);
}

static void items_are_joined_from_their_extents(void **state)
{
    struct arena a;
    struct doc d;
    const struct slot *s;

    (void)state;
    arena_init(&a, 1 << 20);
    d = walk_bytes(&a, picture(&a));
    assert_string_equal(d.format->name, "avif");
    assert_int_equal(d.media, MEDIA_IMAGE);
    s = slot_at(&d, SLOT_EXIF, NULL, 0);
    assert_non_null(s);
    assert_true(span_eq(s->data, SPAN("MM\0**\0tail")));
    assert_int_equal(s->piece_count, 2);
    assert_true(slot_is(slot_at(&d, SLOT_XMP, NULL, 0), "avif"));
    arena_reset(&a);
}

static void an_item_outside_the_file_is_noted(void **state)
{
    struct arena a;
    struct span good;
    struct doc d;
    uint8_t *copy;

    (void)state;
    arena_init(&a, 1 << 20);
    good = picture(&a);
    copy = arena_alloc(&a, good.len);
    memcpy(copy, good.ptr, good.len);
    for (size_t i = 0; i + 8 <= good.len; i++)
        if (memcmp(copy + i, "\0\0\0\x10\0\0\0\4", 8) == 0)
            copy[i + 1] = 1; /* offset 16 becomes 65552 */
    d = walk_bytes(&a, (struct span){copy, good.len});
    assert_null(slot_at(&d, SLOT_XMP, NULL, 0));
    assert_true(has_note(&d, "metadata item is not inside the file"));
    arena_reset(&a);
}

static void a_store_that_makes_no_sense_is_not_hidden(void **state)
{
    struct arena a;
    struct buf b;
    struct doc d;
    const struct slot *s;
    size_t x;

    (void)state;
    arena_init(&a, 1 << 20);
    buf_init(&b, &a, 1 << 12);
    ftyp(&b, "isom");
    x = at(&b, "uuid");
    buf_put(&b, SPAN("\xD8\xFE\xC3\xD6\x1B\x0E\x48\x3C\x92\x97\x58\x28\x87\x7E"
                     "\xC4\x81\0\0\0\0nothing\0\0\0\0\0\0\0\0\0store"));
    end(&b, x);
    d = walk_bytes(&a, buf_span(&b));
    s = slot_at(&d, SLOT_JUMBF, "unknown", 0);
    assert_non_null(s);
    assert_true(s->flags & SLOT_CUT);
    assert_int_equal(s->data.len, 0);
    arena_reset(&a);
}

static void records_of_an_editor_are_found_in_their_box(void **state)
{
    struct arena a;
    struct buf b;
    struct doc d;
    size_t x;

    (void)state;
    arena_init(&a, 1 << 20);
    buf_init(&b, &a, 1 << 12);
    ftyp(&b, "heic");
    x = at(&b, "sefd");
    put_le(&b, 0x0D910000, 4);
    put_le(&b, 8, 4);
    buf_put(&b, SPAN("PEg_Info{}"));
    buf_put(&b, SPAN("SEFH"));
    put_le(&b, 107, 4);
    put_le(&b, 1, 4);
    put_le(&b, 0x0D910000, 4);
    put_le(&b, 18, 4);
    put_le(&b, 18, 4);
    put_le(&b, 24, 4);
    buf_put(&b, SPAN("SEFT"));
    end(&b, x);
    d = walk_bytes(&a, buf_span(&b));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "PEg_Info", 0), "{}"));
    arena_reset(&a);
}

static void other_files_are_not_boxes(void **state)
{
    struct arena a;
    struct doc d;

    (void)state;
    arena_init(&a, 1 << 20);
    d = walk_bytes(&a, SPAN("The free market and the moov of it."));
    assert_true(!d.format || strcmp(d.format->name, "mov") != 0);
    d = walk_bytes(&a, SPAN("\0\0\0\x20"
                            "ftyq"
                            "isom\0\0\0\0"));
    assert_true(!d.format || strcmp(d.format->name, "mp4") != 0);
    arena_reset(&a);
}

static void damage_does_no_harm(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 1 << 20);
    torture(film(&a));
    torture(picture(&a));
    arena_reset(&a);
}

/* A film of 1 GB of which only both ends are real. */
struct sparse {
    struct span head, tail;
    uint64_t size;
};

static bool sparse_read(void *ctx, uint64_t off, void *to, size_t len)
{
    const struct sparse *s = ctx;
    uint64_t tail = s->size - s->tail.len;

    for (size_t i = 0; i < len; i++) {
        uint64_t p = off + i;

        ((uint8_t *)to)[i] = p < s->head.len ? s->head.ptr[p]
                             : p >= tail     ? s->tail.ptr[p - tail]
                                             : 0x55;
    }
    return true;
}

static void a_gigabyte_is_not_read(void **state)
{
    const uint64_t media = UINT64_C(1) << 30;
    struct arena a;
    struct buf head, tail;
    struct sparse f;
    struct source src = {.read = sparse_read, .ctx = &f};
    struct walk_config c = {.arena = &a, .limits = &limits_default};
    struct doc d;
    size_t moov;

    (void)state;
    arena_init(&a, 1 << 22);
    buf_init(&head, &a, 1 << 12);
    ftyp(&head, "isom");
    put_be(&head, 1, 4);
    buf_put(&head, SPAN("mdat"));
    put_be(&head, 16 + media, 8);
    buf_init(&tail, &a, 1 << 16);
    moov = at(&tail, "moov");
    track(&tail, "vide");
    udta_itunes(&tail);
    end(&tail, moov);
    f = (struct sparse){buf_span(&head), buf_span(&tail),
                        head.len + media + tail.len};
    src.size = f.size;
    walk_run(&d, &src, &c);
    assert_true(
        slot_is(slot_at(&d, SLOT_FIELD, "AIGC", 0), "{\"Label\":\"1\"}"));
    assert_int_equal(d.media, MEDIA_VIDEO);
    assert_null(d.limit);
    assert_true(d.bytes_read < media / 100);
    assert_in_range(d.bytes_read, 1, 16384); /* a head and some windows */
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(metadata_of_a_film_is_found),
        cmocka_unit_test(boxes_are_a_tree),
        cmocka_unit_test(sound_alone_is_audio),
        cmocka_unit_test(items_are_joined_from_their_extents),
        cmocka_unit_test(an_item_outside_the_file_is_noted),
        cmocka_unit_test(a_store_that_makes_no_sense_is_not_hidden),
        cmocka_unit_test(records_of_an_editor_are_found_in_their_box),
        cmocka_unit_test(other_files_are_not_boxes),
        cmocka_unit_test(damage_does_no_harm),
        cmocka_unit_test(a_gigabyte_is_not_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
