/* SPDX-License-Identifier: Apache-2.0
 * bench_sets.h - the pattern sets of bench_scan, of about the sizes that the
 * library uses: disclosure phrases in seven languages, signatures of files and
 * metadata, and invisible characters. */
#ifndef BENCH_SETS_H
#define BENCH_SETS_H

#include "scan/scan.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    MOST_PATTERNS = 1024
};

struct pattern_list {
    struct scan_pattern p[MOST_PATTERNS];
    size_t count;
};

static void list_add(struct pattern_list *l, const char *a, const char *b,
                     const char *c, bool caseless)
{
    size_t len = strlen(a) + strlen(b) + strlen(c);
    char *text = malloc(len + 1);

    if (!text || l->count == MOST_PATTERNS)
        exit(2);
    snprintf(text, len + 1, "%s%s%s", a, b, c);
    for (size_t i = 0; i < l->count; i++) {
        struct span s = l->p[i].text;

        if (s.len == len && memcmp(s.ptr, text, len) == 0) {
            free(text);
            return;
        }
    }
    l->p[l->count++] =
        (struct scan_pattern){{(const uint8_t *)text, len}, caseless, 0};
}

/* list_cross adds every word of a, joint, every word of b. */
static void list_cross(struct pattern_list *l, const char *const *a,
                       const char *joint, const char *const *b)
{
    for (; *a; a++) {
        for (const char *const *w = b; *w; w++)
            list_add(l, *a, joint, *w, true);
    }
}

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void add_phrases(struct pattern_list *l)
{
    list_cross(l,
               WORDS("AI로", "AI가", "AI를 활용해", "AI를 이용해", "AI에 의해",
                     "AI 기술로", "인공지능으로", "인공지능이",
                     "인공지능을 활용해", "인공지능을 이용하여", "생성형 AI로",
                     "생성형 인공지능으로"),
               " ",
               WORDS("생성", "제작", "작성", "만든", "만들어진", "편집", "번역",
                     "합성"));
    list_cross(l, WORDS("AI", "AI ", "인공지능 ", "생성형 AI "), "",
               WORDS("생성물", "생성 이미지", "생성 콘텐츠", "합성 영상",
                     "제작물", "음성", "그림", "더빙"));
    list_cross(l, WORDS(""), "",
               WORDS("딥페이크", "가상 인물", "실제가 아닙니다",
                     "실제와 다를 수 있습니다", "챗GPT", "미드저니",
                     "본 콘텐츠는 AI", "이 글은 AI", "이 영상은 AI"));
    list_cross(l,
               WORDS("generated", "created", "made", "produced", "written",
                     "edited", "translated"),
               " ",
               WORDS("by AI", "with AI", "using AI",
                     "by artificial intelligence",
                     "with artificial intelligence", "by generative AI",
                     "by an AI model", "with the help of AI"));
    list_cross(l, WORDS("AI", "artificially", "machine", "computer"), "-",
               WORDS("generated", "created", "made", "edited", "translated",
                     "manipulated"));
    list_cross(l, WORDS("this "), "",
               WORDS("image was generated", "content was generated",
                     "text was generated", "article was written by",
                     "video contains synthetic", "voice is synthetic"));
    list_cross(l, WORDS(""), "",
               WORDS("synthetic media", "deepfake", "deep fake", "Midjourney",
                     "Stable Diffusion", "DALL-E", "Adobe Firefly",
                     "as an AI language model", "large language model",
                     "AI disclosure", "content credentials",
                     "not a real person", "virtual influencer", "text-to-image",
                     "ChatGPT"));
    list_cross(l,
               WORDS("由AI", "由人工智能", "本图片由AI", "本内容由AI",
                     "本视频由AI", "本文由AI", "使用AI", "人工智能"),
               "", WORDS("生成", "合成", "制作", "创作", "辅助生成", "撰写"));
    list_cross(l, WORDS(""), "",
               WORDS("深度伪造", "深度合成", "生成式人工智能", "疑似AI生成",
                     "由人工智慧生成", "AI生成內容", "人工智慧合成"));
    list_cross(l,
               WORDS("AIで", "AIが", "AIによって", "AIを使って",
                     "人工知能によって", "人工知能が", "生成AIで",
                     "生成AIを使用して"),
               "", WORDS("生成", "作成", "制作", "作られ", "編集"));
    list_cross(l, WORDS(""), "",
               WORDS("AI生成", "生成AI", "AIイラスト", "ディープフェイク",
                     "合成画像", "この画像はAI", "AI加工"));
    list_cross(
        l,
        WORDS("mit KI ", "von KI ", "durch KI ", "mithilfe von KI ",
              "mit künstlicher Intelligenz ", "KI-"),
        "",
        WORDS("generiert", "erstellt", "erzeugt", "geschrieben", "bearbeitet"));
    list_cross(l, WORDS("généré", "générée", "créé", "créée", "produit"), " ",
               WORDS("par IA", "par l'IA", "avec l'IA",
                     "par l'intelligence artificielle", "à l'aide de l'IA"));
    list_cross(l, WORDS("generado", "generada", "creado", "creada", "hecho"),
               " ",
               WORDS("por IA", "con IA", "mediante IA",
                     "por inteligencia artificial", "por una IA"));
    list_cross(l, WORDS(""), "",
               WORDS("hypertrucage", "contenu généré", "image générée",
                     "imagen generada", "contenido sintético", "ultrafalso"));
}

