/* SPDX-License-Identifier: Apache-2.0
 * words.c - two columns of words for each enum, in the enum's order. */
#include "report/words.h"

#include <string.h>

struct pair {
    const char *en, *ko;
};

#define WORDS(fn, type, ...)                                     \
    const char *fn(bool ko, type v)                              \
    {                                                            \
        static const struct pair w[] = {__VA_ARGS__};            \
        size_t i = (size_t)v < sizeof(w) / sizeof(w[0]) ? v : 0; \
                                                                 \
        return ko ? w[i].ko : w[i].en;                           \
    }

/* clang-format off */
WORDS(word_verdict, gm_verdict,
      {"not applicable", "해당 없음"}, {"info", "참고"}, {"pass", "충족"},
      {"warning", "주의"}, {"unknown", "판단 불가"}, {"fail", "미충족"})
WORDS(word_claim, gm_claim,
      {"no mark", "표시 없음"}, {"AI-generated", "AI 생성"},
      {"AI-altered", "AI 편집"}, {"captured", "실제 촬영·제작"},
      {"tool trace", "AI 도구 흔적"}, {"notice", "안내 문구"},
      {"denial", "AI 미사용 주장"}, {"near miss", "표시 아닌 유사 문구"})
WORDS(word_kind, gm_kind,
      {"mark", "표시"}, {"metadata", "메타데이터"}, {"C2PA", "C2PA"},
      {"AIGC label", "AIGC 라벨"}, {"generator", "생성 도구"},
      {"watermark", "워터마크"}, {"visible mark", "보이는 표시"},
      {"notice", "안내 문구"}, {"hidden text", "숨은 글자"},
      {"rights", "권리 표시"})
WORDS(word_proof, gm_proof,
      {"stated only", "단순 기재"}, {"bound to the bytes", "내용과 결속됨"},
      {"signed", "서명됨"}, {"signed and trusted", "신뢰된 서명"},
      {"broken", "깨짐"})
WORDS(word_form, gm_form,
      {"machine-readable", "기계 판독"}, {"visible", "눈에 보임"},
      {"audible", "귀에 들림"}, {"text", "글"})
WORDS(word_fault, gm_fault,
      {"", ""}, {"not read", "읽지 못함"}, {"not supported", "지원하지 않음"},
      {"limit reached", "한도 초과"}, {"timed out", "시간 초과"},
      {"crashed", "비정상 종료"})
WORDS(word_basis, gm_basis,
      {"", ""}, {"inferred from a tool's traces", "도구의 흔적에서 추정"},
      {"declared by a mark", "표시에 명시됨"})
WORDS(word_media, gm_media,
      {"file", "파일"}, {"image", "이미지"}, {"audio", "오디오"},
      {"video", "영상"}, {"text", "글"}, {"source code", "소스 코드"},
      {"document", "문서"}, {"package", "묶음 파일"})
WORDS(word_state, gm_c2pa_state,
      {"none", "없음"}, {"remote, not fetched", "원격 참조, 가져오지 않음"},
      {"unreadable", "읽을 수 없음"}, {"invalid", "무효"},
      {"valid, signer not trusted", "유효, 서명자는 신뢰 목록에 없음"},
      {"valid and trusted", "유효, 신뢰됨"})
WORDS(word_outcome, gm_outcome,
      {"survived", "유지"}, {"weakened", "약해짐"}, {"changed", "바뀜"},
      {"lost", "사라짐"}, {"unsure", "확인 불가"}, {"invented", "새로 생김"})
/* clang-format on */

const char *word_says(bool ko, gm_claim c)
{
    if (c == GM_CLAIM_NONE)
        return ko ? "출처를 말하지 않음" : "nothing of origin";
    return word_claim(ko, c);
}

const char *word_source(bool ko, gm_str basis)
{
    /* clang-format off */
    static const struct {
        const char *name;
        struct pair say;
    } table[] = {
        {"statute",   {"statute", "법률"}},
        {"decree",    {"decree", "시행령"}},
        {"standard",  {"standard", "표준"}},
        {"code",      {"code of practice", "실천강령"}},
        {"guideline", {"guideline", "가이드라인"}},
        {"practice",  {"practice", "관행"}},
        {"secondary", {"secondary source", "2차 자료"}},
    };
    /* clang-format on */

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        if (strlen(table[i].name) == basis.len &&
            memcmp(table[i].name, basis.ptr, basis.len) == 0)
            return ko ? table[i].say.ko : table[i].say.en;
    return "";
}

const char *word_known(bool ko)
{
    return ko ? "(기준선) " : "(known) ";
}
