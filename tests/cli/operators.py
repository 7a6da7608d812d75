# SPDX-License-Identifier: Apache-2.0
"""Situations of operators: a file, the facts they give, and the answer that
follows from the text of the law; the reason stands beside each.

A line is: law, file, facts, what must be answered, why.  A file is one of
corpus/, or text in a made file ("=.txt ..." with \\n for line ends).  Answers
are VERDICT of the law, RULE:VERDICT, RULE:- (silent), ask:FACT, exit:N."""
import json
import os
import subprocess
import sys
import tempfile

RECORD = ('{"Label":"%s","ContentProducer":"%s","ProduceID":"7","ReservedCode1":"",'
          '"ContentPropagator":"%s","PropagateID":"%s","ReservedCode2":""}')


def page(label="1", producer="demo", by="", number=""):
    return ("=.html <html><head><meta name='AIGC' content='"
            + RECORD % (label, producer, by, number) + "'></head><body>x</body></html>")


def front(label, tail=""):
    return (f"=.md ---\\nAIGC:\\n  Label: '{label}'\\n  ContentProducer: 'demo'\\n  ProduceID: '7'\\n"
            f"  ReservedCode1: ''\\n  ContentPropagator: 'demo'\\n  PropagateID: '7'\\n"
            f"  ReservedCode2: ''\\n---\\n{tail}")


HOLIDAY = "demo/8-holiday.jpg"
TRAINED = "png/good-trained-xmp.png"
SIGNED = "png/good-c2pa-generated.png"
BROKEN = "png/bad-c2pa-hash.png"
TRACE = "png/good-a1111-parameters.png"
FILM = "mp4/good-c2pa-film.mp4"
EXPORT = "role=provider delivery=exported"
LONG = "\\n".join(["This is a line of an article about the harvest in the valley."] * 12)

