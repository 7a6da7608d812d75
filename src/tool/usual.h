/* SPDX-License-Identifier: Apache-2.0
 * usual.h - options that several commands have, the same words in each.
 *
 * They stand in a table beside a command's own [options.h].  AT(member) is
 * the command's; its struct calls what they fill as they do here. */
#ifndef TOOL_USUAL_H
#define TOOL_USUAL_H

#include "tool/options.h"

/* clang-format off */
/* ---- what to judge by ---- */

#define USUAL_PACK                                                            \
    {OPT_LIST, "pack", 0, "FILE", AT(setup.packs), NULL,                      \
     "a rule pack of your own, beside or in place of one built in",           \
     "직접 만든 규칙 묶음. 내장 묶음에 더하거나 대신함"}

#define USUAL_DAY                                                             \
    {OPT_TEXT, "as-of", 0, "DATE", AT(as_of), NULL,                           \
     "the day whose law applies, and the clock of certificates (default today)", \
     "법령 적용일이자 인증서를 보는 시각 (기본값 오늘)"}

#define USUAL_PROFILE                                                         \
    {OPT_LIST, "profile", 0, "FILE", AT(profiles), NULL,                      \
     "facts as lines of `name = value`",                                      \
     "`name = value` 줄로 적은 사실 파일"}

/* ---- how to look ---- */

#define USUAL_EFFORT                                                          \
    {OPT_ON, "fast", 0, NULL, AT(fast), NULL,                                 \
     "decode no pixels", "픽셀을 풀지 않음"},                                 \
    {OPT_ON, "deep", 0, NULL, AT(deep), NULL,                                 \
     "the expensive searches too", "오래 걸리는 탐색까지"}

#define USUAL_TRUST                                                           \
    {OPT_LIST, "trust", 0, "PEM", AT(setup.trust), NULL,                      \
     "anchors of C2PA signatures; none are built in",                         \
     "C2PA 서명 신뢰 목록. 내장 목록은 없음"},                                \
    {OPT_LIST, "trust-tsa", 0, "PEM", AT(setup.tsa), NULL,                    \
     "anchors of time-stamps", "타임스탬프 신뢰 목록"},                       \
    {OPT_LIST, "trust-allowed", 0, "PEM", AT(setup.allowed), NULL,            \
     "certificates that are trusted as they are",                             \
     "그 자체로 신뢰하는 인증서"}

#define USUAL_TRUST_MORE                                                      \
    {OPT_LIST, "trust-usages", 0, "FILE", AT(setup.eku), NULL,                \
     "accepted extended key usages, one OID a line",                          \
     "허용하는 확장 키 용도 (한 줄에 OID 하나)"},                             \
    {OPT_ON, "no-trust", 0, NULL, AT(setup.no_trust), NULL,                   \
     "leave the installed trust lists aside",                                 \
     "설치된 신뢰 목록을 쓰지 않음"}

#define USUAL_INIT                                                            \
    {OPT_TEXT, "init", 0, "FILE", AT(setup.init), NULL,                       \
     "the initialization segment of fragments (.m4s): their credential is there", \
     "조각 파일(.m4s)의 초기화 세그먼트. C2PA 자격 증명이 거기에 있음"}

#define USUAL_LIMIT                                                           \
    {OPT_LIST, "limit", 0, "NAME=N", AT(setup.limits), NULL,                  \
     "a limit other than the default, such as inflate_bytes=64M",             \
     "기본값과 다른 한도. 예: inflate_bytes=64M"}

/* ---- what to write ---- */

#define USUAL_OUTPUTS                                                         \
    {OPT_OUT, "json", 0, "[FILE]", AT(batch.outputs), NULL,                   \
     "JSON lines, an object for each file", "파일마다 JSON 한 줄"},           \
    {OPT_OUT, "html", 0, "FILE", AT(batch.outputs), NULL,                     \
     "one self-contained page with charts", "차트가 있는 HTML 한 페이지"},    \
    {OPT_OUT, "csv", 0, "[FILE]", AT(batch.outputs), NULL,                    \
     "a row for each file", "파일마다 CSV 한 줄"},                            \
    {OPT_OUT, "findings", 0, "[FILE]", AT(batch.outputs), NULL,               \
     "CSV, a row for each finding: a baseline to be", "결과마다 CSV 한 줄. 기준선으로 쓸 수 있음"}, \
    {OPT_OUT, "sarif", 0, "[FILE]", AT(batch.outputs), NULL,                  \
     "SARIF 2.1.0, for code hosts", "SARIF 2.1.0 (코드 저장소용)"},           \
    {OPT_OUT, "junit", 0, "[FILE]", AT(batch.outputs), NULL,                  \
     "JUnit XML, for build servers", "JUnit XML (빌드 서버용)"},              \
    {OPT_OUT, "premis", 0, "[FILE]", AT(batch.outputs), NULL,                 \
     "PREMIS 3 events, for archives", "PREMIS 3 이벤트 (기록 보존용)"},       \
    {OPT_OUT, "text", 0, "[FILE]", AT(batch.outputs), NULL,                   \
     "for people; on stdout wherever no other of these goes there",            \
     "사람이 읽는 형식. 다른 형식이 표준 출력으로 가지 않으면 기본으로 나옴"}

#define USUAL_REDACT                                                          \
    {OPT_ON, "redact", 0, NULL, AT(redact), NULL,                             \
     "withhold prompts and names of persons",                                 \
     "프롬프트와 사람 이름을 가림"}

#define USUAL_PROGRESS                                                        \
    {OPT_TEXT, "progress", 0, "auto|json|none", AT(batch.progress),           \
     "auto json none", "how to tell how far it is, on stderr",                \
     "진행 상황 표시 방법 (표준 오류)"}

#define USUAL_LANG                                                            \
    {OPT_LANG, "lang", 0, "en|ko", 0, "en ko",                                \
     "language (default: that of the locale)", "언어 (기본값: 로캘)"}

/* ---- how to end; where the command keeps both ---- */

#define USUAL_END(strict, fail_on)                                            \
    {OPT_ON, "strict", 0, NULL, AT(strict), NULL,                             \
     "exit 1, not 3, where a verdict is unknown",                             \
     "판정할 수 없는 것이 있으면 3 대신 1로 종료"},                           \
    {OPT_TEXT, "fail-on", 0, "fail|warn", AT(fail_on), "fail warn",           \
     "what makes exit code 1 (default fail)",                                 \
     "종료 코드 1의 기준 (기본값 fail)"}

#define USUAL_BASELINE                                                        \
    {OPT_TEXT, "baseline", 0, "FILE", AT(known), NULL,                        \
     "findings that are known: only others decide the exit code",             \
     "이미 아는 결과 목록. 새 결과만 종료 코드를 정함"}
/* clang-format on */

#endif
