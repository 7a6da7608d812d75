# genmark - `make help` lists the targets.
#
# MODE picks the build: release, debug, asan, tsan, cov.  Each has its own
# folder under build/, so switching never rebuilds another.

VERSION := 0.1.0
MODE    ?= release
prefix  ?= /usr/local
PREFIX  ?= $(prefix)
DESTDIR ?=
B       := build/$(MODE)
SHARED  ?= ../shared

CC      ?= cc
CORES   := $(shell nproc 2>/dev/null || echo 2)
WARN    := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wvla -Wundef \
           -Wcast-qual -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings
CFLAGS  ?= -O2 -g
CFLAGS_release :=
CFLAGS_debug   := -O0
CFLAGS_asan    := -O1 -fno-omit-frame-pointer -fsanitize=address,undefined \
                  -fno-sanitize-recover=all
CFLAGS_tsan    := -O1 -fsanitize=thread
CFLAGS_cov     := -O0 --coverage
ALL_CFLAGS = -std=c11 -D_POSIX_C_SOURCE=200809L -Isrc -I. -fPIC \
             -fvisibility=hidden -ffp-contract=off $(WARN) \
             $(shell pkg-config --cflags $(PKGS) 2>/dev/null) \
             $(DECODERS) $(LOADED) $(CFLAGS) $(CFLAGS_$(MODE)) -MMD -MP

# What the library links.
PKGS      := zlib expat jansson libutf8proc
# Decoders that a build may lack: macro, pkg-config's name, file.  Libraries are
# loaded when a picture wants them, by the name that their headers belong to
# (src/base/plug.h).  `make WITHOUT="HEIF JXL"` leaves some out.
WITHOUT ?=
soname = $(shell objdump -p $$($(CC) -print-file-name=$1.so 2>/dev/null) 2>/dev/null | sed -n 's/ *SONAME *//p')
define with =
$(if $(filter $1,$(WITHOUT)),,$(if $(shell pkg-config --exists $2 && echo y),\
  -DLIB$1='"$(call soname,$3)"' $(shell pkg-config --cflags $2)))
endef
DECODERS := $(call with,GIF,libgif,libgif) $(call with,TIFF,libtiff-4,libtiff) \
            $(call with,HEIF,libheif,libheif) $(call with,JXL,libjxl,libjxl)
# What few runs want is loaded likewise, but never left out: OpenSSL, the
# decoders of the usual pictures, and what the programs use (src/tool/plug.h).
load = -DLIB$1='"$(call soname,$3)"' $(shell pkg-config --cflags $2 2>/dev/null)
LOADED   := $(call load,CRYPTO,libcrypto,libcrypto) \
            $(call load,DEFLATE,libdeflate,libdeflate) \
            $(call load,EXIF,libexif,libexif) \
            $(call load,BROTLI,libbrotlidec,libbrotlidec) \
            $(call load,PNG,libpng,libpng) $(call load,JPEG,libjpeg,libjpeg) \
            $(call load,WEBP,libwebp,libwebp) \
            $(call load,PCRE2,libpcre2-8,libpcre2-8) \
            $(call load,ARCHIVE,libarchive,libarchive) \
            $(call load,MICROHTTPD,libmicrohttpd,libmicrohttpd) \
            $(call load,SQLITE,sqlite3,libsqlite3) \
            $(call load,SECCOMP,libseccomp,libseccomp)
LIBS      = $(shell pkg-config --libs $(PKGS)) $(LIBS_EXTRA)
TOOL_LIBS = -lpthread
LIBS_EXTRA := -lm
# `make STATIC=1`: the program holds what it links, but for the C library, so
# that a start maps few files; a fix of a library then wants a build.
# libgenmark.so, and what is loaded, stay as they are.
STATIC ?=
HELD    = $(filter-out -lm -ldl -lpthread -pthread,\
          $(shell pkg-config --static --libs $(PKGS)))
ifeq ($(STATIC),)
PROG_LIBS = $(LIBS) $(TOOL_LIBS)
else
PROG_LIBS = -Wl,-Bstatic $(HELD) -Wl,-Bdynamic $(LIBS_EXTRA) -lpthread
endif

