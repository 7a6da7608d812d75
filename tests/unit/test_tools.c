/* SPDX-License-Identifier: Apache-2.0
 * test_tools.c - every row of the tool table on an example, and what only
 * resembles one. */
#include "tests/hunt.h"
#include "tests/test.h"

#include "marks/maker.h"
#include "marks/shape.h"
#include "marks/tools.h"

#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

#define DC        "http://purl.org/dc/elements/1.1/"
#define XMP_BASIC "http://ns.adobe.com/xap/1.0/"
#define XMP_EXIF  "http://ns.adobe.com/exif/1.0/"
#define PHOTOSHOP "http://ns.adobe.com/photoshop/1.0/"
#define UUID      "0f7d1b8e-3c52-4d3a-9a1e-5b7c2d9e4f60"
#define LINES \
    "a cat\nNegative prompt: dog\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512"
#define ROW40  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghij+/89"
#define SIGNED "Signature: " ROW40 ROW40 ROW40 ROW40 ROW40 ROW40 ROW40 "=="
#define GRAPH  "{\"3\":{\"class_type\":\"KSampler\",\"inputs\":{\"seed\":1}}}"
#define EDITOR "{\"last_node_id\":3,\"nodes\":[{\"id\":1}],\"links\":[]}"
#define MOCHI \
    "Metadata Version: 2\nInclude in Image: a bear\nModel: sd-2\nSeed: 1\nGenerator: Mochi Diffusion 6.0"
#define V4    "{\"uc\":\"x\",\"v4_prompt\":{\"caption\":{\"base_caption\":\"x\"}}}"
#define DREAM "\"a cat\" -s50 -W512 -H512 -C7.5 -Ak_lms"

struct example {
    const char *row;
    enum space space;
    const char *ns, *name, *value;
    enum space with_space; /* of the PART that must be met */
    const char *with_ns, *with_name, *with_value;
};

/* clang-format off */
#define EXIF(row, tag, value) {row, SPACE_EXIF, "IFD0", tag, value, 0, NULL, NULL, NULL}
#define USER(row, value) {row, SPACE_EXIF, "Exif", "UserComment", value, 0, NULL, NULL, NULL}
#define TEXT(row, key, value) {row, SPACE_PAIR, "tEXt", key, value, 0, NULL, NULL, NULL}
#define PAIR(row, ns, key, value) {row, SPACE_PAIR, ns, key, value, 0, NULL, NULL, NULL}
#define XMP(row, ns, key, value) {row, SPACE_XMP, ns, key, value, 0, NULL, NULL, NULL}
#define IPTC(row, key, value) {row, SPACE_IPTC, "", key, value, 0, NULL, NULL, NULL}
#define FREE(row, value) {row, SPACE_COMMENT, "COM", "", value, 0, NULL, NULL, NULL}
#define LINE(row, more) TEXT(row "-png", "parameters", LINES more), PAIR(row "-beside", "notes", "parameters", LINES more), USER(row "-exif", LINES more), FREE(row "-comment", LINES more), XMP(row "-user", XMP_EXIF, "UserComment", LINES more), XMP(row "-text", DC, "description", LINES more)

#define PROGRAM(row, value) EXIF(row "-software", "Software", value), TEXT(row "-program", "Software", value), XMP(row "-creator", XMP_BASIC, "CreatorTool", value)

