/* SPDX-License-Identifier: Apache-2.0
 * input.h - one file, standard input or bytes in memory, as a gm_input wants
 * it.
 *
 * Files are read, never mapped: a file that is cut short while it is read
 * gives an I/O error, not a signal.  Small ones are read whole; of large ones
 * only what is asked for, through one window. */
#ifndef TOOL_INPUT_H
#define TOOL_INPUT_H

#include "genmark.h"

#include <sys/stat.h>

enum {
    INPUT_WHOLE = 256 << 10, /* files up to this are read whole */
    INPUT_WINDOW = 16 << 10, /* read at once of a larger one, in a row */
    INPUT_HOP = 1 << 10,     /* the same, away from what was read before */
    INPUT_STDIN = 64 << 20   /* more of standard input waits in a file */
};

/* The reading end of one thread, used for one input after another. */
struct input {
    int fd; /* -1: none */
    uint64_t size;
    struct stat stat;    /* of the file, all zero where there is none */
    uint64_t bytes_read; /* really, by the system */
    unsigned char *whole;
    unsigned char *window;
    uint64_t window_at;
    size_t window_len;
    unsigned char *held; /* standard input in memory */
    char *way;           /* folder of the last file, with its slash */
    size_t way_len, way_cap;
    int folder; /* the same, opened for its second file; -1: not yet */
};

/* input_init makes room; 0, or -1 without memory. */
int input_init(struct input *in);
void input_free(struct input *in);

/* input_open opens path ("-" is standard input) and fills name, data, length,
 * read and ctx of to.  Nonzero where it cannot, with *why filled (constant
 * texts).  Close it before the next. */
int input_open(struct input *in, const char *path, gm_input *to, gm_error *why);
void input_close(struct input *in);

/* input_member opens what was unpacked; its descriptor is ours then. */
struct member;
void input_member(struct input *in, const char *path, const struct member *m,
                  gm_input *to);

/* input_why is the error that errno stands for, of an item; input_tell is what
 * it says in the language of messages. */
gm_error input_why(int error);
const char *input_tell(int error);

/* input_text reads a whole file of ours (a pack, a profile, a list), at most
 * `most` bytes: NUL-terminated, to be freed; NULL with errno set. */
char *input_text(const char *path, size_t most, size_t *len);

/* input_words is where the words of such a text begin: behind the byte-order
 * mark that some editors put before them. */
char *input_words(char *text);

#endif
