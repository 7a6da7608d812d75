/* SPDX-License-Identifier: Apache-2.0
 * engine.h - what scans share: limits, law, trust.  Built once. */
#ifndef ENGINE_H
#define ENGINE_H

#include "base/arena.h"
#include "base/limits.h"
#include "c2pa/c2pa.h"
#include "genmark.h"
#include "law/judge.h"
#include "marks/mark.h"
#include "marks/tools.h"

#include <stdatomic.h>

struct gm_engine {
    atomic_uint refs;
    struct limits limits;
    struct law *law;
    struct trust *trust;
    struct tool_index tools;
    gm_coverage roll[FINDERS];
};

struct gm_worker {
    gm_engine *engine;
    struct arena arena;
    struct recall *recall;
    gm_item item;
};

#endif
