/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/test.h"

#include "tool/input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char top[] = "/tmp/genmark-input-XXXXXX";
static char path[256];
static struct input in;

static const char *at(const char *name)
{
    snprintf(path, sizeof(path), "%s/%s", top, name);
    return path;
}

static void put(const char *name, const char *text)
{
    FILE *f = fopen(at(name), "wb");

    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

/* reads is whether the file is there and holds the text. */
static void reads(const char *name, const char *text)
{
    gm_input to = GM_INPUT_INIT;
    gm_error why;

    assert_int_equal(input_open(&in, at(name), &to, &why), 0);
    assert_int_equal(to.length, strlen(text));
    assert_memory_equal(to.data, text, strlen(text));
    input_close(&in);
}

static void fails(const char *name, const char *text)
{
    gm_input to = GM_INPUT_INIT;
    gm_error why;

    assert_int_not_equal(input_open(&in, at(name), &to, &why), 0);
    assert_string_equal(why.message.ptr, text);
    input_close(&in);
}

static void move(const char *from, const char *to)
{
    char was[256];

    snprintf(was, sizeof(was), "%s", at(from));
    assert_int_equal(rename(was, at(to)), 0);
}

static int begin(void **state)
{
    (void)state;
    if (!mkdtemp(top) || mkdir(at("a"), 0700) != 0 ||
        mkdir(at("aa"), 0700) != 0)
        return -1;
    put("a/1", "one");
    put("a/2", "two");
    put("a/3", "three");
    put("aa/1", "other");
    put("aa/2", "others");
    return input_init(&in);
}

static int end(void **state)
{
    static const char *const names[] = {"a/1", "a/2", "a/3", "a/4",  "b/1",
                                        "b/2", "b/3", "b/4", "aa/1", "aa/2",
                                        "a",   "aa",  "b",   ""};

    (void)state;
    input_free(&in);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        remove(at(names[i]));
    return 0;
}

static void files_of_a_folder_are_told_apart(void **state)
{
    (void)state;
    reads("a/1", "one");
    reads("a/2", "two");
    reads("a/3", "three");
    reads("aa/1", "other");
    reads("a/1", "one");
    reads("aa/1", "other");
    reads("aa/2", "others");
    reads("aa/../a/3", "three");
    reads("aa/../a/2", "two");
}

static void a_path_tells_what_is_wrong_with_it(void **state)
{
    (void)state;
    reads("a/1", "one");
    reads("a/2", "two");
    fails("a/none", "no such file or folder");
    fails("a/1/2", "a part of the path is not a folder");
    fails("a/1/2", "a part of the path is not a folder");
    reads("a/3", "three");
    fails("a/", "a folder where a file is wanted");
    fails("a/..", "a folder where a file is wanted");
}

static void a_folder_may_move(void **state)
{
    (void)state;
    reads("a/1", "one");
    reads("a/2", "two");
    move("a", "b");
    fails("a/4", "no such file or folder");
    assert_int_equal(mkdir(at("a"), 0700), 0);
    put("a/4", "new");
    reads("a/4", "new");
    reads("b/3", "three");
}

/* A large file is read where it is asked for: little at each hop to a header,
 * more where one read goes on from another. */
static void hops_read_little(void **state)
{
    enum {
        BIG = 1 << 20,
        STRIDE = 8192
    };
    gm_input to = GM_INPUT_INIT;
    gm_error why;
    FILE *f = fopen(at("a/4"), "wb");
    unsigned char got[64];
    uint64_t before;

    (void)state;
    assert_non_null(f);
    for (unsigned i = 0; i < BIG; i++)
        fputc((int)(i * 7 >> 3 & 0xFF), f);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(input_open(&in, at("a/4"), &to, &why), 0);
    assert_non_null(to.read);
    for (unsigned off = STRIDE; off + sizeof(got) <= BIG; off += STRIDE) {
        assert_int_equal(to.read(to.ctx, off, got, sizeof(got)), 0);
        for (unsigned i = 0; i < sizeof(got); i++)
            assert_int_equal(got[i], (off + i) * 7 >> 3 & 0xFF);
    }
    assert_in_range(in.bytes_read, 1, BIG / 4);
    before = in.bytes_read;
    for (unsigned off = 0; off < 4 * INPUT_WINDOW; off += sizeof(got)) {
        assert_int_equal(to.read(to.ctx, off, got, sizeof(got)), 0);
        assert_int_equal(got[9], (off + 9) * 7 >> 3 & 0xFF);
    }
    assert_in_range(in.bytes_read - before, 4 * INPUT_WINDOW, /* in a row */
                    5 * INPUT_WINDOW + INPUT_HOP);
    assert_int_not_equal(to.read(to.ctx, BIG - 1, got, 2), 0);
    input_close(&in);
}

/* How much is read of a file is not a matter of where the last one ended. */
static void each_file_begins_anew(void **state)
{
    enum {
        BIG = 1 << 20
    };
    gm_input to = GM_INPUT_INIT;
    gm_error why;
    FILE *f = fopen(at("a/4"), "wb");
    unsigned char got[64];
    uint64_t first = 0;

    (void)state;
    assert_non_null(f);
    assert_int_equal(fseek(f, BIG - 1, SEEK_SET), 0);
    fputc('.', f);
    assert_int_equal(fclose(f), 0);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(input_open(&in, at("a/4"), &to, &why), 0);
        assert_int_equal(to.read(to.ctx, 0, got, sizeof(got)), 0);
        assert_in_range(in.bytes_read, sizeof(got), INPUT_WINDOW);
        first = first ? first : in.bytes_read;
        assert_int_equal(in.bytes_read, first);
        if (i % 2)
            assert_int_equal(to.read(to.ctx, BIG / 2, got, sizeof(got)), 0);
        input_close(&in);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_of_a_folder_are_told_apart),
        cmocka_unit_test(a_path_tells_what_is_wrong_with_it),
        cmocka_unit_test(a_folder_may_move),
        cmocka_unit_test(hops_read_little),
        cmocka_unit_test(each_file_begins_anew),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
