/* SPDX-License-Identifier: Apache-2.0
 * trust.h - where trust lists are installed: /etc/genmark/trust/ and
 * $XDG_CONFIG_HOME/genmark/trust/ (else ~/.config/...), a folder a purpose:
 *
 *     signers/  anchors of C2PA claim signatures (PEM or ETSI JSON)
 *     tsa/      anchors of time-stamps
 *     allowed/  end-entity certificates that are trusted as they are
 *     usages/   accepted extended key usages, one OID a line
 *
 * Files that stand in trust/ itself are anchors of signatures. */
#ifndef TOOL_TRUST_H
#define TOOL_TRUST_H

#include "genmark.h"

#include <stdbool.h>

struct trust_list {
    gm_trust *list;
    size_t count, cap;
};

/* trust_file reads one file; trust_installed those of both folders, which
 * need not exist.  False where one cannot be read, which has been said. */
bool trust_file(struct trust_list *t, gm_trust_kind kind, const char *path);
bool trust_installed(struct trust_list *t);
void trust_list_free(struct trust_list *t);

/* trust_folder writes the user's trust folder; false where there is none. */
bool trust_folder(char *to, size_t size);
extern const char trust_system[];

#endif
