/* SPDX-License-Identifier: Apache-2.0
 * cmd_check.c - genmark check: judge files. */
#include "cli/cmds.h"
#include "tool/bag.h"
#include "tool/baseline.h"
#include "tool/batch.h"
#include "tool/onnx.h"
#include "tool/say.h"
#include "tool/setup.h"
#include "tool/tesseract.h"
#include "tool/usual.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    TUNING = 16,          /* settings of a token scheme */
    WORDS_MOST = 16 << 20 /* bytes of a tokenizer.json */
};

struct settings {
    struct setup setup;
    struct batch batch;
    const char *law, *as_of, *files_from, *fail_on, *bits;
    const char *scheme, *key, *tokenizer, *runtime;
    struct texts facts, profiles, manifests, ids, tuning, bags, networks;
    gm_fact tokens[TUNING];
    char *words; /* of the tokenizer */
    double timeout;
    bool fast, deep, ocr, redact, hash, fixity, thumbnails;
    struct keep keep;
    struct pick pick;
    const char *shard, *sample, *seed, *known;
    char way[65], when[32]; /* of keep: how it looked, as of when */
};

#define AT(member) offsetof(struct settings, member)

/* clang-format off */
static const struct opt opts[] = {
    {.kind = OPT_TITLE, .en = "What to judge by:", .ko = "판정 기준:"},
    {OPT_TEXT, "law", 0, "LAWS", AT(law), NULL,
     "laws to judge by, such as kr,eu; none: marks only (default kr)",
     "판정할 법령. 예: kr,eu. none이면 표시만 찾음 (기본값 kr)"},
    USUAL_PACK,
    USUAL_DAY,
    {OPT_LIST, "fact", 0, "NAME=VALUE", AT(facts), NULL,
     "what no file tells, such as delivery=exported",
     "파일만으로는 알 수 없는 사실. 예: delivery=exported"},
    USUAL_PROFILE,
    {OPT_LIST, "facts", 0, "MANIFEST", AT(manifests), NULL,
     "facts of each file: CSV or JSON lines with a path",
     "파일별 사실: path 열이 있는 CSV 또는 JSON lines"},

    {.kind = OPT_TITLE, .en = "How to look:", .ko = "검사 방법:"},
    USUAL_EFFORT,
    {OPT_ON, "ocr", 0, NULL, AT(ocr), NULL,
     "read labels in pictures, by tesseract where it is installed",
     "그림 속 글자 표시도 읽음 (tesseract가 설치된 경우)"},
    {OPT_LIST, "network", 0, "NAME=FILE", AT(networks), NULL,
     "a neural network of yours (ONNX) that reads marks: rivagan, "
     "trustmark, trustmark-p",
     "표시를 읽는 신경망 파일(ONNX): rivagan, trustmark, trustmark-p"},
    {OPT_TEXT, "onnxruntime", 0, "FILE", AT(runtime), NULL,
     "the library that runs it (default: the system's libonnxruntime.so.1)",
     "신경망 실행 라이브러리 (기본값: 시스템의 libonnxruntime.so.1)"},
    {OPT_TEXT, "watermark-bits", 0, "BITS", AT(bits), NULL,
     "a watermark payload of your own, as 0 and 1",
     "직접 넣은 워터마크 값 (0과 1로)"},
    {OPT_LIST, "token-ids", 0, "FILE", AT(ids), NULL,
     "token ids of a text, to look for a watermark that your key opens",
     "글의 토큰 번호 파일. 내 키로 넣은 워터마크를 찾음"},
    {OPT_TEXT, "scheme", 0, "NAME", AT(scheme), NULL,
     "its scheme, such as kgw, unigram, synthid (`genmark formats --marks`)",
     "워터마크 방식. 예: kgw, unigram, synthid"},
    {OPT_TEXT, "key", 0, "KEY", AT(key), NULL,
     "its key: a number, for synthid a comma list",
     "워터마크 키: 숫자, synthid는 쉼표로 나눈 목록"},
    {OPT_TEXT, "tokenizer", 0, "FILE", AT(tokenizer), NULL,
     "the model's tokenizer.json: --token-ids then names a text",
     "모델의 tokenizer.json. 그러면 --token-ids에는 글을 적음"},
    {OPT_LIST, "token-set", 0, "NAME=VALUE", AT(tuning), NULL,
     "another setting of it: vocab, gamma, width, prf, unique",
     "그 밖의 설정: vocab, gamma, width, prf, unique"},
    USUAL_TRUST,
    USUAL_INIT,
    USUAL_TRUST_MORE,
    USUAL_LIMIT,
    {OPT_REAL, "timeout", 0, "SECONDS", AT(timeout), NULL,
     "the longest one file may take", "파일 하나에 쓸 최대 시간(초)"},

    {.kind = OPT_TITLE, .en = "What to check:", .ko = "검사 대상:"},
    {OPT_TEXT, "files-from", 0, "FILE", AT(files_from), NULL,
     "paths from a file, a line or a NUL each; -: standard input",
     "경로 목록 파일 (줄 또는 NUL 구분). -: 표준 입력"},
    {OPT_LIST, "bag", 0, "DIR", AT(bags), NULL,
     "the payload of a BagIt bag; its manifests say what is missing",
     "BagIt 백의 페이로드. 매니페스트로 빠진 파일을 확인"},
    {OPT_ON, "fixity", 0, NULL, AT(fixity), NULL,
     "the checksums of the bag's manifests too",
     "백 매니페스트의 체크섬도 확인"},
    {OPT_COUNT, "jobs", 'j', "N", AT(batch.threads), NULL,
     "files at once (default: one a processor)",
     "동시에 검사할 파일 수 (기본값: 프로세서 수)"},
    {OPT_TEXT, "shard", 0, "I/N", AT(shard), NULL,
     "the I-th of N parts of all files; auto: as the array job says",
     "전체 파일을 N으로 나눈 I번째. auto: 배열 작업의 번호"},
    {OPT_TEXT, "sample", 0, "P%", AT(sample), NULL,
     "a random part of the files, and what it says of all",
     "무작위 표본만 검사하고 전체를 추정"},
    {OPT_TEXT, "seed", 0, "N", AT(seed), NULL,
     "another sample (default 1)", "다른 표본 (기본값 1)"},
    {OPT_ON, "unordered", 0, NULL, AT(batch.unordered), NULL,
     "write results as they come, not in input order",
     "입력 순서가 아니라 끝나는 대로 출력"},

    {.kind = OPT_TITLE, .en = "What to write:", .ko = "출력:"},
    USUAL_OUTPUTS,
    {OPT_TEXT, "db", 0, "FILE", AT(keep.path), NULL,
     "keep the results in a store; what it knows is not read again",
     "결과를 저장소에 보관. 이미 아는 파일은 다시 읽지 않음"},
    {OPT_ON, "resume", 0, NULL, AT(keep.resume), NULL,
     "go on with the run that was broken off",
     "중단된 실행을 이어서 함"},
    {OPT_ON, "rehash", 0, NULL, AT(keep.rehash), NULL,
     "read every file again, whatever the store knows",
     "저장소에 있어도 모든 파일을 다시 읽음"},
    USUAL_REDACT,
    {OPT_ON, "thumbnails", 0, NULL, AT(thumbnails), NULL,
     "small pictures in the HTML report, of the first 500 files; up to "
     "20 files that are named have them anyway, but with --redact",
     "HTML 보고서에 작은 그림을 넣음 (처음 500개 파일). 파일을 20개까지 직접 "
     "적으면 --redact가 없는 한 항상 넣음"},
    {OPT_ON, "hash", 0, NULL, AT(hash), NULL,
     "the SHA-256 of every file", "모든 파일의 SHA-256"},
    {OPT_ON, "stats", 0, NULL, AT(batch.stats), NULL,
     "how many bytes were read", "읽은 바이트 수"},
    USUAL_LANG,
    USUAL_PROGRESS,

    {.kind = OPT_TITLE, .en = "How to end:", .ko = "종료 코드:"},
    USUAL_END(batch.strict, fail_on),
    USUAL_BASELINE,
    {0},
};

