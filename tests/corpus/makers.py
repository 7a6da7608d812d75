# SPDX-License-Identifier: Apache-2.0
"""Files of generators, made here byte by byte, and look-alikes of others.

What a generator writes is known from its source, its manual or real files
(docs/marks.md); what is expected follows from that, never from an answer of
genmark.  A look-alike must not be called generated or altered.
"""
import base64
import json
import os
import struct
import subprocess
import sys
import tempfile
import zlib

GEN, ALT, NONE = "generated", "altered", "none"
UUID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
LINE = ("a cat\nNegative prompt: blurry\nSteps: 20, Sampler: Euler a, "
        "CFG scale: 7, Seed: 123, Size: 512x512, Model: v1-5-pruned")
API = json.dumps({
    "3": {"class_type": "KSampler", "inputs": {"seed": 1, "steps": 20}},
    "4": {"class_type": "CheckpointLoaderSimple", "inputs": {}}})
EDITOR = json.dumps({"last_node_id": 9, "last_link_id": 9,
                     "nodes": [{"id": 3, "type": "KSampler"}], "links": []})
BOTH = json.dumps({"prompt": json.loads(API), "workflow": json.loads(EDITOR)})
TRAINED = ("http://cv.iptc.org/newscodes/digitalsourcetype/"
           "trainedAlgorithmicMedia")


def aigc(producer, label="1"):
    """A record of GB 45438."""
    return json.dumps({"Label": label, "ContentProducer": producer,
                       "ProduceID": "x", "ReservedCode1": "",
                       "ContentPropagator": "", "PropagateID": "",
                       "ReservedCode2": ""})


def chunk(kind, data):
    return (struct.pack(">I", len(data)) + kind + data
            + struct.pack(">I", zlib.crc32(kind + data)))


def png(*texts, exif=None, xmp=None):
    out = b"\x89PNG\r\n\x1a\n" + chunk(
        b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0))
    for key, value in texts:
        try:
            out += chunk(b"tEXt", key.encode() + b"\0" + value.encode("latin-1"))
        except UnicodeEncodeError:
            out += chunk(b"iTXt", key.encode() + b"\0\0\0\0\0" + value.encode())
    if xmp:
        out += chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp.encode())
    if exif:
        out += chunk(b"eXIf", exif)
    return (out + chunk(b"IDAT", zlib.compress(bytes(9 * 8)))
            + chunk(b"IEND", b""))


def segment(kind, data):
    return b"\xff" + bytes([kind]) + struct.pack(">H", len(data) + 2) + data


def jpeg(exif=None, xmp=None, comment=None, iptc=()):
    out = b"\xff\xd8"
    if exif:
        out += segment(0xE1, b"Exif\0\0" + exif)
    if xmp:
        out += segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp.encode())
    if iptc:
        data = b"".join(b"\x1c\x02" + bytes([number])
                        + struct.pack(">H", len(text.encode())) + text.encode()
                        for number, text in iptc)
        out += segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0"
                       + struct.pack(">I", len(data)) + data
                       + b"\0" * (len(data) % 2))
    if comment:
        out += segment(0xFE, comment.encode())
    return (out + segment(0xC0, b"\x08\0\x08\0\x08\x01\x01\x11\0")
            + segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"\0\0\xff\xd9")


def webp(exif):
    data = b"Exif\0\0" + exif
    body = (b"VP8X" + struct.pack("<I", 10) + b"\x08" + bytes(9) + b"VP8L"
            + struct.pack("<I", 13) + b"\x2f" + bytes(13) + b"EXIF"
            + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2))
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def directory(entries, off, order):
    body, data = struct.pack(order + "H", len(entries)), b""
    at = off + 2 + 12 * len(entries) + 4
    for tag, kind, value in sorted(entries):
        count = len(value) // (4 if kind == 4 else 1)
        body += struct.pack(order + "HHI", tag, kind, count)
        if len(value) <= 4:
            body += value.ljust(4, b"\0")
        else:
            body += struct.pack(order + "I", at + len(data))
            data += value + b"\0" * (len(value) % 2)
    return body + struct.pack(order + "I", 0) + data


def tiff(order=">", comment=None, **tags):
    """EXIF: tags of IFD0 by name, and the user comment in its own IFD."""
    number = {"make": 0x10F, "model": 0x110, "software": 0x131,
              "artist": 0x13B, "description": 0x10E, "copyright": 0x8298}
    first = [(number[k], 2, v.encode() + b"\0") for k, v in tags.items()]
    head = (b"MM\0*" if order == ">" else b"II*\0") + struct.pack(order + "I", 8)
    if comment is None:
        return head + directory(first, 8, order)
    size = len(directory(first + [(0x8769, 4, bytes(4))], 8, order))
    first.append((0x8769, 4, struct.pack(order + "I", 8 + size)))
    return (head + directory(first, 8, order)
            + directory([(0x9286, 7, comment)], 8 + size, order))