static const struct example examples[] = {
    LINE("a1111", ", Version: v1.10.1"),
    LINE("sdnext", ", App: SD.Next, Version: 48027d4"),
    LINE("sdnext-pipeline", ", App: x, Pipeline: FluxPipeline, Operations: txt2img"),
    TEXT("a1111-png", "parameters", "a cat Negative prompt: dog Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512"),
    PAIR("swarmui-beside", "notes", "sui_image_params", "{\"prompt\":\"a cat\",\"swarm_version\":\"0.9.7.0\"}"),
    LINE("sdcpp", ", Version: stable-diffusion.cpp"),
    LINE("fooocus", ", Version: Fooocus v2.5.5"),
    LINE("comfyui-infotext", ", Version: ComfyUI"),
    LINE("civitai", ", Civitai resources: [{\"type\":\"checkpoint\"}]"),
    LINE("civitai-metadata", ", Civitai metadata: {}"),
    LINE("civitai-trainer", ", Model: 691639.safetensors"),
    LINE("yodayo", ", Model: " UUID ", Version: 1.10.1"),
    XMP("sdcpp-xmp", "https://github.com/leejet/stable-diffusion.cpp/ns/1.0/", "parameters", LINES),
    PAIR("sdcpp-video", "ebml", "MuxingApp", "stable-diffusion.cpp"),
    TEXT("parameters-bare", "parameters", "a cat"),
    TEXT("parameters-negative", "parameters", "a cat\nNegative prompt: dog"),
    {"civitai-pair", SPACE_EXIF, "IFD0", "Artist", "ai", SPACE_EXIF, "IFD0", "Software", UUID},
    EXIF("artist-ai", "Artist", "ai"),
    USER("civitai-comfy", "{\"resource-stack\":{\"class_type\":1}}"),
    USER("civitai-airs", "{\"extra\":{\"airs\":[\"urn:air:sdxl:x\"]}}"),
    USER("civitai-extra", "{\"extraMetadata\":\"{}\"}"),
    TEXT("parameters-scale", "parameters", "{\"prompt\":\"x\",\"steps\":20,\"cfg_scale\":7.5,\"seed\":3}"),
    TEXT("parameters-guidance", "parameters", "{\"prompt\":\"x\",\"guidance_scale\":7,\"num_inference_steps\":28}"),
    PAIR("invokeai-beside", "notes", "invokeai_metadata", "{\"generation_mode\":\"wan_t2v\",\"seed\":1}"),
    EXIF("tencent-wrapped", "ImageDescription", "{\"AIGC\":{\"ServiceProvider\":\"t\",\"ServiceUser\":\"u\",\"Time\":\"1\",\"ContentId\":\"c\"}}"),
    PROGRAM("midjourney", "Midjourney v6.1"),
    PROGRAM("firefly", "Adobe Firefly 1.0"),
    PROGRAM("dalle", "DALL\xc2\xb7" "E 3"),
    PROGRAM("stable-diffusion", "Stable Diffusion XL"),
    PROGRAM("imagen", "Google Imagen"),
    PROGRAM("leonardo", "Leonardo.Ai"),
    TEXT("stabilitymatrix-json", "parameters-json", "{\"PositivePrompt\":\"x\"}"),
    TEXT("stabilitymatrix-project", "smproj", "{\"Version\":2}"),
    PAIR("metahub", "iTXt", "imagemetahub_data", "{\"generator\":\"ComfyUI\"}"),
    USER("metahub", "{\"imagemetahub_data\":{\"generator\":\"ComfyUI\",\"seed\":1}}"),
    PAIR("metahub-video", "ilst", "\xc2\xa9" "cmt", "{\"generator\":\"ComfyUI\",\"media_type\":\"video\",\"prompt\":\"x\"}"),
    TEXT("tensorart", "generation_data", "{\"prompt\":\"x\",\"baseModel\":{\"modelFileName\":\"y\"}}"),
    TEXT("a1111-png", "parameters", "a cat\nSteps: 20, Sampler: Euler a, Seed: 1, Size: 8x8"),
    TEXT("swarmui-png", "parameters", "{\n \"sui_image_params\": {\"prompt\":\"x\"}}"),
    USER("swarmui-exif", "{\"sui_image_params\":{\"seed\":1}}"),
    TEXT("ruinedfooocus-png", "parameters", "{\"Prompt\":\"x\",\"software\":\"RuinedFooocus\"}"),
    USER("ruinedfooocus-exif", "{\"Prompt\":\"x\",\"software\":\"RuinedFooocus\"}"),
    TEXT("fooocus-scheme", "fooocus_scheme", "fooocus"),
    EXIF("fooocus-software", "Software", "Fooocus v2.5.5"),
    TEXT("fooocus-version", "parameters", "{\"prompt\": \"x\", \"version\": \"Fooocus v2.5.5\"}"),
    USER("fooocus-version-exif", "{\"prompt\": \"x\", \"version\": \"Fooocus v2.5.5\"}"),
    TEXT("fooocus-json", "parameters", "{\"prompt\":\"x\",\"base_model\":\"j\",\"performance\":\"Speed\"}"),
    USER("fooocus-json-exif", "{\"prompt\":\"x\",\"base_model\":\"j\",\"performance\":\"Speed\"}"),
    TEXT("fooocus-mre", "Comment", "{\"prompt\":\"x\",\"software\":\"Fooocus 1.0.51 MRE\"}"),
    FREE("fooocus-mre-comment", "{\"prompt\":\"x\",\"software\":\"Fooocus 1.0.51 MRE\"}"),
    TEXT("fooocus-json-comment", "Comment", "{\"prompt\":\"x\",\"base_model\":\"j\",\"performance\":\"Speed\"}"),
    USER("mflux", "{\"mflux_version\":\"0.10.0\",\"seed\":1}"),
    XMP("mflux-xmp", "http://ns.mflux.ai/1.0/", "Seed", "42"),
    XMP("mflux-tool", XMP_BASIC, "CreatorTool", "MFLUX 0.15.5"),
    XMP("mflux-credit", PHOTOSHOP, "Credit", "Generated by MFLUX"),
    IPTC("mflux-credit-iptc", "2:110", "Generated by MFLUX"),
    XMP("rights-generated", DC, "rights", "AI Generated Content"),
    TEXT("comfyui-prompt", "prompt", GRAPH),
    TEXT("comfyui-workflow-graph", "workflow", GRAPH),
    TEXT("comfyui-workflow", "workflow", EDITOR),
    TEXT("comfyui-workflow", "prompt", EDITOR),
    FREE("comfyui-comment", GRAPH),
    USER("comfyui-exif", GRAPH),
    EXIF("comfyui-exif", "Make", GRAPH),
    XMP("comfyui-xmp", "https://github.com/Comfy-Org/ComfyUI", "prompt", GRAPH),
    XMP("comfyui-xmp-workflow", "https://github.com/Comfy-Org/ComfyUI", "workflow", EDITOR),
    TEXT("invokeai-metadata", "invokeai_metadata", "{\"app_version\":\"5\"}"),
    FREE("invokeai-graph", "invokeai_graph: {\"id\":\"x\"}"),
    FREE("invokeai-workflow", "invokeai_workflow: {\"name\":\"\"}"),
    PAIR("invokeai-sd", "zTXt", "sd-metadata", "{\"model\":\"stable diffusion\"}"),
    TEXT("invokeai-dream", "Dream", DREAM),
    TEXT("invokeai-mask", "Dream", "!mask curly.png -tm hair 0.5"),
    TEXT("invokeai-lazy", "Dream", "<too lazy to implement>"),
    TEXT("invokeai-other", "Dream", "of a white Christmas"),
    TEXT("novelai-title", "Title", "AI generated image"),
    TEXT("novelai-augmented", "Title", "AI augmented image"),
    {"novelai-director", SPACE_PAIR, "tEXt", "Software", "NovelAI", SPACE_PAIR, "tEXt", "Title", "AI augmented image"},
    TEXT("novelai-software", "Software", "NovelAI"),
    TEXT("novelai-source", "Source", "NovelAI Diffusion V4.5 4BDE2A90"),
    TEXT("novelai-v4", "Comment", V4),
    USER("novelai-v4-exif", V4),
    TEXT("novelai-hash", "Comment", "{\"prompt\":\"x\",\"signed_hash\":\"AA==\"}"),
    USER("novelai-exif", "{\"prompt\":\"x\",\"signed_hash\":\"AA==\"}"),
    USER("novelai-comment", "{\"Comment\":\"{}\",\"Source\":\"Stable Diffusion\",\"Software\":\"NovelAI\"}"),
    XMP("drawthings", XMP_BASIC, "CreatorTool", "Draw Things"),
    XMP("drawthings-json", XMP_EXIF, "UserComment", "{\"c\":\"x\",\"uc\":\"\",\"model\":\"m.ckpt\",\"sampler\":\"Euler\"}"),
    EXIF("mochi-exif", "ImageDescription", "Include in Image: a bear; Exclude from Image: ; Model: x; Generator: Mochi Diffusion 3.1"),
    IPTC("mochi-iptc", "2:120", "Include in Image: a bear; Exclude from Image: ; Model: x; Generator: Mochi Diffusion 3.1"),
    EXIF("mochi-exif", "ImageDescription", MOCHI),
    IPTC("mochi-iptc", "2:120", MOCHI),
    XMP("mochi-xmp", DC, "description", MOCHI),
    IPTC("mochi-program", "2:65", "Mochi Diffusion 3.1"),
    EXIF("flux-software", "Software", "AI generated;txt2img;flux"),
    EXIF("flux-fork", "Software", "AI generated;txt2img;hidream"),
    EXIF("flux-make", "Make", "Black Forest Labs"),
    EXIF("artbot", "Software", "ArtBot - Create images with Stable Diffusion, utilizing the AI Horde"),
    EXIF("stable-ui", "Software", "Stable UI - Create images"),
    TEXT("artbot-png", "Software", "ArtBot - Create images with Stable Diffusion"),
    TEXT("stable-ui-png", "Software", "Stable UI - Create images"),
    TEXT("higgsfield", "hf-job-id", UUID),
    TEXT("luma-comment", "Comment", "Generated by Luma AI's Uni-1 model (https://lumalabs.ai)"),
    TEXT("luma-source", "Source", "Luma AI"),
    EXIF("reve-exif", "Software", "reve.com"),
    XMP("reve-xmp", XMP_BASIC, "CreatorTool", "reve.com"),
    EXIF("aphrodite", "Software", "Aphrodite AI"),
    EXIF("picwish", "Make", "PicWish"),
    EXIF("tencent-cloud", "ImageDescription", "{\"ServiceProvider\":\"x\",\"ServiceUser\":\"1\",\"Time\":\"2025\",\"ContentId\":\"a\"}"),
    XMP("google-made", PHOTOSHOP, "Credit", "Made with Google AI"),
    XMP("google-edited", PHOTOSHOP, "Credit", "Edited with Google AI"),
    IPTC("google-made-iptc", "2:110", "Made with Google AI"),
    IPTC("google-edited-iptc", "2:110", "Edited with Google AI"),
    XMP("apple-cleanup", PHOTOSHOP, "Credit", "Apple Photos Clean Up"),
    IPTC("apple-cleanup-iptc", "2:110", "Apple Photos Generative Edit: Clean Up"),
    XMP("apple-playground", PHOTOSHOP, "Credit", "Apple Image Playground"),
    IPTC("apple-playground-iptc", "2:110", "Apple Image Playground"),
    TEXT("midjourney-png", "Description", "a cat --ar 4:3 --v 5.2 Job ID: " UUID),
    EXIF("midjourney-exif", "ImageDescription", "a cat --v 6 Job ID: " UUID),
    XMP("midjourney-xmp", DC, "description", "a cat --v 6 Job ID: " UUID),
    IPTC("midjourney-iptc", "2:120", "a cat --v 6 Job ID: " UUID),
    {"grok", SPACE_EXIF, "IFD0", "ImageDescription", SIGNED, SPACE_EXIF, "IFD0", "Artist", UUID},
    {"grok-xmp", SPACE_XMP, DC, "description", SIGNED, SPACE_XMP, DC, "creator", UUID},
    {"grok-png", SPACE_PAIR, "tEXt", "Description", SIGNED, SPACE_PAIR, "tEXt", "Author", UUID},
    {"grok-iptc", SPACE_IPTC, "", "2:120", SIGNED, SPACE_IPTC, "", "2:80", UUID},
    EXIF("grok-half", "ImageDescription", SIGNED),
    EXIF("ideogram", "Make", "Ideogram AI"),
    PAIR("samsung", "SEFT", "PEg_Info", "{\"genImageVersion\":\"v1\",\"genAIType\":8}"),
    PAIR("samsung-edit", "SEFT", "PhotoEditor_Re_Edit_Data", "{\"genAIType\":1}"),
    USER("dreamina-label", "{\"aigc_info\":{\"aigc_label_type\":1},\"data\":{\"product\":\"dreamina\"}}"),
    USER("doubao-label", "{\"aigc_info\":{\"aigc_label_type\":2},\"data\":{\"product\":\"doubao\"}}"),
    USER("bytedance-label", "{\"aigc_info\":{\"aigc_label_type\":1}}"),
    USER("bytedance-type", "{\"aigc_info\":{\"aigc_type\":1}}"),
    USER("dreamina", "{\"aigc_info\":{\"aigc_label_type\":0},\"data\":{\"product\":\"dreamina\"}}"),
    USER("doubao", "{\"aigc_info\":{\"aigc_label_type\":0},\"data\":{\"product\":\"xinghui\"}}"),
    USER("bytedance", "{\"aigc_info\":{\"aigc_label_type\":0}}"),
    PAIR("suno-comment", "id3", "COMM", "made with suno; created=2026-01-01T00:00:00Z; id=" UUID),
    FREE("suno-free", "made with suno studio; id=" UUID),
    PAIR("dreamina-export", "ilst", "x", "{\"data\":{\"os\":\"\",\"product\":\"dreamina\",\"exportType\":\"generation\"}}"),
    PAIR("dreamina-info", "ilst", "aigc_info", "{\"aigc_label_type\":0,\"source_info\":\"dreamina\"}"),
    PAIR("tiktok-label", "ilst", "aigc_info", "{\"aigc_label_type\":2}"),
    PAIR("suno-url", "id3", "WOAS", "https://suno.com/song/" UUID),
    XMP("data-mining", "http://ns.useplus.org/ldf/xmp/1.0/", "DataMining", "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-GENAIMLTRAINING"),
    XMP("tdm-xmp", "http://www.w3.org/ns/tdmrep/", "reservation", "1"),
    {"tdm-html", SPACE_HTML, "meta", "tdm-reservation", "1", 0, NULL, NULL, NULL},
    {"noai-html", SPACE_HTML, "meta", "robots", "noai, noimageai", 0, NULL, NULL, NULL},
    PAIR("train-ai-http", "http", "Content-Usage", "train-ai=n, search=y"),
    PAIR("tdm-epub", "opf", "tdm:reservation", "1"),
};

