/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/walks.h"

enum {
    MOST = 12
};

/* An archive that is built member by member. */
struct made {
    struct buf b, dir;
    unsigned count;
    bool bare; /* without a directory */
};

static void begin(struct made *z, struct arena *a)
{
    *z = (struct made){0};
    buf_init(&z->b, a, 1 << 17);
    buf_init(&z->dir, a, 1 << 16);
}

/* What stands in local and central headers alike. */
static void common(struct buf *b, unsigned flags, unsigned method,
                   uint64_t packed, uint64_t size, const char *name)
{
    put_le(b, flags, 2);
    put_le(b, method, 2);
    put_le(b, 0, 8); /* time, date, CRC */
    put_le(b, packed, 4);
    put_le(b, size, 4);
    put_le(b, strlen(name), 2);
    put_le(b, 0, 2);
}

static void member(struct made *z, const char *name, unsigned method,
                   unsigned flags, struct span packed, uint64_t size)
{
    uint64_t off = z->b.len;

    put_text(&z->b, "PK\3\4");
    put_le(&z->b, 20, 2);
    common(&z->b, flags, method, packed.len, size, name);
    put_text(&z->b, name);
    buf_put(&z->b, packed);
    put_text(&z->dir, "PK\1\2");
    put_le(&z->dir, 20, 2);
    put_le(&z->dir, 20, 2);
    common(&z->dir, flags, method, packed.len, size, name);
    put_le(&z->dir, 0, 2 + 2 + 2 + 4);
    put_le(&z->dir, off, 4);
    put_text(&z->dir, name);
    z->count++;
}

static void stored(struct made *z, const char *name, const char *data)
{
    member(z, name, 0, 0, text_span(data), strlen(data));
}

static void packed(struct made *z, const char *name, const char *data)
{
    struct buf b;

    buf_init(&b, z->b.arena, 1 << 16);
    put_stored(&b, text_span(data));
    member(z, name, 8, 0, buf_span(&b), strlen(data));
}

static struct span finish(struct made *z)
{
    uint64_t off = z->b.len;

    if (z->bare)
        return buf_span(&z->b);
    buf_put(&z->b, buf_span(&z->dir));
    put_text(&z->b, "PK\5\6");
    put_le(&z->b, 0, 4);
    put_le(&z->b, z->count, 2);
    put_le(&z->b, z->count, 2);
    put_le(&z->b, z->dir.len, 4);
    put_le(&z->b, off, 4);
    put_le(&z->b, 0, 2);
    return buf_span(&z->b);
}

static struct span document(struct arena *a)
{
    struct made z;

    begin(&z, a);
    packed(&z, "[Content_Types].xml", "<Types/>");
    packed(&z, "_rels/.rels", "<Relationships/>");
    packed(&z, "docProps/core.xml",
           "<cp:coreProperties xmlns:cp='c' xmlns:dc='d'><dc:creator>Somebody"
           "</dc:creator></cp:coreProperties>");
    packed(&z, "docProps/custom.xml",
           "<Properties xmlns:vt='v'><property pid='2' name='AIGC'><vt:lpwstr>"
           "{&quot;Label&quot;:&quot;1&quot;}</vt:lpwstr></property>"
           "</Properties>");
    packed(&z, "word/document.xml",
           "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>One</w:t><w:tab/>"
           "<w:t>two</w:t></w:r></w:p><w:p><w:r><w:rPr><w:vanish/></w:rPr>"
           "<w:t>secret</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr>"
           "<w:t>three</w:t></w:r></w:p><wp:docPr descr='A cat' title='Cats'/>"
           "<pic:cNvPr descr='Cats'/></w:body></w:document>");
    packed(&z, "word/comments.xml",
           "<w:comments xmlns:w='w'><w:comment><w:p><w:r><w:t>Shorter?</w:t>"
           "</w:r></w:p></w:comment></w:comments>");
    packed(&z, "word/header1.xml",
           "<w:hdr xmlns:w='w'><w:p><w:r><w:t>Above</w:t></w:r></w:p></w:hdr>");
    stored(&z, "word/media/image1.png", "\x89PNG");
    stored(&z, "META-INF/content_credential.c2pa", "store");
    return finish(&z);
}