def wide(text, order="be"):
    return b"UNICODE\0" + text.encode("utf-16-" + order)


def plain(text):
    return b"ASCII\0\0\0" + text.encode()


def packet(attributes="", **parts):
    """XMP; parts are description, title, rights or subject of Dublin Core."""
    body = "".join(
        "<dc:%s><rdf:%s>%s</rdf:%s></dc:%s>" % (
            name, kind, "".join("<rdf:li%s>%s</rdf:li>" % (lang, v)
                                for v in values), kind, name)
        for name, values in parts.items()
        for kind, lang in [("Bag", "") if name == "subject" else
                           ("Alt", ' xml:lang="x-default"')])
    return ('<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf='
            '"http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
            'rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
            'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
            'xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" '
            'xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" '
            'xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/" xmlns:I='
            '"http://iptc.org/std/Iptc4xmpExt/2008-02-29/" %s>%s'
            '</rdf:Description></rdf:RDF></x:xmpmeta>' % (attributes, body))


def made():
    """name, bytes, claim, generator (None: any)."""
    old = {"model": "stable diffusion", "app_version": "2.2.5"}
    swarm = json.dumps({"sui_image_params": {"prompt": "x",
                                             "swarm_version": "0.9.5"}})
    fox = "a fox --ar 16:9 --v 6.1 Job ID: " + UUID
    sign = "Signature: " + base64.b64encode(bytes(range(240))).decode()
    return [
        ("a1111.png", png(("parameters", LINE + ", Version: v1.9.4")), GEN, "a1111"),
        ("forge.png", png(("parameters", "a cat\nSteps: 20, Sampler: Euler, Schedule type: Simple, CFG scale: 1, Distilled CFG Scale: 3.5, Seed: 42, Size: 896x1152, Version: f2.0.1v1.10.1")), GEN, "a1111"),
        ("korean.png", png(("parameters", "벚꽃\nNegative prompt: 흐림" + LINE[LINE.index("\nSteps"):])), GEN, "a1111"),
        ("a1111.jpg", jpeg(tiff(comment=wide(LINE))), GEN, "a1111"),
        ("little.jpg", jpeg(tiff("<", comment=wide(LINE, "le"))), GEN, "a1111"),
        ("mixed.jpg", jpeg(tiff("<", comment=wide(LINE))), GEN, "a1111"),
        ("a1111.webp", webp(tiff(comment=wide(LINE))), GEN, "a1111"),
        ("sdnext.png", png(("parameters", LINE + ", App: SD.Next, Version: 0f1d3a0")), GEN, "sdnext"),
        ("sdcpp.jpg", jpeg(comment="parameters\0a cat\nSteps: 20, CFG scale: 7.0, Seed: 42, Size: 512x512, Sampler: euler_a, Version: stable-diffusion.cpp"), GEN, "sdcpp"),
        ("civitai.jpg", jpeg(tiff(artist="ai", software=UUID, comment=wide(LINE + ", Civitai resources: [], Civitai metadata: {}"))), GEN, "civitai"),
        ("api.png", png(("prompt", API)), GEN, "comfyui"),
        ("both.png", png(("prompt", API), ("workflow", EDITOR)), GEN, "comfyui"),
        ("comfy.webp", webp(tiff(model="prompt:" + API, make="workflow:" + EDITOR)), GEN, "comfyui"),
        ("was.jpg", jpeg(tiff(make="Prompt:" + API, description="Workflow:" + EDITOR)), GEN, "comfyui"),
        ("raw.jpg", jpeg(tiff(comment=BOTH.encode())), GEN, "comfyui"),
        ("invoke5.png", png(("invokeai_metadata", json.dumps({"app_version": "5.4.0", "positive_prompt": "x"}))), GEN, "invokeai"),
        ("invoke2.png", png(("sd-metadata", json.dumps(old)), ("Dream", '"a cat" -s 50 -S 42 -W 512 -H 512 -C 7.5 -A k_lms')), GEN, "invokeai"),
        ("invoke1.png", png(("Dream", '"a cat" -s50 -W512 -H512 -C7.5 -Ak_lms -S31')), GEN, "invokeai"),
        ("fooocus.png", png(("parameters", json.dumps({"base_model": "j", "performance": "Speed", "prompt": "x", "version": "Fooocus v2.5.5"})), ("fooocus_scheme", "fooocus")), GEN, "fooocus"),
        ("ruined.png", png(("parameters", json.dumps({"Prompt": "x", "software": "RuinedFooocus"}))), GEN, "ruinedfooocus"),
        ("swarm.png", png(("parameters", swarm)), GEN, "swarmui"),
        ("swarm.jpg", jpeg(tiff("<", comment=wide(swarm, "le"))), GEN, "swarmui"),
        ("easy.png", png(("prompt", "a cat"), ("negative_prompt", ""), ("seed", "42"), ("use_stable_diffusion_model", "sd"), ("num_inference_steps", "25")), GEN, "easydiffusion"),
        ("novel.png", png(("Title", "AI generated image"), ("Software", "NovelAI"), ("Source", "Stable Diffusion XL C1E1DE52")), GEN, "novelai"),
        ("director.png", png(("Title", "AI augmented image"), ("Software", "NovelAI"), ("Comment", '{"req_type":"sketch"}')), ALT, "novelai"),
        ("draw.png", png(xmp=packet('xmp:CreatorTool="Draw Things"', description=["a cat"])), GEN, "drawthings"),
        ("mochi.jpg", jpeg(tiff(description="Include in Image: x; Exclude from Image: ; Model: sd; Generator: Mochi Diffusion 5.0")), GEN, "mochidiffusion"),
        ("flux.jpg", jpeg(tiff(software="AI generated;txt2img;flux", make="Black Forest Labs")), GEN, "flux"),
        ("fox.png", png(("Description", fox), ("Author", "someone")), GEN, "midjourney"),
        ("fox.jpg", jpeg(tiff(description=fox)), GEN, "midjourney"),
        ("google.jpg", jpeg(xmp=packet('photoshop:Credit="Made with Google AI" I:DigitalSourceType="%s"' % TRAINED)), GEN, "google"),
        ("edited.jpg", jpeg(xmp=packet('photoshop:Credit="Edited with Google AI"')), ALT, "google"),
        ("apple.jpg", jpeg(xmp=packet('photoshop:Credit="Apple Photos Clean Up"')), ALT, "apple"),
        ("meta.jpg", jpeg(xmp=packet('I:DigitalSourceType="%s"' % TRAINED), iptc=[(40, "FBMD0a000a70")]), GEN, None),
        ("grok.jpg", jpeg(tiff(description=sign, artist=UUID)), GEN, "grok"),
        ("ideogram.jpg", jpeg(tiff(make="Ideogram AI")), GEN, "ideogram"),
        ("luma.png", png(("Source", "Luma AI"), ("Comment", "Generated by Luma AI's Uni-1 model (https://lumalabs.ai)")), GEN, "luma"),
        ("doubao.png", png(("AIGC", aigc("001191110102MACQD9K64010000"))), GEN, "doubao"),
        ("tencent.jpg", jpeg(tiff(comment=plain('{"AIGC": %s}' % aigc("001191440300708461136T1WFUO")))), GEN, "tencent"),
        ("jimeng.jpg", jpeg(xmp=packet('TC260:AIGC="%s"' % aigc("00119144030008867405X210001").replace('"', "&quot;"))), GEN, "jimeng"),
        ("says.jpg", jpeg(xmp=packet(description=["AI-generated image of a lighthouse"])), GEN, None),
        ("words.jpg", jpeg(xmp=packet(subject=["cat", "AI generated", "snow"])), GEN, None),
    ]