/* What people, cameras and other tools write; none of it is a trace. */
static const struct example others[] = {
    TEXT("", "Comment", "Steps: many, Sampler: me"),
    TEXT("", "Comment", "Steps: 1000, Seed: 5, Size: 512x512, solver: rk4"),
    TEXT("", "Comment", "Steps: 1000, Sampler: NUTS, Seed: 42"),
    TEXT("", "Comment", "Steps: 3 of the dance, Seed: 1"),
    TEXT("", "Comment", "Steps: 100000, Seed: 8, Size: 64x64x64, Guidance: none"),
    PAIR("", "ilst", "aigc_info", "{\"aigc_label_type\":0}"),
    TEXT("", "Comment", "a cat\nNegative prompt: dog"),
    TEXT("", "Comment", "Negative prompt: how to say no. Steps: 3 of them, Seed: a word, Sampler: you"),
    TEXT("", "parameter", "How to write a\nNegative prompt: keep it short"),
    TEXT("", "generation_data", "{\"energy_mwh\":1,\"prompt\":\"x\"}"),
    TEXT("", "Source", "NovelAI press kit"),
    EXIF("", "Software", "AI generated reports 2.0"),
    EXIF("", "ImageDescription", "Generator: Honda EU22i; Model: EU22i"),
    FREE("", "{\"generator\":\"Blender\",\"media_type\":\"video\"}"),
    TEXT("", "prompt", "{\"a\":1}"),
    TEXT("", "prompt", "a cat"),
    TEXT("", "prompt", "{\"class_type\":\"x\",\"inputs\":{}}"),
    TEXT("", "workflow", "{\"nodes\":[]}"),
    TEXT("", "workflow", "review, then publish"),
    TEXT("", "Title", "An AI generated image, or not?"),
    TEXT("", "Software", "NovelAI reader"),
    TEXT("", "Description", "Job ID: 4711, Bremen"),
    TEXT("", "Description", "Scanned. Job ID: " UUID),
    TEXT("", "hf-job-id", "4711"),
    EXIF("", "Make", "Ideogram AI fan"),
    EXIF("", "Artist", "Ai Weiwei"),
    EXIF("", "Artist", UUID),
    EXIF("", "Software", UUID),
    EXIF("", "ImageDescription", "Signature: illegible"),
    EXIF("", "Software", "Picasa"),
    EXIF("", "Software", "Adobe Photoshop 26.0"),
    USER("", "Screenshot"),
    USER("", "{\"scene\":\"AI mode\"}"),
    USER("", "{\"aigc\":{}}"),
    XMP("", PHOTOSHOP, "Credit", "Google AI research team"),
    XMP("", PHOTOSHOP, "Credit", "Made with Google AI Studio photos by Kim"),
    XMP("", XMP_BASIC, "CreatorTool", "Canva"),
    XMP("", DC, "rights", "No AI Generated Content"),
    XMP("", "http://ns.adobe.com/camera-raw-settings/1.0/", "EnhanceDenoiseAlreadyApplied", "True"),
    XMP("", "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#", "History/parameters", "converted from TIFF"),
    IPTC("", "2:40", "FBMD01000a9"),
    PAIR("", "SEFT", "PEg_Info", "{\"genImageVersion\":\"v1\",\"genAIType\":0}"),
    PAIR("", "SEFT", "PhotoEditor_Re_Edit_Data", "{\"isScaleAI\":true}"),
    PAIR("", "ilst", "\xc2\xa9too", "Lavf60.3.100"),
    PAIR("", "zTXt", "Comment", "xr:d:DAF,j:1"),
    PAIR("", "notes", "generation_data", "{\"prompt\":\"x\",\"baseModel\":{\"modelFileName\":\"y\"}}"),
    EXIF("", "Software", "Midjourneyman 2"),
    EXIF("", "Software", "Stable Diffusion Prompt Reader 1.3.5"),
    EXIF("", "Software", "Adobe Photoshop 27.0 (Adobe Firefly)"),
    EXIF("", "Software", "Adobe Fireflies"),
    XMP("", XMP_BASIC, "CreatorTool", "For Midjourney"),
    EXIF("", "ImageDescription", "Midjourney v6"),
    PAIR("", "notes", "invokeai_metadata", "{\"seed\":1}"),
    TEXT("", "settings", "{\"prompt\":\"x\",\"steps\":20,\"cfg_scale\":7.5,\"seed\":3}"),
    FREE("", "CREATOR: gd-jpeg v1.0, quality = 90"),
    FREE("", "parameters: see the manual"),
};
/* clang-format on */

