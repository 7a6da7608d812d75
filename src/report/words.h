/* SPDX-License-Identifier: Apache-2.0
 * words.h - the enums as people read them, in English and Korean.  What
 * machines read is in names.c. */
#ifndef REPORT_WORDS_H
#define REPORT_WORDS_H

#include "genmark.h"

#include <stdbool.h>

const char *word_verdict(bool ko, gm_verdict v);
const char *word_claim(bool ko, gm_claim c); /* "AI-generated" */
const char *word_says(bool ko, gm_claim c);  /* of one mark */
const char *word_kind(bool ko, gm_kind k);
const char *word_proof(bool ko, gm_proof p);
const char *word_form(bool ko, gm_form f);
const char *word_fault(bool ko, gm_fault f);
const char *word_basis(bool ko, gm_basis b); /* how an origin is known */
const char *word_media(bool ko, gm_media m);
const char *word_state(bool ko, gm_c2pa_state s);
const char *word_outcome(bool ko, gm_outcome o);
const char *word_source(bool ko, gm_str basis); /* "statute": of a rule */

/* word_known stands before a finding that a baseline has. */
const char *word_known(bool ko);

/* word_said is a constant text of a note, a fault or a coverage; itself where
 * no other is known. */
gm_str word_said(bool ko, gm_str en);

#endif
