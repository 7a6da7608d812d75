/* SPDX-License-Identifier: Apache-2.0
 * fit.h - is a mark one of those that a condition is about? */
#ifndef LAW_FIT_H
#define LAW_FIT_H

#include "law/pack.h"

bool fit(const struct pattern *p, const gm_mark *m);

/* fit_detail is a mark's detail of that name, or NULL. */
const gm_attr *fit_detail(const gm_mark *m, gm_str name);

/* fit_chosen is whether s is one of these words, or any will do. */
bool fit_chosen(const struct choice *c, gm_str s);

bool fit_same(gm_str a, gm_str b);

#endif
