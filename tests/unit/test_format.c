/* SPDX-License-Identifier: Apache-2.0
 * test_format.c - the format of a head is the one whose probe bids most,
 * though not every probe is asked. */
#include "tests/test.h"

#include "formats/format.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    HEAD = 4096,
    HEADS = 2000, /* more than the corpus has */
    LINE = 400
};

/* asked_all is what bids most when every probe is asked. */
static const struct format *asked_all(struct span head, uint64_t size)
{
    const struct format *best = NULL, *f;
    unsigned high = 0;

    for (size_t i = 0; (f = format_at(i)) != NULL; i++) {
        unsigned bid = f->probe(head, size);

        if (bid > high) {
            high = bid;
            best = f;
        }
    }
    return best;
}

static void same(const uint8_t *p, size_t n, uint64_t size, const char *what)
{
    struct span head = {p, n};
    const struct format *is = format_of(head, size), *f = asked_all(head, size);

    if (is != f)
        fail_msg("%s: %s and not %s", what, is ? is->name : "none",
                 f ? f->name : "none");
}

/* begun is a head as it is, cut short, and with every other first byte. */
static void begun(uint8_t *p, size_t n, uint64_t size, const char *what)
{
    uint8_t first = p[0];

    for (size_t cut = 0; cut <= n && cut < 40; cut++)
        same(p, cut, cut, what);
    for (unsigned c = 0; c < 256; c++) {
        p[0] = (uint8_t)c;
        same(p, n, size, what);
    }
    p[0] = first;
}

static void of_every_file_of_the_corpus(void **state)
{
    FILE *list = popen("find corpus -type f -size +0", "r");
    char path[LINE];
    unsigned count = 0;

    (void)state;
    assert_non_null(list);
    while (count < HEADS && fgets(path, sizeof(path), list)) {
        uint8_t head[HEAD];
        FILE *f;
        size_t n;
        long size;

        path[strcspn(path, "\n")] = 0;
        f = fopen(path, "rb");
        assert_non_null(f);
        n = fread(head, 1, sizeof(head), f);
        assert_int_equal(fseek(f, 0, SEEK_END), 0);
        size = ftell(f);
        fclose(f);
        begun(head, n, (uint64_t)size, path);
        count++;
    }
    pclose(list);
    assert_true(count > 400);
}

/* What the corpus may lack: heads from the formats' specifications. */
static void of_every_signature(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
    } heads[] = {
#define HEAD_OF(s) {s, sizeof(s) - 1}
        HEAD_OF("GIF87a"),
        HEAD_OF("II*\0\x08\0\0\0"),
        HEAD_OF("MM\0*\0\0\0\x08"),
        HEAD_OF("MM\0+\0\x08\0\0\0\0\0\0\0\0\0\x10"),
        HEAD_OF("IIRO\x08\0\0\0"),
        HEAD_OF("IIU\0\x18\0\0\0"),
        HEAD_OF("RIFF\x24\0\0\0WAVEfmt "),
        HEAD_OF("RF64\xFF\xFF\xFF\xFFWAVEds64"),
        HEAD_OF("BW64\xFF\xFF\xFF\xFFWAVEds64"),
        HEAD_OF("RIFF\x24\0\0\0AVI LIST"),
        HEAD_OF("RIFF\x24\0\0\0WEBPVP8 "),
        HEAD_OF("ID3\x04\0\0\0\0\0\0"),
        HEAD_OF("PK\3\4\x14\0"),
        HEAD_OF("PK\5\6\0\0"),
        HEAD_OF("fLaC\0\0\0\x22"),
        HEAD_OF("OggS\0\2"),
        HEAD_OF("\x1A\x45\xDF\xA3\x93"),
        HEAD_OF("\xFF\x0A\xFA"),
        HEAD_OF("\0\0\0\x0CJXL \r\n\x87\n"),
        HEAD_OF("\0\0\0\x0CjP  \r\n\x87\n"),
        HEAD_OF("FLV\1\5\0\0\0\x09\0\0\0\0"),
        HEAD_OF("8BPS\0\1\0\0\0\0\0\0"),
        HEAD_OF("8BPS\0\2\0\0\0\0\0\0"),
        HEAD_OF("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
        HEAD_OF("{\\rtf1"),
        HEAD_OF("FORM\0\0\0\0AIFF"),
        HEAD_OF("FORM\0\0\0\0AIFC"),
        HEAD_OF(".snd\0\0\0\x18"),
        HEAD_OF("caff\0\1\0\0"),
        HEAD_OF("FUJIFILMCCD-RAW 0201"),
        HEAD_OF("FOVb\0\0\3\0"),
        HEAD_OF("\x1F\x8B\x08\0"),
        HEAD_OF("AT&TFORM\0\0\0\0DJVU"),
        HEAD_OF("glTF\2\0\0\0"),
        HEAD_OF("HTTP/1.1 200 OK\r\n"),
        HEAD_OF("%!PS-Adobe-3.0 EPSF-3.0\n"),
        HEAD_OF("\xC5\xD0\xD3\xC6\x20\0\0\0"),
        HEAD_OF("WARC/1.0\r\n"),
        HEAD_OF("\xEF\xBB\xBF<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        HEAD_OF(" \n\t\r<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        HEAD_OF("\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        HEAD_OF("\0\0\1\0\1\0\x10\x10\0\0\1\0\x20\0\x10\0\0\0\x16\0\0\0"),
        HEAD_OF("\0\1\0\0\0\1\0\x10\0\0\0\0head\0\0\0\0\0\0\0\x1C\0\0\0\0"),
        HEAD_OF("OTTO\0\1\0\x10\0\0\0\0head\0\0\0\0\0\0\0\x1C\0\0\0\0"),
        HEAD_OF("true\0\1\0\x10\0\0\0\0head\0\0\0\0\0\0\0\x1C\0\0\0\0"),
#undef HEAD_OF
    };

    (void)state;
    for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
        uint8_t room[HEAD] = {0};
        char what[LINE];

        snprintf(what, sizeof(what), "signature %zu", i);
        memcpy(room, heads[i].bytes, heads[i].len);
        assert_non_null(
            asked_all((struct span){room, heads[i].len}, sizeof(room)));
        begun(room, heads[i].len, sizeof(room), what);
        begun(room, sizeof(room), sizeof(room), what);
    }
}

/* Sound without a header: MPEG layer 3 of 128 kbit/s and 44,100 Hz, whose
 * frames have 144 * 128000 / 44100 bytes, and AAC of a length in its head. */
static void of_frames_of_sound(void **state)
{
    static const uint8_t mpeg[] = {0xFF, 0xFB, 0x90, 0x00};
    static const uint8_t aac[] = {0xFF, 0xF1, 0x50, 0x80, 0x02, 0x1F, 0xFC};
    uint8_t room[HEAD] = {0};

    (void)state;
    memcpy(room, mpeg, sizeof(mpeg));
    memcpy(room + 417, mpeg, sizeof(mpeg));
    assert_string_equal(asked_all((struct span){room, HEAD}, HEAD)->name,
                        "mp3");
    begun(room, sizeof(room), sizeof(room), "MPEG");
    memset(room, 0, sizeof(room));
    memcpy(room, aac, sizeof(aac));
    memcpy(room + 16, aac, sizeof(aac));
    assert_string_equal(asked_all((struct span){room, HEAD}, HEAD)->name,
                        "mp3");
    begun(room, sizeof(room), sizeof(room), "AAC");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_every_file_of_the_corpus),
        cmocka_unit_test(of_every_signature),
        cmocka_unit_test(of_frames_of_sound),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
