/* SPDX-License-Identifier: Apache-2.0
 * tools.c - the tables: what each generator leaves where.
 *
 * The first row that fits a value speaks for it, so that what names its tool
 * stands before what many tools write.  Rows of one tool stand together. */
#include "marks/tools.h"

#include "marks/shape.h"

#define PNG_TEXT "tEXt|zTXt|iTXt"
#define EXIF     SPACE_EXIF, "IFD0|Exif"
#define PNG      SPACE_PAIR, PNG_TEXT
#define ANY_PAIR SPACE_PAIR, NULL
#define BESIDE   SPACE_PAIR, "notes"
#define FILM     SPACE_PAIR, "ilst|udta"
#define XMP(ns)  SPACE_XMP, ns
#define IPTC     SPACE_IPTC, NULL

#define DC        "http://purl.org/dc/elements/1.1/"
#define XMP_BASIC "http://ns.adobe.com/xap/1.0/"
#define XMP_EXIF  "http://ns.adobe.com/exif/1.0/"
#define PHOTOSHOP "http://ns.adobe.com/photoshop/1.0/"
#define PLUS      "http://ns.useplus.org/ldf/xmp/1.0/"
#define TDM       "http://www.w3.org/ns/tdmrep/"
#define SDCPP     "https://github.com/leejet/stable-diffusion.cpp/ns/1.0/"
#define COMFY     "https://github.com/Comfy-Org/ComfyUI"
#define MFLUX     "http://ns.mflux.ai/1.0/"

/* Where lines of parameters stand; Matroska has its names in capitals. */
#define TEXT_KEYS "parameters|Parameters|PARAMETERS|postprocessing|extras"
#define EXIF_TEXT "UserComment|ImageDescription|XPComment"

