/* SPDX-License-Identifier: Apache-2.0
 * maker.c - product names and their slugs. */
#include "marks/maker.h"

#include "marks/shape.h"

/* A word counts where letters and digits around it end; the first row that
 * matches wins, so that longer names stand before what they contain. */
/* clang-format off */
static const struct {
    const char *word, *slug;
} makers[] = {
    {"Draw Things", "drawthings"},
    {"Mochi Diffusion", "mochidiffusion"},
    {"Easy Diffusion", "easydiffusion"},
    {"RuinedFooocus", "ruinedfooocus"},
    {"Fooocus", "fooocus"},
    {"InvokeAI", "invokeai"},
    {"ComfyUI", "comfyui"},
    {"SwarmUI", "swarmui"},
    {"StableSwarmUI", "swarmui"},
    {"SD.Next", "sdnext"},
    {"stable-diffusion.cpp", "sdcpp"},
    {"AUTOMATIC1111", "a1111"},
    {"NovelAI", "novelai"},
    {"MFLUX", "mflux"},
    {"diffusers", "diffusers"},
    {"CivitAI", "civitai"},
    {"Yodayo", "yodayo"},
    {"Moescape", "yodayo"},
    {"StabilityMatrix", "stabilitymatrix"},
    {"Stability Matrix", "stabilitymatrix"},
    {"Midjourney", "midjourney"},
    {"DALL-E", "openai"},
    {"DALL\xc2\xb7" "E", "openai"},
    {"DALLE", "openai"},
    {"ChatGPT", "openai"},
    {"GPT-4o", "openai"},
    {"GPT-4", "openai"},
    {"GPT-5", "openai"},
    {"gpt-image", "openai"},
    {"gpt-image-1", "openai"},
    {"OpenAI", "openai"},
    {"OpenAI-API", "openai"},
    {"Sora", "openai"},
    {"Gemini", "google"},
    {"Imagen", "google"},
    {"Veo", "google"},
    {"Nano Banana", "google"},
    {"Google", "google"},
    {"Bing Image Creator", "microsoft"},
    {"Image Creator from Designer", "microsoft"},
    {"Microsoft Designer", "microsoft"},
    {"Microsoft", "microsoft"},
    {"Azure OpenAI", "microsoft"},
    {"Firefly", "adobe"},
    {"Adobe_Firefly", "adobe"},
    {"Generative Fill", "adobe"},
    {"Adobe", "adobe"},
    {"Photoshop", "adobe"},
    {"Meta AI", "meta"},
    {"Imagine with Meta", "meta"},
    {"Grok", "grok"},
    {"xAI", "grok"},
    {"Ideogram", "ideogram"},
    {"Leonardo", "leonardo"},
    {"Leonardo.Ai", "leonardo"},
    {"Recraft", "recraft"},
    {"Runway", "runway"},
    {"RunwayML", "runway"},
    {"Luma", "luma"},
    {"Reve", "reve"},
    {"Higgsfield", "higgsfield"},
    {"Galaxy AI", "samsung"},
    {"Samsung", "samsung"},
    {"Image Playground", "apple"},
    {"Clean Up", "apple"},
    {"Apple", "apple"},
    {"Titan Image Generator", "amazon"},
    {"Amazon Titan", "amazon"},
    {"Amazon Nova", "amazon"},
    {"Amazon Bedrock", "amazon"},
    {"Amazon", "amazon"},
    {"Doubao", "doubao"},
    {"\xe8\xb1\x86\xe5\x8c\x85", "doubao"},
    {"Seedream", "doubao"},
    {"Seedance", "doubao"},
    {"Jimeng", "jimeng"},
    {"\xe5\x8d\xb3\xe6\xa2\xa6", "jimeng"},
    {"Dreamina", "jimeng"},
    {"Kling", "kling"},
    {"KlingAI", "kling"},
    {"Hunyuan", "tencent"},
    {"Yuanbao", "tencent"},
    {"Tencent", "tencent"},
    {"Qwen", "qwen"},
    {"Qwen-Image", "qwen"},
    {"Wan2.1", "qwen"},
    {"Wan2.2", "qwen"},
    {"Tongyi", "qwen"},
    {"ERNIE", "baidu"},
    {"Baidu", "baidu"},
    {"MiniMax", "minimax"},
    {"Hailuo", "minimax"},
    {"PicWish", "picwish"},
    {"Suno", "suno"},
    {"Udio", "udio"},
    {"ElevenLabs", "elevenlabs"},
    {"Karlo", "kakao"},
    {"Kanana", "kakao"},
    {"HyperCLOVA", "naver"},
    {"CLOVA", "naver"},
    {"FLUX.1", "flux"},
    {"FLUX", "flux"},
    {"FLUX1", "flux"},
    {"Black Forest Labs", "flux"},
    {"SDXL", "stability"},
    {"Stable Diffusion", "stability"},
    {"Stability AI", "stability"},
    {"Stability", "stability"},
};
/* clang-format on */

enum {
    MAKERS = sizeof(makers) / sizeof(makers[0]),
    WORDS_MAX = 512 /* a name is short: we look no further */
};

static struct span literal(const char *s)
{
    return (struct span){(const uint8_t *)s, strlen(s)};
}

struct span maker_of(struct span words)
{
    struct span s = shape_short(words, WORDS_MAX);

    for (size_t i = 0; i < MAKERS; i++)
        if (shape_has_word(s, literal(makers[i].word)))
            return literal(makers[i].slug);
    return (struct span){0};
}

bool maker_at(size_t i, const char **word, const char **slug)
{
    if (i >= MAKERS)
        return false;
    *word = makers[i].word;
    *slug = makers[i].slug;
    return true;
}