def others():
    """name, bytes of files that no generator wrote, or that do not say so."""
    name = lambda n, data: (n, data, NONE, None)
    galaxy = {"a_galaxy_workflow": "true", "steps": {"0": {"inputs": []}}}
    n8n = {"nodes": [{"id": "1", "type": "start"}], "connections": {}}
    return [
        name("words.png", png(("prompt", "Press any key to continue"))),
        name("dialog.png", png(("prompt", '{"text":"Sure?","buttons":["yes"]}'))),
        name("class.png", png(("prompt", '{"1":{"class_type":"Person"}}'))),
        name("galaxy.png", png(("workflow", json.dumps(galaxy)))),
        name("n8n.png", png(("workflow", json.dumps(n8n)))),
        name("simulation.png", png(("parameters", "Steps: 1000, Seed: 5, Size: 512x512, solver: rk4"))),
        name("sampler.png", png(("parameters", "Steps: 1000, Sampler: NUTS, Seed: 42"))),
        name("soil.jpg", jpeg(tiff(comment=plain("Field notes\nSteps: 3, Sampler: auger, Seed: wheat, Size: 10x10 m")))),
        name("fit.png", png(("Parameters", '{"model":"gaussian","sampler":"mcmc","steps":1000,"seed":3}'))),
        name("plot.png", png(("Software", "Matplotlib version3.8.0, https://matplotlib.org/"))),
        name("title.png", png(("Title", "How I use Adobe Firefly"), ("Software", "Adobe Photoshop 25.0"))),
        name("writer.png", png(("Software", "NovelWriter 2.0"), ("Title", "AI generated image of the future? A history"))),
        name("dream.png", png(("Dream", "I had a dream last night"))),
        name("canva.png", png(("Comment", "xr:d:DAFabc,j:123"))),
        name("screen.png", png(("Title", "ComfyUI"), ("Description", "Screenshot of the graph editor"))),
        name("conference.png", png(("AIGC", "AI Game Conference 2024"))),
        name("label0.png", png(exif=tiff(comment=plain('{"aigc_info":{"aigc_label_type":0},"data":{"product":"retouch"}}')))),
        name("camera.jpg", jpeg(tiff(make="SONY", model="ILCE-7M4", software="ILCE-7M4 v3.00"))),
        name("photoshop.jpg", jpeg(tiff(software="Adobe Photoshop 25.5 (Windows)"))),
        name("denoise.jpg", jpeg(xmp=packet('crs:EnhanceDenoiseAlreadyApplied="True" xmp:CreatorTool="Adobe Photoshop Lightroom Classic 13.0"'))),
        name("enlarged.jpg", jpeg(tiff(software="Topaz Gigapixel AI 6.0"))),
        name("scene.jpg", jpeg(tiff(make="HUAWEI", description="AI mode: portrait"))),
        name("studio.jpg", jpeg(tiff(model="prompt: DSC-1", make="workflow: studio"))),
        name("artist.jpg", jpeg(tiff(artist="ai"))),
        name("job.jpg", jpeg(tiff(description="Print job ID: " + UUID))),
        name("half.jpg", jpeg(tiff(artist=UUID, description="Signature: John"))),
        name("upload.jpg", jpeg(iptc=[(40, "FBMD01000abd0300")])),
        name("mining.jpg", jpeg(xmp=packet('plus:DataMining="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-GENAIMLTRAINING"'))),
        name("rights.jpg", jpeg(xmp=packet(rights=["(c) 2025 Jane Doe. No AI training. Not AI generated."]))),
        name("stock.jpg", jpeg(xmp=packet(subject=["ai", "artificial intelligence", "midjourney", "robot"]))),
        name("blog.jpg", jpeg(xmp=packet(description=['We compare prompts for Midjourney, such as "a fox --ar 16:9 --v 6", and their results.']))),
        name("office.jpg", jpeg(xmp=packet(description=["The Midjourney office in San Francisco, photographed in 2024."]))),
        name("protest.jpg", jpeg(iptc=[(120, "A protester holds a sign against AI-generated art on Friday. (John Doe)"), (80, "John Doe")])),
        name("headline.jpg", jpeg(iptc=[(105, "AI-generated video of Pope circulates"), (120, "The Pope leaves the Vatican after a video, which was created with AI, circulated online.")])),
        name("police.jpg", jpeg(iptc=[(120, "[서울=뉴시스] AI로 생성된 가짜 영상에 대해 설명하는 경찰 관계자")])),
        name("press.jpg", jpeg(xmp=packet('photoshop:Credit="Google AI press office"'))),
        name("logo.jpg", jpeg(xmp=packet('xmp:CreatorTool="Adobe Illustrator 28.0"', title=["logo.ai"]))),
    ]


def answers(program, folder):
    run = subprocess.run([program, "check", "--fast", "--law", "none", "--json",
                          folder], stdout=subprocess.PIPE, check=False)
    return {os.path.basename(o["item"]["path"]): o for o in
            map(json.loads, run.stdout.decode("utf-8").splitlines())}


def main(program):
    bad = 0
    for kind, files in (("made", made()), ("others", others())):
        with tempfile.TemporaryDirectory() as folder:
            for name, data, _, _ in files:
                with open(os.path.join(folder, name), "wb") as out:
                    out.write(data)
            got = answers(program, folder)
        for name, _, claim, generator in files:
            item = got.get(name)
            origin = item["origin"] if item else {}
            fits = (item and not item["error"] and origin["claim"] == claim
                    and generator in (None, origin["generator"])
                    and (claim != NONE or origin["basis"] == "none"))
            if not fits:
                bad += 1
                print("%s: wants %s by %s, got %s" % (name, claim, generator,
                                                      origin or "no answer"))
        print("%d %s files" % (len(files), kind))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