static void add_signatures(struct pattern_list *l)
{
    static const char *const texts[] = {"jumb",
                                        "jumdc2pa",
                                        "c2pa",
                                        "c2ma",
                                        "c2cs",
                                        "c2pa.actions",
                                        "c2pa.hash.data",
                                        "c2pa.signature",
                                        "caBX",
                                        "<?xpacket",
                                        "<x:xmpmeta",
                                        "http://ns.adobe.com/xap/1.0/",
                                        "http://ns.adobe.com/xmp/extension/",
                                        "Exif",
                                        "ICC_PROFILE",
                                        "Photoshop 3.0",
                                        "8BIM",
                                        "DigitalSourceType",
                                        "digitalsourcetype/",
                                        "trainedAlgorithmicMedia",
                                        "compositeWithTrainedAlgorithmicMedia",
                                        "algorithmicMedia",
                                        "Iptc4xmpExt",
                                        "parameters",
                                        "Steps: ",
                                        "Sampler: ",
                                        "CFG scale: ",
                                        "Negative prompt: ",
                                        "Model hash: ",
                                        "prompt\":",
                                        "workflow\":",
                                        "Dream",
                                        "invokeai_metadata",
                                        "stealth_pnginfo",
                                        "stealth_rgbinfo",
                                        "\"class_type\"",
                                        "KSampler",
                                        "CheckpointLoaderSimple",
                                        "TC260",
                                        "<TC260:AIGC>",
                                        "AIGC",
                                        "ProduceID",
                                        "Made with Google AI",
                                        "Edited with Google AI",
                                        "SynthID",
                                        "NovelAI",
                                        "AI generated image",
                                        "MidJourney",
                                        "fooocus_scheme",
                                        "SwarmUI",
                                        "sui_image_params",
                                        "OpenAI-API",
                                        "GPT-4o",
                                        "Adobe Firefly",
                                        "com.adobe.firefly",
                                        "Signature: Truepic",
                                        "AISystemUsed",
                                        "AIPromptInformation",
                                        "xAI-Aurora",
                                        "RIFF",
                                        "ftypheic",
                                        "ftypavif",
                                        "ComfyUI",
                                        "Stable Diffusion"};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        list_add(l, texts[i], "", "", false);
}

static void add_invisible(struct pattern_list *l)
{
    static const char *const texts[] = {
        "\u200b",       "\u200c",       "\u200d",       "\u200e",
        "\u200f",       "\u202a",       "\u202b",       "\u202c",
        "\u202d",       "\u202e",       "\u2060",       "\u2061",
        "\u2062",       "\u2063",       "\u2064",       "\u2066",
        "\u2067",       "\u2068",       "\u2069",       "\u206a",
        "\ufeff",       "\u00ad",       "\u034f",       "\u061c",
        "\u115f",       "\u1160",       "\u17b4",       "\u17b5",
        "\u180b",       "\u180e",       "\u3164",       "\uffa0",
        "\u202f",       "\u2800",       "\xef\xb8\x80", "\xef\xb8\x8e",
        "\xef\xb8\x8f", "\xf3\xa0\x80", "\xf3\xa0\x81", "\xf3\xa0\x84",
        "\xf3\xa0\x87"};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        list_add(l, texts[i], "", "", false);
}

#endif
