/* SPDX-License-Identifier: Apache-2.0
 * names.c - the public enums as reports spell them. */
#include "genmark.h"

#define NAMES(fn, type, ...)                                            \
    const char *fn(type v)                                              \
    {                                                                   \
        static const char *const names[] = {__VA_ARGS__};               \
                                                                        \
        return (size_t)v < sizeof(names) / sizeof(names[0]) ? names[v]  \
                                                            : names[0]; \
    }

NAMES(gm_media_name, gm_media, "unknown", "image", "audio", "video", "text",
      "code", "document", "package")
NAMES(gm_kind_name, gm_kind, "none", "metadata", "c2pa", "aigc", "generator",
      "watermark", "visible", "notice", "hidden-text", "rights")
NAMES(gm_claim_name, gm_claim, "none", "generated", "altered", "captured",
      "trace", "notice", "denial", "near-miss")
NAMES(gm_proof_name, gm_proof, "stated", "bound", "signed", "trusted", "broken")
NAMES(gm_form_name, gm_form, "machine", "visible", "audible", "text")
NAMES(gm_verdict_name, gm_verdict, "not-applicable", "info", "pass", "warn",
      "unknown", "fail")
NAMES(gm_severity_name, gm_severity, "error", "warning", "info")
NAMES(gm_fault_name, gm_fault, "none", "io", "unsupported", "limit", "timeout",
      "crash")
NAMES(gm_basis_name, gm_basis, "none", "trace", "declared")
NAMES(gm_c2pa_state_name, gm_c2pa_state, "none", "remote", "error", "invalid",
      "valid", "trusted")
NAMES(gm_outcome_name, gm_outcome, "survived", "weakened", "changed", "lost",
      "unsure", "invented")