static void hunt(struct prey *p, const struct example *e)
{
    prey_init(p);
    prey_field(p, e->space, e->ns, e->name, e->value);
    if (e->with_value)
        prey_field(p, e->with_space, e->with_ns, e->with_name, e->with_value);
    prey_hunt(p, NULL);
}

static const struct mark *of_row(struct prey *p, const char *row)
{
    for (uint32_t i = 0; i < p->found.count; i++)
        if (strcmp(prey_attr(p, &p->found.list[i], "row"), row) == 0)
            return &p->found.list[i];
    return NULL;
}

static const struct tool *row_named(const char *id)
{
    const struct tool *t;

    for (size_t i = 0; (t = tool_at(i)) != NULL; i++)
        if (strcmp(t->id, id) == 0)
            return t;
    return NULL;
}

static void every_example_meets_its_row(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++) {
        const struct example *e = &examples[i];
        const struct tool *t = row_named(e->row);
        const struct mark *m;
        struct prey p;

        hunt(&p, e);
        m = of_row(&p, e->row);
        if (!t || !m)
            fail_msg("row %s does not take its example", e->row);
        assert_true(span_eq(m->generator, prey_span(t->slug)));
        switch (t->says) {
        case SAYS_GENERATED: assert_int_equal(m->claim, GM_GENERATED); break;
        case SAYS_ALTERED: assert_int_equal(m->claim, GM_ALTERED); break;
        case MAKES:
            assert_int_equal(m->claim, GM_TRACE);
            assert_int_equal(m->makes, GM_GENERATED);
            assert_true(m->sure > 50);
            break;
        case CHANGES: assert_int_equal(m->makes, GM_ALTERED); break;
        case HINTS: assert_true(m->sure < 50); break;
        case RIGHTS:
            assert_int_equal(m->kind, GM_RIGHTS);
            assert_int_equal(m->claim, GM_CLAIM_NONE);
            break;
        case PART: fail(); break;
        }
        prey_free(&p);
    }
}