CASES = [
    # ---- Korea ---------------------------------------------------------------
    ("kr", HOLIDAY, "", "not-applicable kr-00-scope:info exit:0", "a holiday photograph is not a question"),
    ("kr", HOLIDAY, "role=provider delivery=exported realistic=yes", "not-applicable exit:0",
     "nothing says AI, whatever else was told"),
    ("kr", HOLIDAY, "origin=ai", "unknown ask:role ask:delivery exit:3", "AI, by the asker's word; whose and where to is asked"),
    ("kr", HOLIDAY, "origin=human", "not-applicable exit:0", "said to be human, and nothing speaks against it"),
    ("kr", TRAINED, "role=user", "not-applicable kr-00-role:info exit:0", "who only used a tool has no duty (Act 2, 31)"),
    ("kr", TRAINED, EXPORT + " realistic=no", "unknown ask:notice", "p. 10: metadata, and a notice that nobody spoke of"),
    ("kr", TRAINED, EXPORT + " realistic=no notice=yes", "pass exit:0", "p. 16: metadata and one notice at download"),
    ("kr", TRAINED, EXPORT + " realistic=no notice=no", "unknown ask:visible", "a picture may show a mark that no program saw"),
    ("kr", TRAINED, EXPORT + " realistic=no notice=no visible=no", "fail kr-31-2-export:fail exit:1",
     "neither a mark that is seen nor a notice"),
    ("kr", TRAINED, EXPORT + " realistic=yes notice=yes visible=no", "fail kr-31-3-visible:fail kr-31-2-export:pass",
     "p. 10: of a deepfake machine-readable marks are never enough"),
    ("kr", TRAINED, EXPORT + " realistic=cannot-tell notice=yes visible=no", "fail kr-31-3-visible:fail",
     "p. 7: who can neither judge nor control it applies that standard"),
    ("kr", TRAINED, EXPORT + " realistic=yes artistic=yes notice=yes visible=no", "pass", "31(3) proviso: an invisible mark will do, and the notice was given"),
    ("kr", TRAINED, EXPORT + " realistic=yes artistic=yes notice=no visible=no", "fail kr-31-3-visible:- kr-31-2-export:fail",
     "the notice of 31(2) is still due"),
    ("kr", TRAINED, EXPORT + " visible=yes", "pass", "a mark that is seen satisfies every class"),
    ("kr", TRAINED, EXPORT + " final=no", "not-applicable", "p. 8-9: intermediate outputs need no mark"),
    ("kr", TRAINED, EXPORT + " internal-only=yes", "not-applicable kr-31-exempt:info", "Decree 23(4)2: claimed, recorded, not passed"),
    ("kr", TRAINED, "role=provider delivery=in-service visible=no", "unknown ask:ui-mark ask:notice", "p. 8: the screen may say so"),
    ("kr", TRAINED, "role=provider delivery=in-service prior-notice=yes visible=no ui-mark=no notice=no", "fail kr-31-1-notice:pass kr-31-2-insvc:fail",
     "the notice about the service is another duty"),
    ("kr", TRACE, EXPORT + " realistic=no visible=no notice=yes", "warn kr-31-2-trace:warn", "parameters state nothing; no source says they cannot count"),
    ("kr", BROKEN, EXPORT + " realistic=no visible=no notice=yes", "unknown ask:origin kr-31-c2pa:warn",
     "a broken credential says nothing that counts, and leaves open whether AI made it"),
    ("kr", BROKEN, EXPORT + " origin=ai realistic=no visible=no notice=yes", "fail kr-31-c2pa:warn kr-31-2-export:fail",
     "its statement does not count, and nothing else marks it"),
    ("kr", "=.txt 회의록\\nAI 생성 금지\\n", "", "not-applicable kr-31-near:info exit:0", "a prohibition is no label and no sign of AI"),
    ("kr", "=.txt 회의록\\nAI 생성 금지\\n", EXPORT + " origin=ai notice=yes", "fail kr-31-2-export:fail kr-31-near:info",
     "the text was read whole: no mark of either kind, and a near miss is none"),
    ("kr", "=.txt 이 글은 AI로 생성되었습니다.\\n본문", EXPORT, "pass kr-31-2-place:-", "p. 15: at the beginning of the text"),
    ("kr", "=.txt " + LONG + "\\n이 글은 AI로 생성되었습니다.\\n" + LONG, EXPORT, "pass kr-31-2-place:info", "it counts in the middle too"),
    ("kr", "=.txt 이 글은 AI를 쓰지 않았습니다.", EXPORT + " origin=ai", "fail kr-31-denial:fail", "it denies what the asker says"),
    ("kr", TRAINED, "origin=human", "kr-31-conflict:warn", "the file says AI and the asker says human"),
    ("kr", "=.py # [AI Generated] This function was initially drafted using a model.\\nx = 1\\n", EXPORT + " origin=ai", "pass", "p. 15: the official example"),
    ("kr", "=.py x = 1\\n", EXPORT + " origin=ai", "unknown ask:visible", "the README may say so"),
    ("kr", "pixels/good-star.png", EXPORT + " realistic=no", "pass", "p. 16: the official example of a visible watermark"),
    ("kr", "pixels/good-star.png", EXPORT + " realistic=yes", "warn kr-31-3-logo:warn kr-31-3-visible:pass", "a bare logo does not spell out AI"),
    ("kr", "pixels/good-star.png", EXPORT + " realistic=yes visible=yes", "pass", "words stand beside it, says the operator"),
    ("kr", FILM, EXPORT + " realistic=yes visible=yes", "pass kr-31-3-vidfull-told:info", "a mark is stated; for how long is information"),
    ("kr", FILM, EXPORT + " realistic=yes mark-ranges=0-4 ai-ranges=0-9", "fail kr-31-3-vidfull:fail kr-31-3-visible:pass",
     "p. 17: over the whole AI-made section"),
    ("kr", FILM, EXPORT + " realistic=no mark-ranges=0-4 ai-ranges=0-9", "pass kr-31-3-vidfull:-", "of ordinary output a notice at the start will do"),
    ("kr", "mp3/good-aigc-txxx.mp3", EXPORT + " realistic=yes spoken-ranges=0-2", "pass kr-31-3-audstart:pass", "p. 18: said at the start"),
    ("kr", "mp3/good-aigc-txxx.mp3", EXPORT + " realistic=yes spoken-ranges=100-102", "fail kr-31-3-audstart:fail", "p. 18: at the start"),
    ("kr", "mp3/good-aigc-txxx.mp3", EXPORT + " realistic=yes", "unknown ask:spoken", "nobody listened"),
    ("kr", TRAINED, "campaign=yes realistic=yes election-date=2026-06-03 @2026-03-05 visible=yes", "fail kr-82-8-ban:fail", "day 90: banned, marked or not"),
    ("kr", TRAINED, "campaign=yes realistic=yes election-date=2026-06-03 @2026-03-04 visible=yes", "kr-82-8-ban:pass kr-82-8-label:pass", "day 91: a mark is due"),
    ("kr", TRAINED, "campaign=yes realistic=yes election-date=2026-06-03 @2026-06-03 visible=yes", "fail kr-82-8-ban:fail", "election day is in the period"),
    ("kr", TRAINED, "campaign=yes realistic=yes election-date=2026-06-03 @2026-06-04 visible=yes", "kr-82-8-ban:pass kr-82-8-label:-", "the election is over"),
    ("kr", TRAINED, "campaign=yes realistic=yes @2026-06-04", "unknown ask:election-date", "nobody can count without the day"),
    ("kr", "=.txt 가상인물 포함\\n이 크림 추천해요", "ad=yes virtual-person=yes role=advertiser", "pass kr-ftc-vp-text:pass", "in the first part"),
    ("kr", "=.txt " + LONG + "\\n[가상인물 포함]\\n", "ad=yes virtual-person=yes role=advertiser", "fail kr-ftc-vp-text:fail", "at the end only"),
    ("kr", TRAINED, "role=provider @2026-12-01", "kr-31-grace:info", "fines are suspended until at least 2027-01-22"),
    ("kr", TRAINED, "role=provider @2027-02-01", "kr-31-grace:-", "the announced year is over"),
    ("kr", TRAINED, EXPORT + " notice=no visible=no @2026-01-21", "not-applicable", "the Act is in force since 2026-01-22"),
    # ---- China ---------------------------------------------------------------
    ("cn", page(), "role=platform", "cn-a6-19-confirmed:info cn-a6-19-none:- cn-a6-19-suspected:-", "Art. 6(1): the metadata says so"),
    ("cn", page(), "role=platform declared=yes", "cn-a6-19-confirmed:info cn-a6-19-possible:-", "confirmed is more than possible"),
    ("cn", page("2"), "role=platform", "cn-a6-19-possible:info cn-a6-19-confirmed:- cn-a6-19-suspected:-", "carried over: an earlier platform wrote 2"),
    ("cn", page("3"), "role=platform", "cn-a6-19-suspected:info cn-a6-19-confirmed:- cn-a6-19-possible:- cn-a6-19-none:-", "carried over: 3"),
    ("cn", page("3"), "role=platform declared=yes", "cn-a6-19-possible:info cn-a6-19-suspected:-", "Art. 6(2): not verified, and declared"),
    ("cn", HOLIDAY, "role=platform declared=yes", "cn-a6-19-possible:info cn-a6-19-none:-", "Art. 6(2)"),
    ("cn", HOLIDAY, "role=platform", "cn-a6-19-none:info cn-a6-19-suspected:- exit:0", "nothing at all"),
    ("cn", TRACE, "role=platform", "cn-a6-19-suspected:info cn-a6-19-none:-", "Art. 6(3): other traces"),
    ("cn", SIGNED, "role=platform", "cn-a6-19-suspected:info", "a C2PA credential is another trace, not the label"),
    ("cn", "=.txt 本内容由AI生成", "role=platform", "cn-a6-19-suspected:info", "an explicit label, without the implicit one"),
    ("cn", page(by="weibo", number="9"), "role=platform published-at=2026-01-02", "cn-a6-20:pass cn-e-07:info", "written back, by another than the producer"),
    ("cn", page(), "role=platform published-at=2026-01-02", "fail cn-a6-20:fail", "published, and nothing written back"),
    ("cn", page(), "role=platform published-at=2025-08-31", "cn-a6-20:-", "before the Measures were in force"),
    ("cn", HOLIDAY, "role=platform declared=yes published-at=2026-01-02", "fail cn-a6-20:fail", "of case 2 too"),
    ("cn", SIGNED, "role=provider visible=yes", "fail cn-a5-01:fail cn-a4-explicit:pass", "a C2PA manifest does not replace the record"),
    ("cn", "png/good-aigc-record.png", "role=provider visible=yes", "cn-a5-01:pass cn-a4-explicit:pass", "both labels"),
    ("cn", "png/good-aigc-record.png", "role=provider visible=no", "cn-a5-01:pass cn-a4-explicit:warn", "Art. 9 may allow it"),
    ("cn", "png/good-aigc-record.png", "role=provider", "ask:visible cn-a4-explicit:unknown", "nobody said whether a label is seen"),
    ("cn", "png/odd-aigc-twice.png", "", "cn-61c-08:fail exit:1", "6.1 c): one record"),
    ("cn", "png/odd-aigc-residue.png", "", "cn-a10-22:warn", "the shell of a removed label"),
    ("cn", page("AIGC"), "", "cn-e-05:fail exit:1", "Annex E c): 1, 2 or 3"),
    ("cn", page(producer="001191110102MACQD9K64010000"), "", "cn-pc-09:-", "a real code, whose check character fits"),
    ("cn", page(producer="001191110102MACQD9K65010000"), "", "cn-pc-09:warn", "its last character of the USCC changed"),
    ("cn", page(producer="001191110102MACQD9K64090000"), "", "cn-pc-09:warn", "service type 9 is none"),
    ("cn", page(producer="a name"), "", "cn-e-06:warn", "a space is none of the allowed characters"),
    ("cn", "=.txt 本内容由AI生成。\\n正文", "role=provider", "pass cn-51-17:pass cn-51-elements:- cn-51-place:-", "5.1: at the start, both elements"),
    ("cn", "=.txt 本内容由AI生成\\n正文", "role=provider", "pass cn-51-17:pass", "a line of its own, without a full stop"),
    ("cn", "=.txt This text was made with AI.\\n", "role=provider", "cn-51-17:pass cn-51-elements:warn", "says AI, and not generation in the words of the standard"),
    ("cn", "=.txt " + LONG + "\\n本内容由AI生成\\n" + LONG, "role=provider", "cn-51-17:pass cn-51-place:info", "only a suitable middle place"),
    ("cn", front("1", "正文"), "role=provider", "cn-51-17:unknown ask:ui-mark", "an implicit label, and no words; the screen may say so"),
    ("cn", FILM, "role=provider mark-ranges=0-1.5", "cn-54-16:warn", "two seconds at least"),
    ("cn", FILM, "role=provider mark-ranges=0-2", "cn-54-16:pass", "from the start frame, two seconds"),
    ("cn", page(), "role=user published-at=2026-01-02 declared=no", "fail cn-a10-declare:fail", "who posts it declares it"),
    ("cn", page(), "@2025-08-31", "not-applicable", "in force since 2025-09-01"),
    # ---- European Union --------------------------------------------------------
    ("eu", HOLIDAY, "role=provider", "not-applicable exit:0", "nothing says AI"),
    ("eu", HOLIDAY, "role=provider origin=ai @2026-08-01", "not-applicable", "applies since 2026-08-02"),
    ("eu", HOLIDAY, "role=provider origin=ai on-market-since=2025-01-01 @2026-12-01", "eu-50-2-marking:- eu-50-2-dates:info", "Art. 111(4): until 2026-12-02"),
    ("eu", HOLIDAY, "role=provider origin=ai on-market-since=2025-01-01 @2026-12-02", "warn eu-50-2-marking:warn", "that time is over"),
    ("eu", HOLIDAY, "role=provider origin=ai on-market-since=2026-08-02", "warn eu-50-2-marking:warn", "a new system has none"),
    ("eu", HOLIDAY, "role=provider origin=ai generated-at=2026-08-01", "eu-50-2-marking:-", "Guidelines 154: not retroactive"),
    ("eu", SIGNED, "role=provider", "eu-50-2-marking:pass eu-cop-03:pass eu-cop-04:warn", "signed, without a time-stamp"),
    ("eu", TRAINED, "role=provider", "eu-50-2-marking:pass eu-cop-03:warn eu-cop-05:info", "unsigned XMP is not the signed layer"),
    ("eu", SIGNED, "role=deployer deepfake=yes visible=no", "fail eu-50-4-deepfake:fail", "Guidelines 117: the provider's mark does not do"),
    ("eu", SIGNED, "role=deployer deepfake=yes", "unknown ask:visible", "nobody said whether it is seen"),
    ("eu", SIGNED, "role=deployer deepfake=yes visible=yes", "eu-50-4-deepfake:pass", "seen"),
    ("eu", SIGNED, "role=deployer deepfake=yes artistic=yes visible=no notice=yes", "eu-50-4-deepfake:- eu-50-4-art:pass", "in the credits, or beside the work"),
    ("eu", SIGNED, "role=user", "not-applicable", "who only uses a tool privately deploys nothing here"),
    ("eu", "=.txt AI-generated text.\\nThe council has decided.", "role=deployer public-interest=yes editorial-control=no", "pass eu-50-4-text:pass eu-50-4-place:-",
     "at the top"),
    ("eu", "=.txt " + LONG + "\\nThis article was generated by AI.\\n", "role=deployer public-interest=yes editorial-control=no", "warn eu-50-4-text:pass eu-50-4-place:warn",
     "a reader meets it last"),
    ("eu", "=.txt The council has decided.", "role=deployer origin=ai public-interest=yes editorial-control=no", "fail eu-50-4-text:fail", "read whole: it does not say so"),
    ("eu", "=.txt The council has decided.", "role=deployer origin=ai public-interest=yes editorial-control=yes", "eu-50-4-text:-", "reviewed, and somebody answers for it"),
    ("eu", "=.txt The council has decided.", "role=deployer origin=ai public-interest=yes", "unknown ask:editorial-control", "not told"),
    ("eu", "=.txt AI-generated text.", "role=provider", "eu-cop-05:- eu-cop-06:info", "under 200 tokens: no watermark"),
    ("eu", page(), "role=provider", "eu-cop-15:warn", "a page is text in a container"),
    ("eu", FILM, "role=deployer deepfake=yes mark-ranges=20-24", "eu-50-4-video:warn eu-50-4-deepfake:pass", "at the beginning"),
    # ---- California, New York, Utah and Washington --------------------------------
    ("us-ca", "=.txt AI-generated text.", "role=provider", "not-applicable", "text triggers nothing"),
    ("us-ca", TRAINED, "role=provider", "warn us-ca-lat-01:pass us-ca-lat-02:warn us-ca-lat-03:warn us-ca-lat-04:warn us-ca-lat-05:warn us-ca-lat-06:- us-ca-lat-07:- us-ca-lat-08:warn",
     "a source type names nobody, no system, no time, no number"),
    ("us-ca", SIGNED, "role=provider", "us-ca-lat-01:pass us-ca-lat-02:- us-ca-lat-05:- us-ca-lat-08:-", "signer and manifest label"),
    ("us-ca", TRAINED, "role=provider @2026-08-01", "not-applicable", "operative 2026-08-02"),
    ("us-ca", TRAINED, "role=provider @2026-09-29", "us-ca-lat-06:-", "field (E) came with SB 1000"),
    ("us-ca", SIGNED, "role=platform @2026-12-31", "us-ca-plat-10:-", "platforms from 2027-01-01"),
    ("us-ca", SIGNED, "role=platform @2027-01-01", "us-ca-plat-10:info", "it is to be shown"),
    ("us-ca", TRAINED, "ad=yes virtual-person=yes visible=no @2027-01-01", "fail us-ca-sp-13:fail", "SB 1050"),
    ("us-ca", TRAINED, "ad=yes virtual-person=yes visible=no @2026-12-31", "us-ca-sp-13:-", "effective 2027-01-01"),
    ("us-ny", HOLIDAY, "", "not-applicable exit:0", "nobody speaks of an advertisement"),
    ("us-ny", TRAINED, "ad=yes virtual-person=yes visible=no", "fail us-ny-sp-14:fail", "in force since 2026-06-09"),
    ("us-ny", TRAINED, "ad=yes virtual-person=yes visible=no artistic=yes", "us-ny-sp-14:-", "advertisements for expressive works are exempt"),
    ("us-ny", "mp3/good-aigc-txxx.mp3", "ad=yes virtual-person=yes", "us-ny-sp-14:-", "audio alone is exempt"),
    ("us-ut-wa", HOLIDAY, "origin=ai role=provider @2027-02-01", "warn us-ut-wa-15:warn", "its day is uncertain: it warns"),
    # ---- India, Vietnam, Kazakhstan ------------------------------------------------
    ("in", TRAINED, "role=provider realistic=yes visible=no", "fail in-33-01:fail in-33-03:pass in-33-04:warn", "a label that is seen, and metadata, and a number"),
    ("in", TRAINED, "role=provider realistic=no visible=no", "not-applicable", "does not appear real: no such information"),
    ("in", "=.txt AI-generated text.", "role=provider realistic=yes", "not-applicable", "text is outside"),
    ("in", TRAINED, "role=platform realistic=yes declared=no ui-mark=yes", "in-41a-06:info in-41a-label:pass", "the declaration contradicts the file"),
    ("in", HOLIDAY, "role=platform declared=yes realistic=yes visible=no ui-mark=no notice=no", "warn in-41a-label:warn", "declared, and not labelled"),
    ("in", "mp3/good-aigc-txxx.mp3", "role=provider realistic=yes spoken-ranges=30-32", "warn in-33-02:pass in-33-02-prefix:warn", "said, and not first"),
    ("vn", TRAINED, "role=deployer realistic=yes visible=no notice=no", "warn vn-142-02:warn", "metadata alone does not do; nothing of Vietnam fails"),
    ("kz", TRAINED, "role=provider visible=no notice=no", "fail kz-21-01:pass kz-21-02:fail", "both layers are required"),
    ("kz", "=.txt Создано с помощью ИИ.", "role=provider", "fail kz-21-01:fail kz-21-02:pass", "the words are there, and no machine-readable mark"),
    ("iptc", "png/good-ai-system.png", "", "iptc-02:warn", "AI properties without the source type"),
]