static const char *const show[] = {
    "genmark check picture.png", "judge one picture, and say why",
    "그림 하나를 판정하고 이유를 설명",
    "genmark check --fact role=provider --fact delivery=exported out/",
    "judge what your service hands out, a folder deep or wide",
    "서비스가 내보낸 결과물 폴더를 판정",
    "genmark check --html report.html --profile service.facts out/",
    "a page to hand on; facts from a file", "공유용 HTML 보고서, 사실은 파일에서",
    "genmark check --law none --json uploads/ > marks.jsonl",
    "only the marks, for another program", "표시만 찾아 다른 프로그램으로",
    "find . -name '*.png' -print0 | genmark check --files-from -",
    "whatever find finds", "find가 찾은 파일을 검사", NULL,
};
/* clang-format on */

/* read_tokens makes the scheme's settings of the options; -1 is fine. */
static int read_tokens(struct settings *s, struct task *t, struct texts *paths)
{
    char why[160] = "";
    size_t n = 0;

    if (!s->ids.count && !s->scheme)
        return -1;
    s->tokens[n++] = (gm_fact){"scheme", s->scheme ? s->scheme : ""};
    if (s->key)
        s->tokens[n++] = (gm_fact){"key", s->key};
    for (size_t i = 0; i < s->tuning.count && n < TUNING; i++) {
        char *name = (char *)(uintptr_t)s->tuning.list[i];
        char *sign = strchr(name, '=');

        if (sign)
            *sign = 0;
        s->tokens[n++] = (gm_fact){name, sign ? sign + 1 : ""};
    }
    if (gm_tokens_check(s->tokens, n, why, sizeof(why)) != GM_OK) {
        say("--token-ids: %s", why);
        return EXIT_USAGE;
    }
    if (s->tokenizer) {
        size_t len = 0;

        s->words = input_text(s->tokenizer, WORDS_MOST, &len);
        if (!s->words) {
            say("%s: %s", s->tokenizer, input_tell(errno));
            return EXIT_USAGE;
        }
        t->how.tokenizer = (gm_text){s->tokenizer, s->words, len};
    }
    t->how.tokens = s->tokens;
    t->how.token_count = n;
    for (size_t i = 0; i < s->ids.count; i++)
        if (!texts_add(paths, s->ids.list[i]))
            return EXIT_UNREAD;
    return -1;
}