static bool has_example(const char *row)
{
    for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++)
        if (strcmp(examples[i].row, row) == 0)
            return true;
    return false;
}

static bool is_needed(const char *part)
{
    const struct tool *t;

    for (size_t i = 0; (t = tool_at(i)) != NULL; i++)
        if (t->with && strcmp(t->with, part) == 0)
            return has_example(t->id);
    return false;
}

static void every_row_has_an_example(void **state)
{
    const struct tool *t;

    (void)state;
    for (size_t i = 0; (t = tool_at(i)) != NULL; i++)
        if (!(t->says == PART ? is_needed(t->id) : has_example(t->id)))
            fail_msg("row %s has no example", t->id);
}

/* finds is whether the index leads to this row by this name and value. */
static bool finds(const struct tool_index *ix, size_t row, struct span name,
                  struct span value)
{
    struct tool_rows rows = tool_rows_of(ix, tool_at(row)->space, name, value);
    size_t at = tool_next(&rows, 0);

    while (at < row)
        at = tool_next(&rows, at + 1);
    return at == row;
}

static void the_index_leads_to_every_row_by_each_of_its_names(void **state)
{
    struct tool_index ix;
    const struct tool *t;

    (void)state;
    tool_index_make(&ix);
    for (size_t i = 0; (t = tool_at(i)) != NULL; i++) {
        const char *name = t->name ? t->name : "whatever|x|";

        for (; name; name = strchr(name, '|') ? strchr(name, '|') + 1 : NULL) {
            struct span one = {(const uint8_t *)name, strcspn(name, "|")};
            bool found = false;

            for (unsigned c = 1; c < 256; c++) {
                uint8_t first = (uint8_t)c;

                found |= finds(&ix, i, one, (struct span){&first, 1});
            }
            if (found == (t->says == PART))
                fail_msg("row %s by %.*s", t->id, (int)one.len, name);
        }
    }
}