static void a_document_tells_its_properties_and_text(void **state)
{
    struct arena a;
    struct doc d;
    const struct slot *s;

    (void)state;
    arena_init(&a, 16 << 20);
    d = walk_bytes(&a, document(&a));
    assert_string_equal(d.format->name, "ooxml");
    assert_int_equal(d.media, MEDIA_DOCUMENT);
    s = slot_at(&d, SLOT_FIELD, "AIGC", 0);
    assert_true(slot_is(s, "{\"Label\":\"1\"}"));
    assert_true(span_eq(s->space, SPAN("ooxml-custom")));
    s = slot_at(&d, SLOT_FIELD, "creator", 0);
    assert_true(slot_is(s, "Somebody"));
    assert_true(span_eq(s->space, SPAN("ooxml-core")));
    s = slot_at(&d, SLOT_TEXT, "word/document.xml", 0);
    assert_true(slot_is(s, "One two\nthree\n"));
    assert_true(s->flags & SLOT_START);
    s = slot_at(&d, SLOT_TEXT, "word/document.xml", 1);
    assert_true(slot_is(s, "secret\n"));
    assert_true(s->flags & SLOT_HIDDEN);
    s = slot_at(&d, SLOT_TEXT, "alt", 0);
    assert_true(slot_is(s, "A cat\nCats\n"));
    assert_true(s->flags & SLOT_HIDDEN);
    s = slot_at(&d, SLOT_TEXT, "word/comments.xml", 0);
    assert_true(slot_is(s, "Shorter?\n"));
    assert_true(s->flags & SLOT_HIDDEN);
    assert_true(
        slot_is(slot_at(&d, SLOT_TEXT, "word/header1.xml", 0), "Above\n"));
    assert_int_equal(slot_at(&d, SLOT_PART, "word/media/image1.png", 0)->at.len,
                     4);
    s = slot_at(&d, SLOT_JUMBF, NULL, 0);
    assert_true(slot_is(s, "store"));
    assert_true(span_eq(d.blocks[s->block].name,
                        SPAN("META-INF/content_credential.c2pa")));
    assert_int_equal(d.note_count, 0);
    arena_reset(&a);
}

static void packages_are_told_apart(void **state)
{
    struct arena a;
    struct made z;
    struct doc d;

    (void)state;
    arena_init(&a, 16 << 20);
    begin(&z, &a);
    stored(&z, "mimetype", "application/hwp+zip");
    packed(&z, "Contents/content.hpf",
           "<opf:package xmlns:opf='o'><opf:metadata><opf:title>\xEC\xA0\x9C"
           "</opf:title><opf:meta name='creator' content='text'>\xED\x99\x8D"
           "</opf:meta></opf:metadata></opf:package>");
    packed(&z, "Contents/section0.xml",
           "<hs:sec xmlns:hs='s' xmlns:hp='p'><hp:p><hp:run><hp:t>\xEA\xB0\x80"
           "</hp:t></hp:run></hp:p></hs:sec>");
    d = walk_bytes(&a, finish(&z));
    assert_string_equal(d.format->name, "hwpx");
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "title", 0), "\xEC\xA0\x9C"));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "creator", 0), "\xED\x99\x8D"));
    assert_true(slot_is(slot_at(&d, SLOT_TEXT, NULL, 0), "\xEA\xB0\x80\n"));

    begin(&z, &a);
    stored(&z, "mimetype", "application/epub+zip");
    stored(&z, "META-INF/container.xml",
           "<container><rootfiles><rootfile full-path='b/p.opf'/></rootfiles>"
           "</container>");
    stored(&z, "b/p.opf",
           "<package><metadata><dc:creator xmlns:dc='d'>A</dc:creator>"
           "<meta name='generator' content='G'/></metadata></package>");
    stored(&z, "b/c.xhtml", "<html/>");
    d = walk_bytes(&a, finish(&z));
    assert_string_equal(d.format->name, "epub");
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "creator", 0), "A"));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "generator", 0), "G"));
    assert_non_null(slot_at(&d, SLOT_PART, "b/c.xhtml", 0));

    begin(&z, &a);
    stored(&z, "mimetype", "application/vnd.oasis.opendocument.text");
    stored(&z, "meta.xml",
           "<o:document-meta xmlns:o='o' xmlns:m='m'><o:meta><m:generator>G"
           "</m:generator><m:user-defined m:name='AIGC'>{}</m:user-defined>"
           "</o:meta></o:document-meta>");
    stored(&z, "content.xml",
           "<o:body xmlns:o='o' xmlns:t='t'><t:h>Head</t:h><t:p>a<t:s/>b"
           "</t:p></o:body>");
    d = walk_bytes(&a, finish(&z));
    assert_string_equal(d.format->name, "odf");
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "AIGC", 0), "{}"));
    assert_true(slot_is(slot_at(&d, SLOT_TEXT, NULL, 0), "Head\na b\n"));
    arena_reset(&a);
}

static void members_are_parts(void **state)
{
    struct arena a;
    struct made z;
    struct doc d;

    (void)state;
    arena_init(&a, 16 << 20);
    begin(&z, &a);
    stored(&z, "a.txt", "one");
    packed(&z, "dir/b.txt", "two");
    d = walk_bytes(&a, finish(&z));
    assert_string_equal(d.format->name, "zip");
    assert_int_equal(d.media, MEDIA_PACKAGE);
    assert_int_equal(slot_at(&d, SLOT_PART, "a.txt", 0)->at.len, 3);
    assert_true(slot_is(slot_at(&d, SLOT_PART, "dir/b.txt", 0), "two"));
    arena_reset(&a);
}

