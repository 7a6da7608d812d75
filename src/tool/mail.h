/* SPDX-License-Identifier: Apache-2.0
 * mail.h - the messages in a mailbox, and the files attached to a message
 * [RFC 5322, 2045, 2046, 4155], one after another as they are asked for. */
#ifndef TOOL_MAIL_H
#define TOOL_MAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct mail;

/* mail_open takes a stream, which it closes: a mailbox, whose members are its
 * messages ("1.eml"), or a message, whose members are what is attached to it.
 * NULL without memory; the stream is closed then too. */
struct mail *mail_open(FILE *in, bool box);
void mail_free(struct mail *m);

/* mail_next goes to the next member, whose name is good until the next; false
 * after the last.  *why: it broke off there, or NULL. */
bool mail_next(struct mail *m, const char **name, const char **why);

/* mail_read unpacks the next bytes of the member: how many, 0 at its end. */
size_t mail_read(struct mail *m, unsigned char *to, size_t room);

#endif
