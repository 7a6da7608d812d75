/* SPDX-License-Identifier: Apache-2.0
 * facts.h - what no file tells: names, values, and the question to ask.
 *
 * One table makes the facts, their checks, `--help`, and the questions of a
 * report.  A fact that nobody gave is unknown, which is not "no". */
#ifndef LAW_FACTS_H
#define LAW_FACTS_H

#include "base/span.h"
#include "genmark.h"

enum fact_type {
    FACT_WORD,   /* one of a list */
    FACT_DATE,   /* a date or a date-time */
    FACT_RANGES, /* "0-3.5,7-9": seconds */
    FACT_TEXT
};

/* clang-format off */
#define YES_NO "yes no"
/*    name, type, values, what it means and asks, the same in Korean */
#define FACTS(X) \
    X(ROLE, "role", FACT_WORD, \
      "provider deployer platform device-maker advertiser user", \
      "What are you to this file: do you offer the generative service (provider), publish with AI in your business (deployer), carry what others upload (platform), make the device (device-maker), advertise with it (advertiser), or did you only use a tool (user)?", \
      "이 파일에 대한 역할은 무엇인가요? 생성형 AI 서비스를 이용자에게 제공하면 provider(인공지능사업자), AI를 업무에 써서 공개하면 deployer, 남이 올린 것을 전파하면 platform, 기기를 만들면 device-maker, 광고하면 advertiser, 도구로 쓰기만 했으면 user(이용자)입니다.") \
    X(ORIGIN, "origin", FACT_WORD, "ai ai-edited human", \
      "How was it made, as far as you know: by AI, edited with AI, or by a person?", \
      "어떻게 만들어졌나요? AI가 생성(ai), AI로 편집(ai-edited), 사람이 제작(human) 중 하나입니다.") \
    X(DELIVERY, "delivery", FACT_WORD, "exported in-service", \
      "Is the output downloaded or shared (exported), or shown only inside the service (in-service)?", \
      "결과물이 내려받기·공유로 서비스 밖으로 나가나요(exported), 서비스 화면 안에서만 보이나요(in-service)?") \
    X(FINAL, "final", FACT_WORD, YES_NO, \
      "Is this the final output, and not an intermediate one?", \
      "중간 결과물이 아닌 최종 결과물인가요?") \
    X(CLIPBOARD, "clipboard", FACT_WORD, YES_NO, \
      "Was it only copied by clipboard?", \
      "클립보드 복사로만 옮겨졌나요?") \
    X(REALISTIC, "realistic", FACT_WORD, "yes no cannot-tell", \
      "Is it hard to tell from reality? If you can neither judge nor control that, answer cannot-tell: the deepfake standard then applies.", \
      "실제와 구분하기 어려운 결과물인가요? 판단도 통제도 할 수 없으면 cannot-tell로 답하세요. 이때는 딥페이크 기준이 적용됩니다.") \
    X(ARTISTIC, "artistic", FACT_WORD, YES_NO, \
      "Is it, or is it part of, an artistic or creative work?", \
      "예술적·창의적 표현물이거나 그 일부인가요?") \
    X(NOTICE, "notice", FACT_WORD, YES_NO, \
      "Were users told at least once, in text or voice, that this output is AI-made (for example at download)?", \
      "이 결과물을 AI가 만들었다는 사실을 안내 문구나 음성으로 한 번 이상 알렸나요(예: 내려받을 때)?") \
    X(UI_MARK, "ui-mark", FACT_WORD, YES_NO, \
      "Does the screen of the service say that its outputs are AI-made?", \
      "서비스 화면에 결과물이 AI로 만들어졌다는 표시가 있나요?") \
    X(PRIOR_NOTICE, "prior-notice", FACT_WORD, YES_NO, \
      "Were users told before use that the service runs on AI?", \
      "서비스가 AI 기반으로 운용된다는 사실을 이용 전에 알렸나요?") \
    X(VISIBLE, "visible", FACT_WORD, YES_NO, \
      "Is there a mark in the picture that a person can see?", \
      "화면에서 사람이 볼 수 있는 AI 표시가 있나요?") \
    X(SPOKEN, "spoken", FACT_WORD, YES_NO, \
      "Is it said aloud in the recording that AI made it?", \
      "AI가 만들었다는 안내가 소리로 나오나요?") \
    X(AI_RANGES, "ai-ranges", FACT_RANGES, "t0-t1,...", \
      "Which sections of the recording are AI-made, in seconds?", \
      "AI로 만든 구간은 어디인가요(초 단위, 예: 0-12.5,30-41)?") \
    X(MARK_RANGES, "mark-ranges", FACT_RANGES, "t0-t1,...", \
      "Over which sections of the video can the mark be seen, in seconds?", \
      "영상에서 표시가 보이는 구간은 어디인가요(초 단위, 예: 0-12.5)?") \
    X(SPOKEN_RANGES, "spoken-ranges", FACT_RANGES, "t0-t1,...", \
      "When is it said aloud that AI made it, in seconds?", \
      "AI가 만들었다는 안내가 나오는 때는 언제인가요(초 단위, 예: 0-2.5)?") \
    X(AUDIENCE, "audience", FACT_WORD, \
      "general children elderly visual-impaired hearing-impaired", \
      "Who are the main users?", \
      "주된 이용자는 누구인가요?") \
    X(INTERNAL_ONLY, "internal-only", FACT_WORD, YES_NO, \
      "Is it used for the operator's own internal business only?", \
      "사업자 내부 업무에만 쓰이나요?") \
    X(INTERNAL_ONLY_REASON, "internal-only.reason", FACT_TEXT, "text", \
      "Why is the use internal only?", \
      "내부 업무용이라고 보는 이유는 무엇인가요?") \
    X(OBVIOUS, "obvious", FACT_WORD, YES_NO, \
      "Is it obvious to users that AI is used?", \
      "AI를 쓴다는 사실이 이용자에게 명백한가요?") \
    X(OBVIOUS_REASON, "obvious.reason", FACT_TEXT, "text", \
      "Why is it obvious?", \
      "명백하다고 보는 이유는 무엇인가요?") \
    X(GENERATED_AT, "generated-at", FACT_DATE, "date", \
      "When was the content generated?", \
      "언제 생성되었나요?") \
    X(PUBLISHED_AT, "published-at", FACT_DATE, "date", \
      "When was, or will it be, published?", \
      "언제 공개되었거나 공개되나요?") \
    X(ON_MARKET_SINCE, "on-market-since", FACT_DATE, "date", \
      "Since when is the generative system on the market?", \
      "생성 시스템은 언제부터 시장에 나왔나요?") \
    X(ELECTION_DATE, "election-date", FACT_DATE, "date", \
      "When is election day?", \
      "선거일은 언제인가요?") \
    X(CAMPAIGN, "campaign", FACT_WORD, YES_NO, \
      "Is it used for an election campaign?", \
      "선거운동에 쓰이나요?") \
    X(AD, "ad", FACT_WORD, YES_NO, \
      "Is it an advertisement?", \
      "광고인가요?") \
    X(VIRTUAL_PERSON, "virtual-person", FACT_WORD, YES_NO, \
      "Does it show a virtual, AI-made person?", \
      "AI로 만든 가상인물이 나오나요?") \
    X(DECLARED, "declared", FACT_WORD, YES_NO, \
      "Did the uploader declare that AI made it?", \
      "올린 사람이 AI 사용을 스스로 밝혔나요?") \
    X(PUBLIC_INTEREST, "public-interest", FACT_WORD, YES_NO, \
      "Is it text published to inform the public on matters of public interest?", \
      "공익 사안을 대중에게 알리려고 발행한 글인가요?") \
    X(EDITORIAL_CONTROL, "editorial-control", FACT_WORD, YES_NO, \
      "Did a person review it, and does somebody hold editorial responsibility?", \
      "사람이 검토했고 편집 책임을 지는 사람이 있나요?") \
    X(DEEPFAKE, "deepfake", FACT_WORD, YES_NO, \
      "Does it resemble real persons, objects, places or events and falsely appear authentic?", \
      "실제 인물·사물·장소·사건과 닮아 진짜로 오인될 수 있나요?")
/* clang-format on */

enum fact {
#define X(id, name, type, values, en, ko) FACT_##id,
    FACTS(X)
#undef X
    FACT_COUNT
};

struct fact_row {
    const char *name;
    enum fact_type type;
    const char *values;
    const char *en, *ko;
};

extern const struct fact_row fact_rows[FACT_COUNT];

/* fact_find is the index of a fact, or FACT_COUNT. */
size_t fact_find(struct span name);

/* fact_value is the place of a word in a fact's values, or -1. */
int fact_value(size_t fact, struct span value);

/* fact_ok is whether the value is one that the fact takes. */
bool fact_ok(size_t fact, struct span value);

#endif