static void without_a_directory_members_are_still_found(void **state)
{
    struct arena a;
    struct made z;
    struct doc d;

    (void)state;
    arena_init(&a, 16 << 20);
    begin(&z, &a);
    z.bare = true;
    stored(&z, "a.txt", "one");
    packed(&z, "b.txt", "two");
    d = walk_bytes(&a, finish(&z));
    assert_true(slot_is(slot_at(&d, SLOT_PART, "b.txt", 0), "two"));
    assert_true(has_note(&d, "archive has no directory"));
    arena_reset(&a);
}

/* The sizes and the offset of a member, and where the directory is, in the
 * fields of eight bytes [ZIP 4.5.3, 4.3.14]. */
static void sizes_of_eight_bytes_are_read(void **state)
{
    struct arena a;
    struct buf b;
    struct doc d;
    size_t dir, end;

    (void)state;
    arena_init(&a, 16 << 20);
    buf_init(&b, &a, 1 << 12);
    put_text(&b, "PK\3\4");
    put_le(&b, 45, 2);
    common(&b, 0, 0, 0xFFFFFFFF, 0xFFFFFFFF, "a.txt");
    put_text(&b, "a.txtone");
    dir = b.len;
    put_text(&b, "PK\1\2");
    put_le(&b, 45, 4);
    put_le(&b, 0, 2 + 2 + 8);
    put_le(&b, 0xFFFFFFFFFFFFFFFF, 8);
    put_le(&b, 5, 2);
    put_le(&b, 4 + 24, 2);
    put_le(&b, 0, 2 + 2 + 2 + 4);
    put_le(&b, 0xFFFFFFFF, 4);
    put_text(&b, "a.txt");
    put_le(&b, 1, 2);
    put_le(&b, 24, 2);
    put_le(&b, 3, 8);
    put_le(&b, 3, 8);
    put_le(&b, 0, 8);
    end = b.len;
    put_text(&b, "PK\6\6");
    put_le(&b, 44, 8);
    put_le(&b, 0, 2 + 2 + 4 + 4);
    put_le(&b, 1, 8);
    put_le(&b, 1, 8);
    put_le(&b, end - dir, 8);
    put_le(&b, dir, 8);
    put_text(&b, "PK\6\7");
    put_le(&b, 0, 4);
    put_le(&b, end, 8);
    put_le(&b, 1, 4);
    put_text(&b, "PK\5\6");
    put_le(&b, 0, 4);
    put_le(&b, 0xFFFFFFFF, 4);
    put_le(&b, 0xFFFFFFFFFFFFFFFF, 8);
    put_le(&b, 0, 2);
    d = walk_bytes(&a, buf_span(&b));
    assert_non_null(slot_at(&d, SLOT_PART, "a.txt", 0));
    assert_int_equal(slot_at(&d, SLOT_PART, "a.txt", 0)->at.len, 3);
    assert_int_equal(d.note_count, 0);
    arena_reset(&a);
}

static void an_encrypted_member_is_not_covered(void **state)
{
    struct arena a;
    struct made z;
    struct doc d;

    (void)state;
    arena_init(&a, 16 << 20);
    begin(&z, &a);
    member(&z, "a.txt", 8, 1, SPAN("xxxxxxxxxxxx"), 20);
    d = walk_bytes(&a, finish(&z));
    assert_string_equal(d.limit, "encrypted");
    assert_null(slot_at(&d, SLOT_PART, NULL, 0));
    arena_reset(&a);
}

static void what_is_unpacked_has_an_end(void **state)
{
    struct arena a;
    struct made z;
    struct doc d;
    struct limits lim = limits_default;
    struct walk_config c = {.arena = &a, .limits = &lim};
    struct source src;
    char text[4096];

    (void)state;
    arena_init(&a, 16 << 20);
    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = 0;
    begin(&z, &a);
    for (unsigned i = 0; i < 8; i++)
        packed(&z, "a.txt", text);
    src = source_of(finish(&z));
    lim.arena_bytes = 32 << 10; /* of which a quarter is for members */
    walk_run(&d, &src, &c);
    assert_string_equal(d.limit, "arena_bytes");
    assert_int_equal(d.slot_count, 3);
    arena_reset(&a);
}

static void damage_does_no_harm(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 16 << 20);
    torture(document(&a));
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_tells_its_properties_and_text),
        cmocka_unit_test(packages_are_told_apart),
        cmocka_unit_test(members_are_parts),
        cmocka_unit_test(without_a_directory_members_are_still_found),
        cmocka_unit_test(sizes_of_eight_bytes_are_read),
        cmocka_unit_test(an_encrypted_member_is_not_covered),
        cmocka_unit_test(what_is_unpacked_has_an_end),
        cmocka_unit_test(damage_does_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