/* clang-format off */
static const struct tool tools[] = {
    /* The dialects of the web UIs' line of parameters.  Each stands in the text
     * chunks of PNG, beside a picture, in EXIF, in a comment, inside
     * "parameters\0", and in XMP where a program copied EXIF there. */
#define DIALECT(id, shape, arg, slug, sure) \
    {id "-png", ANY_PAIR, TEXT_KEYS, shape, arg, NULL, slug, MAKES, sure}, \
    {id "-beside", BESIDE, "parameters", shape, arg, NULL, slug, MAKES, sure}, \
    {id "-exif", EXIF, EXIF_TEXT, shape, arg, NULL, slug, MAKES, sure}, \
    {id "-comment", SPACE_COMMENT, NULL, NULL, shape, arg, NULL, slug, MAKES, sure}, \
    {id "-user", XMP(XMP_EXIF), "UserComment", shape, arg, NULL, slug, MAKES, 'R'}, \
    {id "-text", XMP(DC), "description", shape, arg, NULL, slug, MAKES, 'R'}
    DIALECT("sdnext", SHAPE_INFOTEXT, "App: SD.Next", "sdnext", 'V'),
    DIALECT("sdnext-pipeline", SHAPE_INFOTEXT, ", Pipeline: |, Operations: ", "sdnext", 'V'),
    DIALECT("sdcpp", SHAPE_INFOTEXT, "Version: stable-diffusion.cpp", "sdcpp", 'V'),
    DIALECT("fooocus", SHAPE_INFOTEXT, "Version: Fooocus", "fooocus", 'C'),
    DIALECT("comfyui-infotext", SHAPE_INFOTEXT, "Version: ComfyUI", "comfyui", 'C'),
    DIALECT("civitai", SHAPE_INFOTEXT, "Civitai resources: ", "civitai", 'V'),
    DIALECT("civitai-metadata", SHAPE_INFOTEXT, "Civitai metadata: ", "civitai", 'C'),
    DIALECT("civitai-trainer", SHAPE_MODEL, "number", "civitai", 'V'),
    DIALECT("yodayo", SHAPE_MODEL, "uuid", "yodayo", 'V'),
    DIALECT("a1111", SHAPE_INFOTEXT, "", "a1111", 'V'),
#undef DIALECT
    {"sdcpp-xmp", XMP(SDCPP), "parameters", SHAPE_ANY, NULL, NULL, "sdcpp", MAKES, 'C'},
    {"sdcpp-video", ANY_PAIR, "MuxingApp|WritingApp", SHAPE_IS, "stable-diffusion.cpp", NULL, "sdcpp", MAKES, 'V'},

    /* CivitAI signs with two tags, and its other worker with JSON. */
    {"civitai-software", EXIF, "Software", SHAPE_UUID, NULL, NULL, NULL, PART, 'V'},
    {"civitai-pair", EXIF, "Artist", SHAPE_IS, "ai", "civitai-software", "civitai", MAKES, 'V'},
    {"artist-ai", EXIF, "Artist", SHAPE_IS, "ai", NULL, NULL, HINTS, 'V'},
    {"civitai-comfy", EXIF, "UserComment", SHAPE_JSON, "resource-stack", NULL, "civitai", MAKES, 'V'},
    {"civitai-airs", EXIF, "UserComment", SHAPE_JSON, "extra/airs", NULL, "civitai", MAKES, 'V'},
    {"civitai-extra", EXIF, "UserComment", SHAPE_JSON, "extraMetadata", NULL, "civitai", MAKES, 'V'},

    {"stabilitymatrix-json", PNG, "parameters-json", SHAPE_JSON, "", NULL, "stabilitymatrix", MAKES, 'C'},
    {"stabilitymatrix-project", PNG, "smproj", SHAPE_JSON, "", NULL, "stabilitymatrix", MAKES, 'C'},
    {"metahub", ANY_PAIR, "imagemetahub_data", SHAPE_JSON, "", NULL, NULL, MAKES, 'C'},
    {"metahub-video", SPACE_COMMENT, NULL, NULL, SHAPE_JSON, "generator=ComfyUI&media_type=video", NULL, "comfyui", MAKES, 'C'},
    {"tensorart", ANY_PAIR, "generation_data", SHAPE_JSON, "prompt&baseModel", NULL, NULL, MAKES, 'C'},

    /* Tools that put JSON where others put lines. */
    {"swarmui-png", PNG, TEXT_KEYS, SHAPE_JSON, "sui_image_params", NULL, "swarmui", MAKES, 'C'},
    {"swarmui-exif", EXIF, "UserComment|Model", SHAPE_JSON, "sui_image_params", NULL, "swarmui", MAKES, 'V'},
    {"swarmui-beside", BESIDE, "sui_image_params", SHAPE_JSON, "prompt", NULL, "swarmui", MAKES, 'C'},
    {"ruinedfooocus-png", PNG, TEXT_KEYS, SHAPE_JSON, "software=RuinedFooocus", NULL, "ruinedfooocus", MAKES, 'V'},
    {"ruinedfooocus-exif", EXIF, "UserComment", SHAPE_JSON, "software=RuinedFooocus", NULL, "ruinedfooocus", MAKES, 'C'},
    {"fooocus-scheme", PNG, "fooocus_scheme", SHAPE_IS, "fooocus|a1111", NULL, "fooocus", MAKES, 'C'},
    {"fooocus-software", EXIF, "Software", SHAPE_STARTS, "Fooocus v", NULL, "fooocus", MAKES, 'C'},
    {"fooocus-version", PNG, TEXT_KEYS, SHAPE_HAS, "\"version\": \"Fooocus v", NULL, "fooocus", MAKES, 'C'},
    {"fooocus-version-exif", EXIF, "UserComment", SHAPE_HAS, "\"version\": \"Fooocus v", NULL, "fooocus", MAKES, 'C'},
    {"fooocus-json", PNG, TEXT_KEYS, SHAPE_JSON, "prompt&base_model&performance", NULL, "fooocus", MAKES, 'C'},
    {"fooocus-json-exif", EXIF, "UserComment", SHAPE_JSON, "prompt&base_model&performance", NULL, "fooocus", MAKES, 'C'},
    {"fooocus-mre", PNG, "Comment", SHAPE_HAS, "\"software\"|\"Fooocus 1.|MRE\"", NULL, "fooocus", MAKES, 'C'},
    {"fooocus-mre-comment", SPACE_COMMENT, NULL, NULL, SHAPE_HAS, "\"software\"|\"Fooocus 1.|MRE\"", NULL, "fooocus", MAKES, 'C'},
    {"fooocus-json-comment", SPACE_COMMENT, NULL, NULL, SHAPE_JSON, "prompt&base_model&performance", NULL, "fooocus", MAKES, 'C'},
    {"mflux", EXIF, "UserComment", SHAPE_JSON, "mflux_version", NULL, "mflux", MAKES, 'V'},
    {"mflux-xmp", XMP(MFLUX), NULL, SHAPE_ANY, NULL, NULL, "mflux", MAKES, 'V'},
    {"mflux-tool", XMP(XMP_BASIC), "CreatorTool", SHAPE_STARTS, "MFLUX", NULL, "mflux", MAKES, 'V'},
    {"mflux-credit", XMP(PHOTOSHOP), "Credit", SHAPE_IS, "Generated by MFLUX", NULL, "mflux", SAYS_GENERATED, 'V'},
    {"mflux-credit-iptc", IPTC, "2:110", SHAPE_IS, "Generated by MFLUX", NULL, "mflux", SAYS_GENERATED, 'C'},
    {"rights-generated", XMP(DC), "rights", SHAPE_IS, "AI Generated Content", NULL, NULL, SAYS_GENERATED, 'V'},

    /* Settings as JSON, as demonstrations of models write them. */
    {"parameters-scale", PNG, TEXT_KEYS, SHAPE_JSON, "prompt&cfg_scale&steps&seed", NULL, NULL, MAKES, 'C'},
    {"parameters-guidance", PNG, TEXT_KEYS, SHAPE_JSON, "prompt&guidance_scale&num_inference_steps", NULL, NULL, MAKES, 'C'},
    {"parameters-negative", PNG, TEXT_KEYS, SHAPE_HAS, "\nNegative prompt: ", NULL, "a1111", MAKES, 'R'},
    {"parameters-bare", PNG, TEXT_KEYS, SHAPE_ANY, NULL, NULL, NULL, HINTS, 'C'},

    /* ComfyUI: a graph, under these keys in any container. */
    {"comfyui-prompt", ANY_PAIR, "prompt|Prompt|PROMPT", SHAPE_GRAPH, NULL, NULL, "comfyui", MAKES, 'V'},
    {"comfyui-workflow-graph", ANY_PAIR, "workflow|Workflow|WORKFLOW", SHAPE_GRAPH, NULL, NULL, "comfyui", MAKES, 'V'},
    {"comfyui-workflow", ANY_PAIR, "workflow|Workflow|WORKFLOW|prompt|Prompt|PROMPT", SHAPE_EDITOR, NULL, NULL, "comfyui", HINTS, 'V'},
    {"comfyui-comment", SPACE_COMMENT, NULL, NULL, SHAPE_GRAPH, NULL, NULL, "comfyui", MAKES, 'C'},
    {"comfyui-exif", EXIF, NULL, SHAPE_GRAPH, NULL, NULL, "comfyui", MAKES, 'C'},
    {"comfyui-xmp", XMP(COMFY), "prompt", SHAPE_GRAPH, NULL, NULL, "comfyui", MAKES, 'C'},
    {"comfyui-xmp-workflow", XMP(COMFY), "workflow", SHAPE_EDITOR, NULL, NULL, "comfyui", HINTS, 'C'},

    {"invokeai-metadata", ANY_PAIR, "invokeai_metadata", SHAPE_JSON, "", NULL, "invokeai", MAKES, 'V'},
    {"invokeai-graph", ANY_PAIR, "invokeai_graph", SHAPE_JSON, "", NULL, "invokeai", MAKES, 'V'},
    {"invokeai-workflow", ANY_PAIR, "invokeai_workflow", SHAPE_JSON, "", NULL, "invokeai", MAKES, 'V'},
    {"invokeai-beside", BESIDE, "invokeai_metadata", SHAPE_JSON, "generation_mode", NULL, "invokeai", MAKES, 'C'},
    {"invokeai-sd", PNG, "sd-metadata", SHAPE_JSON, "model", NULL, "invokeai", MAKES, 'V'},
    {"invokeai-dream", PNG, "Dream", SHAPE_DREAM, NULL, NULL, "invokeai", MAKES, 'V'},
    {"invokeai-mask", PNG, "Dream", SHAPE_STARTS, "!", NULL, "invokeai", MAKES, 'V'},
    {"invokeai-lazy", PNG, "Dream", SHAPE_IS, "<too lazy to implement>", NULL, "invokeai", MAKES, 'V'},
    {"invokeai-other", PNG, "Dream", SHAPE_ANY, NULL, NULL, "invokeai", HINTS, 'V'},

    {"novelai-title", PNG, "Title", SHAPE_IS, "AI generated image|NovelAI generated image", NULL, "novelai", SAYS_GENERATED, 'V'},
    {"novelai-augmented", PNG, "Title", SHAPE_IS, "AI augmented image", NULL, "novelai", SAYS_ALTERED, 'V'},
    {"novelai-title-part", PNG, "Title", SHAPE_IS, "AI augmented image", NULL, NULL, PART, 'V'},
    {"novelai-director", PNG, "Software", SHAPE_IS, "NovelAI", "novelai-title-part", "novelai", CHANGES, 'V'},
    {"novelai-software", PNG, "Software", SHAPE_IS, "NovelAI", NULL, "novelai", MAKES, 'V'},
    {"novelai-hash", PNG, "Comment", SHAPE_JSON, "signed_hash&prompt", NULL, "novelai", MAKES, 'V'},
    {"novelai-source", PNG, "Source", SHAPE_STARTS, "NovelAI Diffusion ", NULL, "novelai", MAKES, 'C'},
    {"novelai-v4", PNG, "Comment", SHAPE_JSON, "v4_prompt/caption", NULL, "novelai", MAKES, 'C'},
    {"novelai-v4-exif", EXIF, "UserComment", SHAPE_JSON, "v4_prompt/caption", NULL, "novelai", MAKES, 'C'},
    {"novelai-exif", EXIF, "UserComment", SHAPE_HAS, "signed_hash", NULL, "novelai", MAKES, 'R'},
    {"novelai-comment", EXIF, "UserComment", SHAPE_JSON, "Comment&Source&Software=NovelAI", NULL, "novelai", MAKES, 'R'},

    {"drawthings", XMP(XMP_BASIC), "CreatorTool", SHAPE_IS, "Draw Things", NULL, "drawthings", MAKES, 'V'},
    {"drawthings-json", XMP(XMP_EXIF), "UserComment", SHAPE_JSON, "c&uc&model&sampler", NULL, "drawthings", MAKES, 'V'},
    /* Settings, once divided by "; ", now one a line. */
#define MOCHI SHAPE_HAS, "Include in Image: |Model: |Generator: Mochi Diffusion", NULL, "mochidiffusion", MAKES
    {"mochi-exif", EXIF, "ImageDescription", MOCHI, 'V'},
    {"mochi-iptc", IPTC, "2:120", MOCHI, 'V'},
    {"mochi-xmp", XMP(DC), "description", MOCHI, 'C'},
#undef MOCHI
    {"mochi-program", IPTC, "2:65|2:065", SHAPE_STARTS, "Mochi Diffusion", NULL, "mochidiffusion", MAKES, 'V'},
    {"flux-software", EXIF, "Software", SHAPE_HAS, "AI generated;|;flux", NULL, "flux", SAYS_GENERATED, 'C'},
    {"flux-fork", EXIF, "Software", SHAPE_STARTS, "AI generated;", NULL, NULL, SAYS_GENERATED, 'C'},
    {"flux-make", EXIF, "Make", SHAPE_IS, "Black Forest Labs", NULL, "flux", MAKES, 'C'},
    {"artbot", EXIF, "Software", SHAPE_STARTS, "ArtBot - Create images with Stable Diffusion", NULL, NULL, MAKES, 'R'},
    {"stable-ui", EXIF, "Software", SHAPE_STARTS, "Stable UI - ", NULL, NULL, MAKES, 'R'},
    {"artbot-png", PNG, "Software", SHAPE_STARTS, "ArtBot - Create images with Stable Diffusion", NULL, NULL, MAKES, 'R'},
    {"stable-ui-png", PNG, "Software", SHAPE_STARTS, "Stable UI - ", NULL, NULL, MAKES, 'R'},
    {"higgsfield", PNG, "hf-job-id", SHAPE_UUID, NULL, NULL, "higgsfield", MAKES, 'R'},
    {"luma-comment", PNG, "Comment", SHAPE_STARTS, "Generated by Luma AI's", NULL, "luma", SAYS_GENERATED, 'R'},
    {"luma-source", PNG, "Source", SHAPE_IS, "Luma AI", NULL, "luma", MAKES, 'R'},
    {"reve-exif", EXIF, "Software", SHAPE_IS, "reve.com", NULL, "reve", MAKES, 'R'},
    {"reve-xmp", XMP(XMP_BASIC), "CreatorTool", SHAPE_IS, "reve.com", NULL, "reve", MAKES, 'R'},
    {"aphrodite", EXIF, "Make|Software", SHAPE_STARTS, "Aphrodite AI", NULL, NULL, MAKES, 'R'},
    {"picwish", EXIF, "Make|Software", SHAPE_IS, "PicWish|picwish", NULL, "picwish", HINTS, 'R'},

    /* A field about the program that names nothing but one which generates. */
#define PROGRAM(id, names, slug) \
    {id "-software", EXIF, "Software", SHAPE_NAMED, names, NULL, slug, MAKES, 'R'}, \
    {id "-program", PNG, "Software", SHAPE_NAMED, names, NULL, slug, MAKES, 'R'}, \
    {id "-creator", XMP(XMP_BASIC), "CreatorTool", SHAPE_NAMED, names, NULL, slug, MAKES, 'R'}
    PROGRAM("midjourney", "Midjourney", "midjourney"),
    PROGRAM("firefly", "Adobe Firefly", "adobe"),
    PROGRAM("dalle", "DALL-E|DALL\xc2\xb7" "E", "openai"),
    PROGRAM("stable-diffusion", "Stable Diffusion|Stable Diffusion XL", "stability"),
    PROGRAM("imagen", "Google Imagen", "google"),
    PROGRAM("leonardo", "Leonardo.Ai|Leonardo.AI|Leonardo AI", "leonardo"),
#undef PROGRAM

    /* Services and phones. */
    {"google-made", XMP(PHOTOSHOP), "Credit", SHAPE_IS, "Made with Google AI", NULL, "google", SAYS_GENERATED, 'V'},
    {"google-edited", XMP(PHOTOSHOP), "Credit", SHAPE_IS, "Edited with Google AI", NULL, "google", SAYS_ALTERED, 'V'},
    {"google-made-iptc", IPTC, "2:110", SHAPE_IS, "Made with Google AI", NULL, "google", SAYS_GENERATED, 'V'},
    {"google-edited-iptc", IPTC, "2:110", SHAPE_IS, "Edited with Google AI", NULL, "google", SAYS_ALTERED, 'R'},
    {"apple-cleanup", XMP(PHOTOSHOP), "Credit", SHAPE_IS, "Apple Photos Clean Up|Apple Photos Generative Edit: Clean Up", NULL, "apple", SAYS_ALTERED, 'R'},
    {"apple-cleanup-iptc", IPTC, "2:110", SHAPE_IS, "Apple Photos Clean Up|Apple Photos Generative Edit: Clean Up", NULL, "apple", SAYS_ALTERED, 'R'},
    {"apple-playground", XMP(PHOTOSHOP), "Credit", SHAPE_IS, "Apple Image Playground", NULL, "apple", SAYS_GENERATED, 'R'},
    {"apple-playground-iptc", IPTC, "2:110", SHAPE_IS, "Apple Image Playground", NULL, "apple", SAYS_GENERATED, 'R'},
    {"midjourney-png", PNG, "Description", SHAPE_JOB, NULL, NULL, "midjourney", MAKES, 'V'},
    {"midjourney-exif", EXIF, "ImageDescription|UserComment", SHAPE_JOB, NULL, NULL, "midjourney", MAKES, 'R'},
    {"midjourney-xmp", XMP(DC), "description", SHAPE_JOB, NULL, NULL, "midjourney", MAKES, 'R'},
    {"midjourney-iptc", IPTC, "2:120", SHAPE_JOB, NULL, NULL, "midjourney", MAKES, 'R'},
    {"grok-artist", EXIF, "Artist", SHAPE_UUID, NULL, NULL, NULL, PART, 'V'},
    {"grok", EXIF, "ImageDescription", SHAPE_SIGNATURE, NULL, "grok-artist", "grok", MAKES, 'V'},
    {"grok-creator", XMP(DC), "creator", SHAPE_UUID, NULL, NULL, NULL, PART, 'R'},
    {"grok-xmp", XMP(DC), "description", SHAPE_SIGNATURE, NULL, "grok-creator", "grok", MAKES, 'R'},
    {"grok-author", PNG, "Author", SHAPE_UUID, NULL, NULL, NULL, PART, 'R'},
    {"grok-png", PNG, "Description", SHAPE_SIGNATURE, NULL, "grok-author", "grok", MAKES, 'R'},
    {"grok-byline", IPTC, "2:80|2:080", SHAPE_UUID, NULL, NULL, NULL, PART, 'R'},
    {"grok-iptc", IPTC, "2:120", SHAPE_SIGNATURE, NULL, "grok-byline", "grok", MAKES, 'R'},
    {"grok-half", EXIF, "ImageDescription|UserComment", SHAPE_SIGNATURE, NULL, NULL, "grok", HINTS, 'V'},
    {"ideogram", EXIF, "Make", SHAPE_IS, "Ideogram AI", NULL, "ideogram", MAKES, 'V'},
    {"samsung", ANY_PAIR, "PEg_Info", SHAPE_JSON, "genAIType!=0", NULL, "samsung", SAYS_ALTERED, 'V'},
    {"samsung-edit", ANY_PAIR, "PhotoEditor_Re_Edit_Data", SHAPE_JSON, "genAIType!=0", NULL, "samsung", SAYS_ALTERED, 'R'},

    {"tencent-cloud", EXIF, "ImageDescription", SHAPE_JSON, "ServiceProvider&ServiceUser&ContentId", NULL, "tencent", SAYS_GENERATED, 'R'},
    {"tencent-wrapped", EXIF, "ImageDescription", SHAPE_JSON, "AIGC/ServiceProvider&AIGC/ServiceUser&AIGC/ContentId", NULL, "tencent", SAYS_GENERATED, 'R'},

    /* ByteDance's own JSON, beside its AIGC record. */
#define BYTEDANCE(id, arg, slug, says) \
    {id, EXIF, "UserComment", SHAPE_JSON, arg, NULL, slug, says, 'V'}
    BYTEDANCE("dreamina-label", "aigc_info/aigc_label_type=1|2&data/product=dreamina", "jimeng", SAYS_GENERATED),
    BYTEDANCE("doubao-label", "aigc_info/aigc_label_type=1|2&data/product=doubao|xinghui", "doubao", SAYS_GENERATED),
    BYTEDANCE("bytedance-label", "aigc_info/aigc_label_type=1|2", NULL, SAYS_GENERATED),
    BYTEDANCE("bytedance-type", "aigc_info/aigc_type=1", NULL, SAYS_GENERATED),
    BYTEDANCE("dreamina", "aigc_info&data/product=dreamina", "jimeng", MAKES),
    BYTEDANCE("doubao", "aigc_info&data/product=doubao|xinghui", "doubao", MAKES),
    BYTEDANCE("bytedance", "aigc_info", NULL, HINTS),
#undef BYTEDANCE
    {"dreamina-export", FILM, NULL, SHAPE_JSON, "data/product=dreamina&data/exportType", NULL, "jimeng", MAKES, 'C'},
    {"dreamina-info", FILM, NULL, SHAPE_JSON, "source_info=dreamina&aigc_label_type", NULL, "jimeng", MAKES, 'C'},
    {"tiktok-label", FILM, NULL, SHAPE_JSON, "aigc_label_type=1|2", NULL, NULL, SAYS_GENERATED, 'R'},

    {"suno-comment", ANY_PAIR, NULL, SHAPE_STARTS, "made with suno", NULL, "suno", SAYS_GENERATED, 'R'},
    {"suno-free", SPACE_COMMENT, NULL, NULL, SHAPE_STARTS, "made with suno", NULL, "suno", SAYS_GENERATED, 'R'},
    {"suno-url", ANY_PAIR, "WOAS", SHAPE_STARTS, "https://suno.com/song/", NULL, "suno", MAKES, 'R'},

    /* Rights: about training, not about origin. */
    {"data-mining", XMP(PLUS), "DataMining", SHAPE_ANY, NULL, NULL, NULL, RIGHTS, 'V'},
    {"tdm-xmp", XMP(TDM), "reservation", SHAPE_IS, "1", NULL, NULL, RIGHTS, 'C'},
    {"tdm-html", SPACE_HTML, "meta", "tdm-reservation", SHAPE_IS, "1", NULL, NULL, RIGHTS, 'C'},
    {"noai-html", SPACE_HTML, "meta", "robots", SHAPE_HAS, "noai", NULL, NULL, RIGHTS, 'R'},
    {"train-ai-http", ANY_PAIR, "Content-Usage|content-usage", SHAPE_HAS, "train-ai=n", NULL, NULL, RIGHTS, 'R'},
    {"tdm-epub", ANY_PAIR, "tdm:reservation", SHAPE_IS, "1", NULL, NULL, RIGHTS, 'C'},
};

