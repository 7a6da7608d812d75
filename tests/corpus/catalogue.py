# SPDX-License-Identifier: Apache-2.0
# catalogue.py GENMARK FOLDER
#
# FOLDER/catalogue.md lists in tables, and in items that begin with "-", what
# generators leave: where, what, what a hit means (class) and how sure that is
# (src: V read in files, C in source code, R reported).  Each entry of sections
# 1 to 5 that is so sure and says anything must be one that ROWS leads from, by
# words that stand in it, to rows of src/marks/tools.c or to a finder.  Entries
# that have no row on purpose stand in NONE, with the reason.
#
# So an entry that is new, a row that is gone, and a line here that no entry
# needs any more all fail.  That the rows find what they should is tested by
# tests/unit/test_tools.c, which has an example of each, and by makers.sh.
import json, re, subprocess, sys

SECTIONS = "12345"
SURE = re.compile(r"(?<![A-Za-z])[VCR](?![A-Za-z])")
SILENT = {"N", "–", "-", ""}  # looks related, nothing is written, no word of it

# section, words of the entry: rows or @finders, all of which must be there
ROWS = [
    ("1", "", "@source-type"),
    ("1", "AIPromptInformation", "@disclosure"),
    ("2.1", "AUTOMATIC1111", "a1111-png"),
    ("2.1", "piexif writes", "a1111-exif"),
    ("2.1", "GIF comment", "a1111-comment"),
    ("2.1", "SD.Next", "sdnext-png sdnext-exif sdnext-pipeline-png"),
    ("2.1", "Version: stable-diffusion.cpp", "sdcpp-png"),
    ("2.1", "sdcpp:parameters", "sdcpp-comment sdcpp-xmp sdcpp-video"),
    ("2.1", "CivitAI on-site", "civitai-pair artist-ai civitai-exif"),
    ("2.1", "Comfy worker", "civitai-comfy civitai-airs civitai-extra"),
    ("2.1", "Yodayo", "yodayo-exif"),
    ("2.1", "StabilityMatrix",
     "stabilitymatrix-json stabilitymatrix-project a1111-png"),
    ("2.1", "imagemetahub_data", "metahub"),
    ("2.1", "PromptKeep", "parameters-bare @disclosure"),
    ("2.2", "API graph: object", "comfyui-prompt comfyui-workflow-graph"),
    ("2.2", "only `workflow`", "comfyui-workflow"),
    ("2.2", "`comf`", "comfyui-prompt"),
    ("2.2", "Model 0x0110", "comfyui-prompt comfyui-workflow"),
    ("2.2", "WAS node", "comfyui-prompt comfyui-workflow"),
    ("2.2", "JPEG custom savers", "comfyui-exif"),
    ("2.2", "comfy:prompt", "comfyui-xmp comfyui-xmp-workflow"),
    ("2.2", "keys+ilst", "comfyui-prompt"),
    ("2.2", "double-encoded", "comfyui-prompt"),
    ("2.2", "MKV/WebM tags", "comfyui-prompt comfyui-comment"),
    ("2.2", "FLAC/Opus", "comfyui-prompt"),
    ("2.2", "GLB asset extras", "comfyui-prompt"),
    ("2.2", "krita-ai-diffusion", "comfyui-infotext-png a1111-png"),
    ("2.3", "invokeai_metadata",
     "invokeai-metadata invokeai-graph invokeai-workflow"),
    ("2.3", "sd-metadata", "invokeai-sd invokeai-dream"),
    ("2.3", "too lazy", "invokeai-dream invokeai-lazy invokeai-mask"),
    ("2.3", "PNG→JPEG", "invokeai-graph"),
    ("2.3", "signed_hash", "novelai-title novelai-software novelai-hash"),
    ("2.3", "director tools", "novelai-augmented novelai-director"),
    ("2.3", "NovelAI WebP", "novelai-exif novelai-comment"),
    ("2.3", "fooocus_scheme",
     "fooocus-scheme fooocus-software fooocus-json fooocus-png"),
    ("2.3", "Fooocus-MRE", "fooocus-mre fooocus-mre-comment"),
    ("2.3", "RuinedFooocus", "ruinedfooocus-png ruinedfooocus-exif"),
    ("2.3", "sui_image_params", "swarmui-png swarmui-exif"),
    ("2.3", "Easy Diffusion", "easydiffusion"),
    ("2.3", "Draw Things", "drawthings drawthings-json"),
    ("2.3", "Mochi Diffusion", "mochi-exif mochi-iptc mochi-program"),
    ("2.3", "mflux", "mflux mflux-xmp mflux-tool mflux-credit "
     "rights-generated"),
    ("2.3", "Black Forest Labs", "flux-software flux-make"),
    ("2.3", "ArtBot", "artbot stable-ui"),
    ("2.3", "hf-job-id", "higgsfield"),
    ("2.3", "Luma Uni-1", "luma-comment luma-source"),
    ("2.3", "Reve", "reve-exif reve-xmp"),
    ("2.3", "Aphrodite", "aphrodite picwish @aigc"),
    ("3", "`Made with Google AI`; DigitalSourceType", "google-made"),
    ("3", "Edited with Google AI", "google-edited google-edited-iptc"),
    ("3", "2:110 Credit=`Made with Google AI`", "google-made-iptc"),
    ("3", "Midjourney", "midjourney-png @source-type"),
    ("3", "Grok", "grok grok-artist grok-xmp grok-png grok-iptc grok-half"),
    ("3", "Ideogram", "ideogram"),
    ("3", "PEg_Info", "samsung samsung-edit"),
    ("3", "Apple Clean Up", "apple-cleanup apple-cleanup-iptc"),
    ("3", "Apple Image Playground", "apple-playground apple-playground-iptc"),
    ("3", "Meta AI / Imagine", "@source-type"),
    ("3", "keyword `AIGC`", "@aigc"),
    ("3", "TC260:AIGC", "@aigc"),
    ("3", "ServiceProvider", "tencent-cloud @aigc"),
    ("3", "APPn segment", "@aigc"),
    ("3", "`moov.udta.meta` keys `AIGC`", "@aigc"),
    ("3", "SimpleTag `AIGC`", "@aigc"),
    ("3", "property `AIGC`", "@aigc"),
    ("4", "Suno", "suno-comment suno-free suno-url"),
    ("5", "ai-disclosure", "@disclosure"),
    ("5", 'name="ai-generated"', "@disclosure"),
    ("5", "data-ai-model", "@disclosure @source-type"),
    ("5", "front matter", "@disclosure @aigc"),
]