static bool seed_ok(const char *s, uint64_t *out)
{
    char *end;

    errno = 0;
    *out = s ? strtoull(s, &end, 10) : 1;
    if (!s || (*s >= '0' && *s <= '9' && !*end && !errno))
        return true;
    say(tr("--seed takes a number (not '%s')",
           "--seed 값은 숫자입니다 ('%s' 아님)"),
        s);
    return false;
}

/* choose reads which files, and opens a store that a run goes on in; -1 is
 * fine.  One that may be new waits until all options are seen to be right. */
static int choose(struct settings *s)
{
    struct keep *k = &s->keep;

    if (s->shard && !pick_shard(&s->pick, s->shard))
        return EXIT_USAGE;
    if (s->sample && !pick_share(&s->pick, s->sample))
        return EXIT_USAGE;
    if (!seed_ok(s->seed, &s->pick.seed))
        return EXIT_USAGE;
    s->pick.proves = k->path != NULL;
    s->batch.pick = &s->pick;
    if (!k->path && (k->resume || k->rehash)) {
        say("%s", tr("--resume and --rehash go with --db FILE",
                     "--resume과 --rehash는 --db FILE과 함께 씁니다"));
        return EXIT_USAGE;
    }
    if (k->resume && k->rehash) {
        say("%s", tr("--resume and --rehash exclude each other",
                     "--resume과 --rehash는 함께 쓸 수 없습니다"));
        return EXIT_USAGE;
    }
    if (!k->resume || access(k->path, F_OK) != 0)
        return -1;
    if (!keep_open(k))
        return EXIT_USAGE;
    /* A run that goes on after midnight is still of its first day. */
    snprintf(s->when, sizeof(s->when), "%s", db_word(k->store, "as_of"));
    if (!s->as_of && s->when[0])
        s->as_of = s->when;
    return -1;
}