static const struct bundle bundles[] = {
    {"easydiffusion",
     "use_stable_diffusion_model|Stable Diffusion model",
     "prompt|negative_prompt|seed|use_vae_model|sampler_name|width|height|num_inference_steps|guidance_scale|"
     "Prompt|Negative Prompt|Seed|VAE model|Sampler|Width|Height|Steps|Guidance Scale",
     3, "easydiffusion", 'C'},
    {"diffusers-keys", "num_inference_steps", "prompt|negative_prompt|seed|guidance_scale|scheduler|width|height", 3, NULL, 'C'},
};
/* clang-format on */

enum {
    ROWS = sizeof(tools) / sizeof(tools[0])
};
_Static_assert((int)ROWS <= (int)TOOLS_MOST,
               "the index has room for every row");

const size_t tool_count = ROWS;

const struct tool *tool_at(size_t i)
{
    return i < ROWS ? &tools[i] : NULL;
}

const struct bundle *bundle_at(size_t i)
{
    return i < sizeof(bundles) / sizeof(bundles[0]) ? &bundles[i] : NULL;
}

static void enter(struct tool_rows *to, size_t row)
{
    to->bits[row / 64] |= UINT64_C(1) << row % 64;
}

static size_t by_name(struct span name)
{
    return shape_kind(name) % TOOL_CLASSES;
}