/* is_begun is whether a value that begins with this byte may be of the shape.
 */
static bool is_begun(const struct tool *t, uint8_t first)
{
    const char *list = recognise_firsts(t->shape, t->arg);

    for (; list; list = strchr(list, '|') ? strchr(list, '|') + 1 : NULL)
        if ((uint8_t)*list == first)
            return true;
    return !recognise_firsts(t->shape, t->arg);
}

/* Short values that a row could take, with every first byte: what the index
 * leaves out has not the shape. */
static void what_begins_otherwise_has_not_the_shape(void **state)
{
    static const char *const behind[] = {
        "",
        "\"a\":1}",
        "f7d1b8e-3c52-4d3a-9a1e-5b7c2d9e4f60",
        "\"3\":{\"class_type\":\"K\",\"inputs\":{}}}",
        "{\\\"nodes\\\":[],\\\"links\\\":[]}\"",
        SIGNED + 1};
    const struct tool *t;

    (void)state;
    for (size_t i = 0; (t = tool_at(i)) != NULL; i++)
        for (size_t k = 0; k <= sizeof(behind) / sizeof(behind[0]); k++)
            for (unsigned c = 0; c < 256; c++) {
                const char *rest = k                   ? behind[k - 1]
                                   : t->arg && *t->arg ? t->arg + 1
                                                       : "";
                uint8_t s[512] = {(uint8_t)c};
                struct arena a;
                struct reading r;

                assert_true(strlen(rest) < sizeof(s) - 1);
                memcpy(s + 1, rest, strlen(rest));
                arena_init(&a, 1 << 20);
                r = recognise_of(&a, (struct span){s, 1 + strlen(rest)});
                if (r.value.len && recognise(&r, t->shape, t->arg) &&
                    !is_begun(t, r.value.ptr[0]))
                    fail_msg("row %s, byte %u", t->id, c);
                r = recognise_of(&a, (struct span){0});
                assert_false(recognise(&r, t->shape, t->arg));
                arena_reset(&a);
            }
}

static void rows_have_names_of_their_own(void **state)
{
    const struct tool *t;

    (void)state;
    for (size_t i = 0; (t = tool_at(i)) != NULL; i++) {
        assert_ptr_equal(t, row_named(t->id));
        assert_non_null(strchr("VCR", t->sure));
        assert_true(!t->with || row_named(t->with));
    }
}

static void what_others_write_is_no_trace(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        struct prey p;

        hunt(&p, &others[i]);
        for (uint32_t k = 0; k < p.found.count; k++)
            if (prey_is(&p.found.list[k], "tool-trace") &&
                p.found.list[k].claim != GM_CLAIM_NONE)
                fail_msg("%s=%s is taken for a mark", others[i].name,
                         others[i].value);
        prey_free(&p);
    }
}

static const struct mark *trace_in(struct prey *p, enum space space,
                                   const char *name, struct span value)
{
    prey_init(p);
    prey_bytes(p, space, space == SPACE_EXIF ? "IFD0" : "x", name, value);
    prey_hunt(p, NULL);
    return prey_mark(p, "tool-trace");
}