# What has no row besides says nothing (class N, or none) or is not sure (U).
NONE = [
    ("4", "Veo, Sora", "the credential is the mark; of the rest it says U"),
]


def cells(line):
    return [c.strip() for c in line.strip().strip("|").split("|")]


def entries(path):
    """(section, text, class, src) of each entry of SECTIONS."""
    section, head = "", []
    text = open(path, encoding="utf-8").read()
    for line in re.sub(r"\n  +", " ", text).split("\n"):  # items go on
        title = re.match(r"#+ (\d+(?:\.\d+)?)", line)
        if title:
            section = title[1]
        if not line.startswith("|"):
            head = []
        if section.split(".")[0] not in SECTIONS:
            continue
        item = re.match(r"- .*\((C|V|R)[,;)]", line)
        if item:
            yield section, line, "D", item[1]
        if not line.startswith("|") or set(line) <= set("|-: "):
            continue
        if not head:
            head = cells(line)
            continue
        row = cells(line)
        if len(row) < len(head):  # a cell is left out: class stands in values
            row[-1:-1] = [row[-2]] * (len(head) - len(row))
        named = dict(zip(head, row))
        yield (section, line, named.get("class", "D").strip("*"),
               row[len(head) - 1])


def rows(path):
    """The ids of the table, those that its macros make too."""
    text = open(path, encoding="utf-8").read()
    ids = set(re.findall(r'^ +\{"([a-z0-9-]+)",', text, re.M))
    ids |= set(re.findall(r'^ +BYTEDANCE\("([a-z0-9-]+)"', text, re.M))
    made = re.findall(r'\{id "(-[a-z]+)"', text)
    for dialect in re.findall(r'^ +DIALECT\("([a-z0-9-]+)"', text, re.M):
        ids |= {dialect + end for end in made}
    return ids


def main():
    tool, folder = sys.argv[1:]
    marks = subprocess.run([tool, "formats", "--marks", "--json"],
                           stdout=subprocess.PIPE, check=True).stdout
    known = {"@" + json.loads(l)["finder"] for l in marks.splitlines()}
    known |= rows("src/marks/tools.c")
    bad, held, used = [], 0, set()
    for section, text, kind, src in entries(folder + "/catalogue.md"):
        if kind in SILENT or not SURE.search(src):
            continue
        fits = [m for m in ROWS + NONE if m[0] == section and m[1] in text]
        used.update(fits)
        held += bool(fits)
        if not fits:
            bad.append(f"no row is named for: {section} {text[:100]}")
    for line in ROWS:
        for row in set(line[2].split()) - known:
            bad.append(f"{line[1]}: no row or finder {row}")
    for line in ROWS + NONE:
        if line not in used:
            bad.append(f"no entry of section {line[0]} has the words: {line[1]}")
    # Whom the list of generators says to declare or to leave a trace in
    # metadata, some row or finder names.
    sources = "".join(open(f"src/marks/{n}.c", encoding="utf-8").read()
                      for n in ("tools", "makers", "leftover", "leftovers", "aigc"))
    for line in open(folder + "/generators.tsv", encoding="utf-8"):
        slug, name, says = line.rstrip("\n").split("\t")
        if slug != "slug" and says[:5] in ("decla", "trace") and \
                f'"{slug}"' not in sources:
            bad.append(f"nothing names the generator {slug} ({name})")
    print("\n".join(bad + [f"{held} entries have their rows, "
                           f"{len(NONE)} none on purpose"]))
    return bool(bad) or not held


sys.exit(main())