static size_t by_first(struct span value)
{
    return value.len ? value.ptr[0] % TOOL_CLASSES : 0;
}

/* Words with '|' between them, and what class one is of. */
struct words {
    const char *text; /* NULL: no list */
    size_t (*class_of)(struct span word);
};

static void enter_all(struct tool_rows *to, const struct tool_rows *more)
{
    for (size_t i = 0; i < TOOL_WORDS; i++)
        to->bits[i] |= more->bits[i];
}

/* enter_each enters a row in the class of each word of a list; `any` is for
 * rows without a list, which stand in all classes. */
static void enter_each(struct tool_rows *to, struct tool_rows *any, size_t row,
                       struct words list)
{
    const char *at = list.text, *end;

    if (!at)
        enter(any, row);
    for (; at; at = *end ? end + 1 : NULL) {
        for (end = at; *end && *end != '|';)
            end++;
        enter(&to[list.class_of(
                  (struct span){(const uint8_t *)at, (size_t)(end - at)})],
              row);
    }
}

void tool_index_make(struct tool_index *to)
{
    struct tool_rows any_name = {{0}}, any_first = {{0}};

    *to = (struct tool_index){0};
    for (size_t row = 0; row < ROWS; row++) {
        const struct tool *t = &tools[row];
        struct words firsts = {recognise_firsts(t->shape, t->arg), by_first};

        if (t->says == PART)
            continue;
        enter(&to->space[t->space], row);
        enter_each(to->name, &any_name, row, (struct words){t->name, by_name});
        enter_each(to->first, &any_first, row, firsts);
    }
    for (size_t k = 0; k < TOOL_CLASSES; k++) {
        enter_all(&to->name[k], &any_name);
        enter_all(&to->first[k], &any_first);
    }
}

struct tool_rows tool_rows_of(const struct tool_index *ix, enum space space,
                              struct span name, struct span value)
{
    const struct tool_rows *a = &ix->space[space];
    const struct tool_rows *b = &ix->name[by_name(name)];
    const struct tool_rows *c = &ix->first[by_first(value)];
    struct tool_rows all = {{0}};

    /* no shape is that of nothing */
    for (size_t i = 0; value.len && i < TOOL_WORDS; i++)
        all.bits[i] = a->bits[i] & b->bits[i] & c->bits[i];
    return all;
}

size_t tool_next(const struct tool_rows *rows, size_t from)
{
    size_t word = from / 64;
    uint64_t mask = UINT64_MAX << from % 64;

    for (; word < TOOL_WORDS; word++, mask = UINT64_MAX) {
        uint64_t left = rows->bits[word] & mask;

        if (left)
            return word * 64 + (size_t)__builtin_ctzll(left);
    }
    return TOOLS_MOST;
}