static void what_a_field_carries_inside_is_read(void **state)
{
    static const struct {
        enum space space;
        const char *name;
        struct span value;
        const char *slug;
    } table[] = {
        {SPACE_EXIF, "Model", SPAN_OF("prompt:" GRAPH), "comfyui"},
        {SPACE_EXIF, "Make", SPAN_OF("Prompt: " GRAPH), "comfyui"},
        {SPACE_EXIF, "UserComment", SPAN_OF("{\"prompt\": " GRAPH "}"),
         "comfyui"},
        {SPACE_COMMENT, "", SPAN_OF("parameters\0" LINES), "a1111"},
        {SPACE_PAIR,
         "\xc2\xa9"
         "cmt",
         SPAN_OF("{\"prompt\":\"{\\\"3\\\":{\\\"class_type\\\":\\\"K\\\","
                 "\\\"inputs\\\":{}}}\"}"),
         "comfyui"},
        {SPACE_PAIR, "COMMENT", SPAN_OF("{\"prompt\":" GRAPH ",\"workflow\":"),
         "comfyui"},
    };
    struct prey p;

    (void)state;
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        const struct mark *m =
            trace_in(&p, table[i].space, table[i].name, table[i].value);

        assert_non_null(m);
        assert_true(span_eq(m->generator, prey_span(table[i].slug)));
        assert_int_equal(m->claim, GM_TRACE);
        prey_free(&p);
    }
}

static void settings_are_those_of_the_last_line(void **state)
{
    struct prey p;
    const struct mark *m = trace_in(
        &p, SPACE_PAIR, "parameters",
        SPAN("like Steps: 5, Version: stable-diffusion.cpp\nSteps: 4, Seed: 1, "
             "Size: 1x1, App: SD.Next\nNegative prompt: x\n" LINES));

    (void)state;
    assert_non_null(m);
    assert_true(span_eq(m->generator, SPAN("a1111")));
    prey_free(&p);
}

static void prompts_are_shown_in_short(void **state)
{
    static char text[4096];
    struct prey p;
    const struct mark *m;

    (void)state;
    memset(text, 'x', sizeof(text));
    memcpy(text + sizeof(text) - sizeof(LINES), "\n" LINES, sizeof(LINES));
    m = trace_in(&p, SPACE_PAIR, "parameters",
                 (struct span){(uint8_t *)text, sizeof(text)});
    assert_non_null(m);
    assert_int_equal(m->value.len, 80);
    prey_free(&p);
}

static void one_key_a_setting_needs_three_keys(void **state)
{
    struct prey p;

    (void)state;
    prey_init(&p);
    prey_field(&p, SPACE_PAIR, "tEXt", "prompt", "a cat");
    prey_field(&p, SPACE_PAIR, "tEXt", "seed", "1");
    prey_hunt(&p, NULL);
    assert_null(prey_mark(&p, "tool-trace"));
    prey_field(&p, SPACE_PAIR, "tEXt", "use_stable_diffusion_model", "sd-1.5");
    prey_hunt(&p, NULL);
    assert_non_null(prey_mark(&p, "tool-trace"));
    assert_true(
        span_eq(prey_mark(&p, "tool-trace")->generator, SPAN("easydiffusion")));
    prey_free(&p);
}

static void every_bundle_takes_its_keys(void **state)
{
    const struct bundle *b;

    (void)state;
    for (size_t i = 0; (b = bundle_at(i)) != NULL; i++) {
        struct prey p;
        char own[64], keys[8][64];
        const char *at = b->keys;

        prey_init(&p);
        snprintf(own, sizeof(own), "%.*s", (int)strcspn(b->own, "|"), b->own);
        prey_field(&p, SPACE_PAIR, "tEXt", own, "1");
        for (unsigned k = 1; k < b->least; k++) {
            prey_hunt(&p, NULL);
            assert_null(prey_mark(&p, "tool-trace"));
            snprintf(keys[k], sizeof(keys[k]), "%.*s", (int)strcspn(at, "|"),
                     at);
            at += strcspn(at, "|") + 1;
            prey_field(&p, SPACE_PAIR, "tEXt", keys[k], "1");
        }
        prey_hunt(&p, NULL);
        assert_non_null(of_row(&p, b->id));
        prey_free(&p);
    }
}

static void a_cut_graph_is_still_one(void **state)
{
    static const char graph[] =
        "{\"3\":{\"class_type\":\"KSampler\",\"inputs\":{\"seed\":1}},\"4\":{"
        "\"class_type\":\"x\",\"inputs\":{\"a\":\"half of a th";
    struct prey p;

    (void)state;
    assert_non_null(
        trace_in(&p, SPACE_PAIR, "prompt",
                 (struct span){(const uint8_t *)graph, sizeof(graph) - 1}));
    prey_free(&p);
}

/* Whatever stands in it, a value is read to its end and no further. */
static void hostile_values_end(void **state)
{
    static const char *const bad[] = {"{",        "{\"prompt\":",
                                      "\"",       "\"{\\\"",
                                      "prompt:{", "a:[[[[[",
                                      "Steps: 1", "\\",
                                      "{\"\\",    "Job ID: ",
                                      "AIGC{",    "{\"AIGC\":{\"AIGC\"",
                                      "{{{{",     "[",
                                      "prompt:"};
    static const char *const names[] = {"prompt", "parameters", "UserComment",
                                        "Comment", "AIGC"};
    struct prey p;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++) {
            prey_init(&p);
            prey_field(&p, SPACE_PAIR, "tEXt", names[k], bad[i]);
            prey_field(&p, SPACE_EXIF, "IFD0", names[k], bad[i]);
            prey_field(&p, SPACE_COMMENT, "", names[k], bad[i]);
            prey_hunt(&p, NULL);
            for (uint32_t m = 0; m < p.found.count; m++)
                assert_true(prey_is(&p.found.list[m], "notice") ||
                            p.found.list[m].claim == GM_CLAIM_NONE ||
                            p.found.list[m].sure < 50);
            prey_free(&p);
        }
}