/* chain_network takes a network for the same by its name, size and time: to
 * read hundreds of megabytes again would cost more than many a scan. */
static void chain_network(char way[65], const char *given)
{
    const char *path = strchr(given, '=');
    char line[80] = "";
    struct stat st;

    if (path && stat(path + 1, &st) == 0)
        snprintf(line, sizeof(line), "%lld %lld.%09ld", (long long)st.st_size,
                 (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
    setup_chain(way, given);
    setup_chain(way, line);
}

/* tell_store opens it, and says how this run looks; -1 is fine. */
static int tell_store(struct settings *s, struct task *t)
{
    struct keep *k = &s->keep;

    if (!k->path)
        return -1;
    if (!setup_hashes() || (!k->store && !keep_open(k)))
        return EXIT_USAGE;
    setup_digest(&s->setup, t->engine, &t->how, s->way);
    for (size_t i = 0; i < s->networks.count; i++)
        chain_network(s->way, s->networks.list[i]);
    if (s->batch.bags) {
        setup_chain(s->way, bags_digest(s->batch.bags));
        setup_chain(s->way, s->fixity ? "fixity" : "listed");
    }
    k->how = s->way;
    k->laws = t->how.laws;
    k->as_of = t->how.as_of;
    s->batch.keep = k;
    t->twins = twins_new();
    return keep_fits(k, &s->pick) ? -1 : EXIT_USAGE;
}

/* read_known reads the baseline; -1 is fine. */
static int read_known(struct settings *s)
{
    if (s->known)
        s->batch.baseline = baseline_read(s->known);
    return s->known && !s->batch.baseline ? EXIT_USAGE : -1;
}

/* read_bags reads the bags' manifests and lists their payloads; -1 is fine. */
static int read_bags(struct settings *s, struct texts *paths)
{
    if (!s->bags.count && s->fixity) {
        say("%s", tr("--fixity goes with --bag DIR",
                     "--fixity는 --bag DIR과 함께 씁니다"));
        return EXIT_USAGE;
    }
    if (!s->bags.count)
        return -1;
    if (!setup_hashes())
        return EXIT_USAGE;
    s->batch.bags = bags_new(s->fixity);
    for (size_t i = 0; i < s->bags.count; i++)
        if (!s->batch.bags || !bags_add(s->batch.bags, s->bags.list[i]) ||
            !texts_add(paths, bags_path(s->batch.bags, i)))
            return EXIT_USAGE;
    return -1;
}

/* start_reader has visible text read; what cannot be is coverage. */
static void start_reader(struct task *t)
{
    char why[80];

    t->how.read_text = tesseract_read;
    if (!tesseract_load(why, sizeof(why)))
        say(tr("--ocr: %s; no picture's text is read",
               "--ocr: %s. 그림 속 글자는 읽지 않습니다"),
            why);
}

/* start_networks loads them; without the library they are coverage, but a
 * file that is no network is a mistake of the caller's. */
static bool start_networks(const struct settings *s, struct task *t)
{
    static const char *const known[] = {"rivagan", "trustmark", "trustmark-p"};
    char why[200];
    struct onnx *o = onnx_new(s->runtime, why, sizeof(why));

    t->how.infer = onnx_infer;
    t->how.infer_ctx = o;
    if (!o)
        say(tr("--network: %s; no network reads marks",
               "--network: %s. 신경망으로 표시를 읽지 않습니다"),
            why);
    for (size_t i = 0; i < s->networks.count; i++) {
        const char *given = s->networks.list[i], *name = NULL;

        for (size_t k = 0; k < sizeof(known) / sizeof(known[0]); k++)
            if (strncmp(given, known[k], strlen(known[k])) == 0 &&
                given[strlen(known[k])] == '=')
                name = known[k];
        if (!name) {
            say(tr("--network takes rivagan=FILE, trustmark=FILE or "
                   "trustmark-p=FILE (not '%s')",
                   "--network 값은 rivagan=파일, trustmark=파일, "
                   "trustmark-p=파일 형식입니다 ('%s' 아님)"),
                given);
            return false;
        }
        if (o &&
            !onnx_add(o, name, given + strlen(name) + 1, why, sizeof(why))) {
            say("--network %s: %s", given, why);
            return false;
        }
    }
    return true;
}

/* ready checks what options say and fills the task. */
static int ready(struct settings *s, struct task *t, char today[11])
{
    t->how = (gm_input)GM_INPUT_INIT;
    t->how.as_of = setup_as_of(s->as_of, today);
    if (!t->how.as_of || !setup_effort(s->fast, s->deep, &t->how.effort))
        return EXIT_USAGE;
    if (s->fast && s->ocr) {
        say("%s", tr("--fast and --ocr exclude each other",
                     "--fast와 --ocr은 함께 쓸 수 없습니다"));
        return EXIT_USAGE;
    }
    t->how.laws = s->law ? s->law : "kr";
    t->how.want = (s->hash ? GM_WANT_HASH : 0u) | (s->redact ? GM_REDACT : 0u);
    t->how.watermark_bits = s->bits;
    if (s->ocr)
        start_reader(t);
    if (s->networks.count && !start_networks(s, t))
        return EXIT_USAGE;
    t->timeout = s->timeout;
    if (!setup_init(&s->setup, &t->how))
        return EXIT_USAGE;
    s->setup.laws = t->how.laws;
    t->engine = setup_engine(&s->setup);
    if (!t->engine)
        return EXIT_USAGE;
    return setup_laws_ok(t->engine, t->how.laws) ? -1 : EXIT_USAGE;
}

/* manifest_paths lists what a manifest names, where no path was given. */
static int manifest_paths(const struct facts *f, struct texts *out)
{
    char path[4096];

    for (size_t i = 0; facts_path(f, i, path, sizeof(path)); i++) {
        char *copy = strdup(path);

        if (!copy || !texts_add(out, copy))
            return EXIT_UNREAD;
    }
    return EXIT_NOTHING;
}

static bool is_folder(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool wants_page(const struct outputs *o)
{
    for (size_t i = 0; i < o->count; i++)
        if (strcmp(o->list[i].kind, "html") == 0)
            return true;
    return false;
}

/* are_few is whether they are files, and no more than fit one look. */
static bool are_few(const struct texts *paths)
{
    enum {
        FEW = 20
    };

    for (size_t i = 0; i < paths->count; i++)
        if (is_folder(paths->list[i]))
            return false;
    return paths->count > 0 && paths->count <= FEW;
}

/* stdin_twice is whether standard input is to be two things at once: the
 * second would find nothing left. */
static bool stdin_twice(const struct texts *paths, const char *list)
{
    size_t times = list && strcmp(list, "-") == 0;

    for (size_t i = 0; i < paths->count; i++)
        times += strcmp(paths->list[i], "-") == 0;
    if (times > 1)
        say("%s", tr("standard input can be read only once: name - once, as a "
                     "file or as the list",
                     "표준 입력은 한 번만 읽을 수 있습니다. -는 파일이나 목록 "
                     "가운데 하나로 한 번만 적으세요"));
    return times > 1;
}

static int go(struct settings *s, const struct texts *paths, struct task *t)
{
    struct texts own = {0};
    struct files *files;
    int rc = EXIT_NOTHING;

    s->batch.redact = s->redact;
    if (wants_page(&s->batch.outputs) && !s->redact &&
        (s->thumbnails || are_few(paths)))
        t->how.want |= GM_WANT_THUMBNAIL;
    setup_members(&s->setup, &s->batch.members);
    s->batch.fail_on_warn = s->fail_on && strcmp(s->fail_on, "warn") == 0;
    if (!paths->count && !s->files_from) {
        rc = manifest_paths(t->facts, &own);
        paths = &own;
    }
    if (rc == EXIT_NOTHING && !paths->count && !s->files_from) {
        say("%s",
            tr("nothing to check: name files or folders, or - for "
               "standard input",
               "검사할 것이 없습니다. 파일이나 폴더를 적거나, 표준 입력은 "
               "-로 적으세요"));
        return EXIT_NOTHING;
    }
    files = files_new(paths->list, paths->count, s->files_from);
    if (files) {
        s->batch.single = paths->count == 1 && !s->files_from &&
                          !is_folder(paths->list[0]) &&
                          !members_known(paths->list[0]);
        s->batch.paths = paths->list;
        s->batch.path_count = paths->count;
        s->batch.list_file = s->files_from;
        rc = batch_run(&s->batch, t, files);
    } else {
        say("%s: %s", s->files_from, input_tell(errno));
        rc = EXIT_USAGE;
    }
    files_free(files);
    for (size_t i = 0; i < own.count; i++)
        free((char *)(uintptr_t)own.list[i]);
    texts_free(&own);
    return rc;
}

static int run(const struct command *c, int argc, char **argv)
{
    static struct settings s; /* 64 kB that few runs fill: not to be cleared */
    struct task t = {0};
    struct texts paths = {0};
    struct facts *facts = facts_new();
    char today[11];
    int rc = options_read(c, argc, argv, &s, &paths);

    t.facts = facts;
    if (rc < 0)
        rc = !facts ? EXIT_UNREAD
             : facts_read(facts, &s.facts, &s.profiles, &s.manifests)
                 ? -1
                 : EXIT_USAGE;
    if (rc < 0 && stdin_twice(&paths, s.files_from))
        rc = EXIT_USAGE;
    if (rc < 0)
        rc = choose(&s);
    if (rc < 0)
        rc = ready(&s, &t, today);
    if (rc < 0)
        rc = read_tokens(&s, &t, &paths);
    if (rc < 0)
        rc = read_known(&s);
    if (rc < 0)
        rc = read_bags(&s, &paths);
    if (rc < 0)
        rc = tell_store(&s, &t);
    if (rc < 0)
        rc = go(&s, &paths, &t);
    db_close(s.keep.store);
    onnx_free(t.how.infer_ctx);
    gm_engine_unref(t.engine);
    facts_free(facts);
    texts_free(&paths);
    outputs_free(&s.batch.outputs);
    texts_free(&s.facts);
    texts_free(&s.profiles);
    texts_free(&s.manifests);
    texts_free(&s.ids);
    texts_free(&s.tuning);
    texts_free(&s.bags);
    texts_free(&s.networks);
    bags_free(s.batch.bags);
    baseline_free(s.batch.baseline);
    twins_free(t.twins);
    free(s.words);
    setup_free(&s.setup);
    return rc;
}

const struct command cmd_check = {
    .name = "check",
    .args = "PATH|-...",
    .en = "find the marks in files and folders, and judge them",
    .ko = "파일과 폴더에서 표시를 찾아 판정합니다",
    .opts = opts,
    .show = show,
    .run = run,
};
