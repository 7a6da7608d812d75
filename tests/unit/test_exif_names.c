/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/test.h"

#include "meta/exif_names.h"

#include <dlfcn.h>
#include <string.h>

/* exif_tag_get_name_in_ifd takes a tag and the number of a directory, in the
 * order of ours. */
typedef const char *namer(int tag, int dir);

static void tags_have_the_names_of_their_directory(void **state)
{
    (void)state;
    assert_string_equal(exif_name(0x0131, DIR_0), "Software");
    assert_string_equal(exif_name(0x9286, DIR_EXIF), "UserComment");
    assert_null(exif_name(0x9286, DIR_GPS));
    assert_string_equal(exif_name(1, DIR_GPS), "GPSLatitudeRef");
    assert_string_equal(exif_name(1, DIR_INTEROP), "InteroperabilityIndex");
    assert_string_equal(exif_name(0, DIR_GPS), "GPSVersionID");
    assert_null(exif_name(0, DIR_0));
    assert_string_equal(exif_name(0xea1c, DIR_EXIF), "Padding");
    assert_null(exif_name(0xc800, DIR_0));
    assert_null(exif_name(0xffff, DIR_0));
}

/* Every tag there can be, in every directory. */
static void names_are_those_of_libexif(void **state)
{
    void *library = dlopen(LIBEXIF, RTLD_LAZY), *p;
    namer *theirs;

    (void)state;
    p = library ? dlsym(library, "exif_tag_get_name_in_ifd") : NULL;
    if (!p)
        skip();
    memcpy(&theirs, &p, sizeof(p));
    for (int dir = DIR_0; dir <= DIR_INTEROP; dir++)
        for (int tag = 0; tag <= UINT16_MAX; tag++) {
            const char *want = theirs(tag, dir);
            const char *got = exif_name((uint16_t)tag, (enum exif_dir)dir);

            if (!want != !got || (want && strcmp(want, got) != 0))
                fail_msg("%04x in %d: %s, not %s", (unsigned)tag, dir,
                         got ? got : "none", want ? want : "none");
        }
    dlclose(library);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tags_have_the_names_of_their_directory),
        cmocka_unit_test(names_are_those_of_libexif),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