/* Memory may end anywhere: then less is found, and it is said. */
static void a_small_budget_is_a_limit(void **state)
{
    struct prey *p = calloc(1, sizeof(*p));
    uint32_t most = 0;

    (void)state;
    assert_non_null(p);
    for (uint64_t budget = 0; budget < 40000; budget += 61) {
        *p = (struct prey){0};
        arena_init(&p->arena, budget);
        for (size_t i = 0; i < 24; i++) {
            const struct example *e = &examples[i * 4];

            prey_field(p, e->space, e->ns, e->name, e->value);
        }
        prey_hunt(p, NULL);
        assert_true(p->found.count >= most || p->found.memory);
        if (!p->found.memory)
            most = p->found.count;
        prey_free(p);
    }
    assert_true(most >= 24); /* and at last it was enough */
    free(p);
}

static void names_have_slugs(void **state)
{
    static const struct {
        const char *words, *slug;
    } table[] = {
        {"Adobe_Firefly/1.0", "adobe"},
        {"ChatGPT", "openai"},
        {"made with DALL\xc2\xb7"
         "E 3",
         "openai"},
        {"Google C2PA Core Generator Library", "google"},
        {"FLUX.1 [dev]", "flux"},
        {"Seedream 4.0", "doubao"},
        {"Azure OpenAI ImageGen", "openai"},
        {"gpt-4.1-mini", "openai"},
        {"Sora-2", "openai"},
        {"Meta Platforms, Inc.", "meta"},
        {"Eleven Labs Inc.", "elevenlabs"},
        {"Sorata", ""},
        {"Chagpt-", ""},
        {"paint", ""},
        {"Gimp 3.0", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        assert_true(span_eq(maker_of(prey_span(table[i].words)),
                            prey_span(table[i].slug)));
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* named says whether a text has a name in it, looked for at every place. */
static bool named(const char *text, const char *name)
{
    size_t n = strlen(name);
    bool open = !is_letter(name[n - 1]) && !isdigit((uint8_t)name[n - 1]);

    for (const char *at = text; *at; at++)
        if (strncasecmp(at, name, n) == 0 &&
            (at == text || !is_letter(at[-1])) && (open || !is_letter(at[n])))
            return true;
    return false;
}

static const char *slug_of(const char *text)
{
    const char *word, *slug;

    for (size_t i = 0; maker_at(i, &word, &slug); i++)
        if (named(text, word))
            return slug;
    return "";
}

/* Names side by side and cut, in text of all lengths: what is told is the first
 * row that a search for each of them finds. */
static void the_first_row_is_told(void **state)
{
    static const char *const gaps[] = {"", " ", "-", "s", "\xec", ", ", "A"};
    const char *word = "", *slug;
    uint32_t seed = 20261128;
    unsigned some = 0;
    size_t rows = 0;

    (void)state;
    while (maker_at(rows, &word, &slug))
        rows++;
    for (unsigned i = 0; i < 20000; i++) {
        char text[512] = "";
        size_t len = 0;

        for (unsigned parts = 1 + i % 7; parts; parts--) {
            seed = seed * 1664525u + 1013904223u;
            maker_at((seed >> 8) % rows, &word, &slug);
            len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%.*s",
                                    gaps[(seed >> 16) % 7],
                                    (int)(strlen(word) - (seed >> 24) % 4 / 3),
                                    word);
        }
        some += slug_of(text)[0] != 0;
        assert_true(
            span_eq(maker_of(prey_span(text)), prey_span(slug_of(text))));
    }
    assert_in_range(some, 1000, 19900);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_has_an_example),
        cmocka_unit_test(the_index_leads_to_every_row_by_each_of_its_names),
        cmocka_unit_test(what_begins_otherwise_has_not_the_shape),
        cmocka_unit_test(every_example_meets_its_row),
        cmocka_unit_test(rows_have_names_of_their_own),
        cmocka_unit_test(what_others_write_is_no_trace),
        cmocka_unit_test(what_a_field_carries_inside_is_read),
        cmocka_unit_test(settings_are_those_of_the_last_line),
        cmocka_unit_test(prompts_are_shown_in_short),
        cmocka_unit_test(one_key_a_setting_needs_three_keys),
        cmocka_unit_test(every_bundle_takes_its_keys),
        cmocka_unit_test(a_cut_graph_is_still_one),
        cmocka_unit_test(hostile_values_end),
        cmocka_unit_test(a_small_budget_is_a_limit),
        cmocka_unit_test(names_have_slugs),
        cmocka_unit_test(the_first_row_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