def answer(program, law, path, facts):
    args = [program, "check", "--json", "--law", law, "--no-trust", "--as-of", "2026-11-23"]
    for word in facts.split():
        args += ["--as-of", word[1:]] if word[0] == "@" else ["--fact", word]
    run = subprocess.run(args + [path], stdout=subprocess.PIPE, check=False)
    return json.loads(run.stdout), run.returncode


def holds(word, law, item, code):
    name, _, want = word.partition(":")
    if not want:
        return item["verdict"][law] == name
    if name == "exit":
        return code == int(want)
    if name == "ask":
        return any(want in f["ask"] for f in item["findings"])
    said = [f["verdict"] for f in item["findings"] if f["rule"] == name]
    return said == ([] if want == "-" else [want])


def main(program):
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        for i, (law, name, facts, wanted, why) in enumerate(CASES):
            path = os.path.join("corpus", name)
            if name[0] == "=":
                kind, text = name[1:].split(" ", 1)
                path = os.path.join(folder, f"{i}{kind}")
                with open(path, "w", encoding="utf-8") as out:
                    out.write(text.replace("\\n", "\n"))
            item, code = answer(program, law, path, facts)
            wrong = [w for w in wanted.split() if not holds(w, law, item, code)]
            if wrong:
                bad += 1
                print(f"{law} {name[:60]} [{facts}]\n  wanted {' '.join(wrong)}: {why}\n  got",
                      item["verdict"], code,
                      ", ".join(f"{f['rule']}:{f['verdict']}{f['ask'] or ''}" for f in item["findings"]))
    print(len(CASES), "situations,", bad, "answered otherwise")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