PROGRAM  := tool cli daemon worker
LIB_SRC  := $(filter-out $(PROGRAM:%=src/%/%),$(wildcard src/*.c src/*/*.c)) \
            $(wildcard formats/*.c)
PROG_SRC := $(wildcard $(PROGRAM:%=src/%/*.c))
GEN_SRC  := build/gen/lexicon_data.c build/gen/seed_data.c \
            build/gen/carve_data.c build/gen/makers_data.c \
            build/gen/leftovers_data.c build/gen/pack_digest.c
LIB_OBJ  := $(LIB_SRC:%.c=$B/%.o) $(GEN_SRC:%.c=$B/%.o)
PROG_OBJ := $(PROG_SRC:%.c=$B/%.o)
UNIT_SRC := $(wildcard tests/unit/test_*.c)
UNIT     := $(UNIT_SRC:tests/unit/%.c=$B/unit/%)
LOOP_SRC := $(wildcard tests/loops/*.c)
LOOPS    := $(LOOP_SRC:tests/loops/%.c=$B/loops/%)
BENCH_SRC := $(wildcard tests/bench/bench_*.c)
BENCHES  := $(BENCH_SRC:tests/bench/%.c=$B/bench/%)
TOOL_SRC := $(wildcard tests/tools/*.c)
TOOLS    := $(TOOL_SRC:tests/tools/%.c=$B/tools/%)
FUZZ_SRC := $(wildcard tests/fuzz/fuzz_*.c)
REPLAY   := $(FUZZ_SRC:tests/fuzz/%.c=$B/replay/%)
ALL_C     = $(shell find src formats tests corpus -name '*.[ch]')

.PHONY: all deps check test demo bench assurance lint format layers corpus \
        golden manual install deb uninstall clean help FORCE
all: $B/libgenmark.a $B/libgenmark.so $B/genmark

# One object whose hidden names are local, so that a program that links the
# archive sees gm_* and nothing else.
$B/libgenmark.a: $(LIB_OBJ)
	@echo "  AR $@"
	@$(LD) -r -o $B/genmark.o $^
	@objcopy --localize-hidden $B/genmark.o
	@rm -f $@ && $(AR) rcs $@ $B/genmark.o

$B/libgenmark.so: $(LIB_OBJ) src/genmark.map
	@echo "  LD $@"
	@$(CC) $(ALL_CFLAGS) -shared -Wl,-soname,libgenmark.so.0 \
	  -Wl,--version-script=src/genmark.map -o $@ $(LIB_OBJ) $(LIBS)

$B/genmark: $(PROG_OBJ) $B/libgenmark.a $B/linked
	@echo "  LD $@"
	@$(CC) $(ALL_CFLAGS) -o $@ $(PROG_OBJ) $B/libgenmark.a $(PROG_LIBS)
$B/linked: FORCE
	@mkdir -p $(@D)
	@echo $(PROG_LIBS) | cmp -s - $@ || echo $(PROG_LIBS) > $@

# What is built in decides what the formats say: they follow it.
build/gen/decoders: FORCE
	@mkdir -p $(@D)
	@echo $(DECODERS) | cmp -s - $@ || echo $(DECODERS) > $@
$(patsubst formats/%.c,$B/formats/%.o,$(wildcard formats/*.c)): build/gen/decoders

$B/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC $<"
	@$(CC) $(ALL_CFLAGS) -c -o $@ $<

# The program ends without tidying up; what checks at exit does not.
build/release/src/cli/main.o: CFLAGS_release := -DLEAVE=_exit

# The assembler takes the rule packs and the page's style in, which no -MMD sees; and a compiler
# cache must not answer for it.
$B/src/law/packs.o: $(wildcard src/law/packs/*.rules)
$B/src/law/packs.o: CC := $(patsubst ccache,,$(CC))
$B/src/report/html_report.o: src/report/report.css src/report/report.js
$B/src/report/html_report.o: CC := $(patsubst ccache,,$(CC))

$B/src/daemon/page.o: $(wildcard src/daemon/page/*)
$B/src/daemon/page.o: CC := $(patsubst ccache,,$(CC))

# Programs of the build: they write tables that the library holds as constants.
BUILD_CC = $(CC) -std=c11 -D_POSIX_C_SOURCE=200809L -Isrc -I. -O1

# The digest of the built-in packs, so that no start has to hash them.
DIGEST := $(addprefix src/law/,packs/digest.c digest.c packs.c) \
          $(addprefix src/base/,civil.c crypto.c der.c plug.c)
build/gen/digest: $(DIGEST) $(wildcard src/law/packs/*.rules) src/law/pack.h
	@mkdir -p build/gen
	$(patsubst ccache,,$(BUILD_CC)) $(filter -DLIBCRYPTO=%,$(LOADED)) -o $@ $(DIGEST)
build/gen/pack_digest.c: build/gen/digest
	build/gen/digest > $@.part && mv $@.part $@
$B/build/gen/pack_digest.o: build/gen/pack_digest.c
# The patterns of disclosure sentences are compiled by a program of the build.
NAMES := src/marks/phrases/names.txt
SEED_WORDS := src/marks/phrases/seeds.txt
PHRASES := $(NAMES) $(filter-out $(NAMES) $(SEED_WORDS),$(wildcard src/marks/phrases/*.txt))
COMPILE := src/marks/phrases/compile.c src/marks/phrases/ways.c src/marks/view.c src/base/utf.c \
           src/base/buf.c src/base/arena.c src/base/utf8_sure.c src/base/cpu.c
build/gen/compile: $(COMPILE) src/marks/phrases/ways.h src/marks/lexicon.h src/marks/view.h
	@mkdir -p build/gen
	$(BUILD_CC) -o $@ $(COMPILE) $(shell pkg-config --cflags --libs libutf8proc)
build/gen/lexicon_data.c: build/gen/compile $(PHRASES)
	build/gen/compile $(PHRASES) > $@.part && mv $@.part $@
$B/build/gen/lexicon_data.o: build/gen/lexicon_data.c
# So are the seeds by which the scanner finds where they may be.
BAKE := src/scan/bake/bake.c src/base/cpu.c \
        $(filter-out src/scan/unseen.c src/scan/words.c,$(wildcard src/scan/*.c))
BAKE_H := $(wildcard src/scan/*.h src/scan/bake/*.h)
SEEDS := $(addprefix src/marks/phrases/,seeds.c graph.c piece.c spare.c odds.c) \
         $(BAKE) $(filter-out src/marks/phrases/% $(BAKE),$(COMPILE))
build/gen/seeds: $(SEEDS) build/gen/lexicon_data.c $(BAKE_H) \
                 $(wildcard src/marks/phrases/*.h) src/marks/seed.h
	$(BUILD_CC) -O2 -o $@ $(SEEDS) \
	  build/gen/lexicon_data.c $(shell pkg-config --cflags --libs libutf8proc)
build/gen/seed_data.c: build/gen/seeds $(SEED_WORDS)
	build/gen/seeds $(SEED_WORDS) > $@.part && mv $@.part $@
$B/build/gen/seed_data.o: build/gen/seed_data.c
# And the sets of what is carved out of formats that are not known, of names of products, and of what
# chat programs leave.
SETS := build/gen/carve build/gen/makers build/gen/leftovers
build/gen/carve: formats/bake/carve.c formats/bake/words.h
build/gen/makers: src/marks/bake/makers.c src/marks/makers.c src/marks/maker.h
build/gen/leftovers: src/marks/bake/leftovers.c src/marks/leftovers.h
$(SETS): $(BAKE) $(BAKE_H)
	@mkdir -p build/gen
	$(BUILD_CC) -o $@ $(filter %.c,$^)
$(SETS:%=%_data.c): %_data.c: %
	$< > $@.part && mv $@.part $@
$(SETS:%=$B/%_data.o): $B/%.o: %.c

# Tests see inside, so they link the objects and not the archive; those of
# tool/ link that folder too.  libjpeg makes the pictures of some.
$B/unit/% $B/loops/% $B/tools/% $B/bench/% $B/replay/%: LINK = $(CC) $(ALL_CFLAGS) \
	-o $@ $(filter tests/%.c %.o,$^) $(LIBS) $(TOOL_LIBS) $(shell pkg-config --libs libjpeg)
TOOL_OBJ := $(filter $B/src/tool/%,$(PROG_OBJ))
# Those of daemon/, which link that as well.
$B/unit/test_desk $B/unit/test_door $B/unit/test_wish: $(filter $B/src/daemon/%,$(PROG_OBJ))
$B/unit/test_%: tests/unit/test_%.c $(LIB_OBJ) $(TOOL_OBJ)
	@mkdir -p $(@D)
	@echo "  LD $@"
	@$(LINK) -lcmocka
$B/loops/%: tests/loops/%.c $(LIB_OBJ)
	@mkdir -p $(@D)
	@echo "  LD $@"
	@$(LINK)
$B/tools/%: tests/tools/%.c $(LIB_OBJ)
	@mkdir -p $(@D)
	@echo "  LD $@"
	@$(LINK)
$B/bench/bench_scan: BENCH_LIBS = $(shell pkg-config --libs libhs 2>/dev/null)
$B/bench/%: tests/bench/%.c $(LIB_OBJ)
	@mkdir -p $(@D)
	@echo "  LD $@"
	@$(LINK) $(BENCH_LIBS)
# The fuzz targets without libFuzzer: replay.c feeds them files.
$B/replay/fuzz_mail: $B/src/tool/mail.o
$B/replay/fuzz_manifest: $B/src/tool/manifest.o
$B/replay/fuzz_%: tests/fuzz/fuzz_%.c tests/fuzz/replay.c $(LIB_OBJ)
	@mkdir -p $(@D)
	@echo "  LD $@"
	@$(LINK)

# The formats of a target that has more than its own.
SEEDS_bmff  := mp4 cr3 jxl
SEEDS_djvu  := gzip
SEEDS_film  := matroska flv avi
SEEDS_font  := woff
SEEDS_glb   := safetensors
SEEDS_music := mp3 flac ogg wav w64 aiff ape asf au caf
SEEDS_raw   := crw x3f raf cr3
SEEDS_thin  := svg xmp
SEEDS_zip   := ooxml odf epub hwpx
fuzz-%:                        ## fuzz one target for TIME seconds
	$(MAKE) build/fuzz/fuzz_$* && mkdir -p build/fuzz/corpus/$* && \
	build/fuzz/fuzz_$* -max_total_time=$(or $(TIME),60) -timeout=10 \
	  -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix=build/fuzz/ \
	  $(if $(wildcard tests/fuzz/$*.dict),-dict=tests/fuzz/$*.dict) \
	  build/fuzz/corpus/$* \
	  $(wildcard tests/fuzz/seeds/$* corpus/$* $(SEEDS_$*:%=corpus/%))
FUZZ_FLAGS := -std=c11 -D_POSIX_C_SOURCE=200809L -Isrc -I. -O1 -g -w \
	-fsanitize=address,undefined -fno-sanitize-recover=all
FUZZ_OBJ := $(LIB_SRC:%.c=build/fuzz/obj/%.o) $(GEN_SRC:%.c=build/fuzz/obj/%.o)
build/fuzz/obj/%.o: %.c
	@mkdir -p $(@D)
	@echo "  FUZZ $<"
	@clang $(FUZZ_FLAGS) -MMD -MP -fsanitize=fuzzer-no-link \
	  $(DECODERS) $(LOADED) $(shell pkg-config --cflags $(PKGS)) -c -o $@ $<
$(GEN_SRC:%.c=build/fuzz/obj/%.o): build/fuzz/obj/%.o: %.c
.PRECIOUS: build/fuzz/obj/%.o
build/fuzz/fuzz_mail: build/fuzz/obj/src/tool/mail.o
build/fuzz/fuzz_manifest: build/fuzz/obj/src/tool/manifest.o
build/fuzz/fuzz_%: tests/fuzz/fuzz_%.c $(FUZZ_OBJ)
	@echo "  FUZZ $@"
	@clang $(FUZZ_FLAGS) -fsanitize=fuzzer $(shell pkg-config --cflags $(PKGS)) \
	  -o $@ $< $(filter %.o,$^) $(LIBS)

deps:                          ## install what is missing (apt; root or sudo)
	@packaging/deps.sh

check: all $(UNIT) $(LOOPS) $(TOOLS) $(REPLAY) ## run every test on what is built
	@B=$B SHARED=$(SHARED) tests/run.sh

test:                          ## install, build, and run every test
	@packaging/deps.sh test
	@$(MAKE) --no-print-directory -j$(CORES) check

demo: deps                     ## install, build, judge the demo corpus
	@$(MAKE) --no-print-directory -j$(CORES) all
	@B=$B packaging/demo.sh

bench: all $(BENCHES)          ## ratios to named peers, in one run
	@B=$B SHARED=$(SHARED) tests/bench/run.sh

assurance: all $(UNIT) $(LOOPS) $(TOOLS) $(REPLAY) ## the long version of the tests
	@B=$B SHARED=$(SHARED) FULL=1 tests/run.sh
	@tests/fuzz/all.sh $(or $(TIME),60)

layers:                        ## every include points down
	@tests/layers.sh

lint: layers                   ## what a machine can say of style
	@clang-format --dry-run -Werror $(ALL_C)
	@tests/lint.sh

format:                        ## apply .clang-format
	clang-format -i $(ALL_C)

corpus:                        ## make the corpus again from its recipes
	@B=$B corpus/make.sh

manual: all                    ## the options of genmark.1, from their tables
	@B=$B python3 packaging/manual.py

golden: all                    ## rewrite expected output; review the diff
	@B=$B GOLDEN=1 tests/golden.sh

install: all                   ## into DESTDIR/PREFIX (prefix, as GNU spells it)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/pkgconfig \
	  $(DESTDIR)$(PREFIX)/include $(DESTDIR)$(PREFIX)/share/man/man1 \
	  $(DESTDIR)$(PREFIX)/share/bash-completion/completions
	install $B/genmark $(DESTDIR)$(PREFIX)/bin/
	install -m 644 $B/libgenmark.a $(DESTDIR)$(PREFIX)/lib/
	install $B/libgenmark.so $(DESTDIR)$(PREFIX)/lib/libgenmark.so.0
	ln -sf libgenmark.so.0 $(DESTDIR)$(PREFIX)/lib/libgenmark.so
	install -m 644 src/genmark.h $(DESTDIR)$(PREFIX)/include/
	sed 's|@PREFIX@|$(PREFIX)|; s|@VERSION@|$(VERSION)|' src/genmark.pc.in \
	  > $(DESTDIR)$(PREFIX)/lib/pkgconfig/genmark.pc
	install -m 644 $(wildcard src/cli/*.1) $(DESTDIR)$(PREFIX)/share/man/man1/
	install -d $(DESTDIR)$(PREFIX)/share/man/man8
	install -m 644 src/daemon/genmark-serve.8 $(DESTDIR)$(PREFIX)/share/man/man8/
	install -d $(DESTDIR)$(PREFIX)/share/doc/genmark
	install -m 644 docs/mend.md $(DESTDIR)$(PREFIX)/share/doc/genmark/
	install -m 644 packaging/genmark.bash-completion \
	  $(DESTDIR)$(PREFIX)/share/bash-completion/completions/genmark

deb: all                       ## a Debian package in build/
	@B=$B VERSION=$(VERSION) LOADED="$(filter lib%,$(subst ", ,$(LOADED)))" packaging/deb.sh $(DEB)

uninstall:                     ## remove what install put there
	cd $(DESTDIR)$(PREFIX) && rm -f bin/genmark lib/libgenmark.a \
	  lib/libgenmark.so lib/libgenmark.so.0 include/genmark.h \
	  lib/pkgconfig/genmark.pc share/man/man1/genmark.1 \
	  share/man/man8/genmark-serve.8 share/doc/genmark/mend.md \
	  share/bash-completion/completions/genmark

clean:                         ## remove build/
	rm -rf build

help:                          ## this list
	@sed -n 's/^\([a-z%-]*\):.*## /  \1\t/p' Makefile | expand -t 16

-include $(shell find $B build/fuzz/obj -name '*.d' 2>/dev/null)
