/* SPDX-License-Identifier: Apache-2.0
 * makers.c - product names and their slugs.
 *
 * The first row that a text has wins: longer names stand before what they
 * contain, products before companies. */
#include "marks/maker.h"

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
    {"GPT-", "openai"},
    {"OpenAI", "openai"},
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
    {"Azure", "microsoft"},
    {"Firefly", "adobe"},
    {"Generative Fill", "adobe"},
    {"Adobe", "adobe"},
    {"Photoshop", "adobe"},
    {"Meta AI", "meta"},
    {"Meta Platforms", "meta"},
    {"Imagine with Meta", "meta"},
    {"Grok", "grok"},
    {"xAI", "grok"},
    {"Ideogram", "ideogram"},
    {"Leonardo", "leonardo"},
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
    {"Nova Canvas", "amazon"},
    {"Nova Reel", "amazon"},
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
    {"Kuaishou", "kling"},
    {"Hunyuan", "tencent"},
    {"Yuanbao", "tencent"},
    {"Tencent", "tencent"},
    {"Qwen", "qwen"},
    {"Alibaba", "qwen"},
    {"Wan 2.", "qwen"},
    {"Wan2.", "qwen"},
    {"Tongyi", "qwen"},
    {"ERNIE", "baidu"},
    {"Baidu", "baidu"},
    {"MiniMax", "minimax"},
    {"Hailuo", "minimax"},
    {"PicWish", "picwish"},
    {"Suno", "suno"},
    {"Udio", "udio"},
    {"ElevenLabs", "elevenlabs"},
    {"Eleven Labs", "elevenlabs"},
    {"Karlo", "kakao"},
    {"Kakao", "kakao"},
    {"Kanana", "kakao"},
    {"HyperCLOVA", "naver"},
    {"CLOVA", "naver"},
    {"Naver", "naver"},
    {"FLUX", "flux"},
    {"Black Forest Labs", "flux"},
    {"SDXL", "stability"},
    {"Stable Diffusion", "stability"},
    {"Stability AI", "stability"},
    {"Stability", "stability"},
};
/* clang-format on */

enum {
    MAKERS = sizeof(makers) / sizeof(makers[0])
};

bool maker_at(size_t i, const char **word, const char **slug)
{
    if (i >= MAKERS)
        return false;
    *word = makers[i].word;
    *slug = makers[i].slug;
    return true;
}
