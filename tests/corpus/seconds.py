# SPDX-License-Identifier: Apache-2.0
"""item.seconds beside other programs.  Files of real writers must last what
ffprobe says, or be unknown where the case says why; of the outside samples it
equals exiftool's Duration to a hundredth wherever both tell one, and nothing
is told that exiftool does not tell; of RIFF and sound in frames, where exiftool
guesses by the size of the file, ffprobe is asked."""
import json
import os
import shutil
import subprocess
import sys
import tempfile

KINDS = (".mp4", ".mov", ".m4v", ".m4a", ".3gp", ".mkv", ".webm", ".flac")
GUESSED = (".wav", ".avi", ".mp3", ".ogg", ".opus", ".wma", ".wmv", ".flv", ".aiff", ".aif")
SILENT = {"Opus.opus": "holds heads and no sound: ffprobe counts the bytes"}
NEAR = .06  # frames of padding, which each program counts its own way

SOUND = "ffmpeg -v error -f lavfi -i sine=d=7.3:sample_rate=44100 -ac 2 s.wav"
FILM = ("ffmpeg -v error -f lavfi -i testsrc=d=6.4:s=64x48:r=25 -f lavfi -i sine=d=6.4 "
        "-c:v mpeg4 -c:a libmp3lame -b:a 64k v.avi")
MADE = [  # file, the command behind the file it reads
    ("pcm.wav", "ffmpeg s.wav -c:a pcm_s24le"),
    ("float.wav", "ffmpeg s.wav -c:a pcm_f32le"),
    ("alaw.wav", "ffmpeg s.wav -c:a pcm_alaw"),
    ("adpcm.wav", "ffmpeg s.wav -c:a adpcm_ms"),
    ("mp3.wav", "ffmpeg s.wav -c:a libmp3lame"),
    ("wide.wav", "ffmpeg s.wav -rf64 always"),
    ("ima.wav", "sox s.wav -e ima-adpcm"),
    ("pcm.aiff", "ffmpeg s.wav"),
    ("float.aiff", "ffmpeg s.wav -c:a pcm_f32be"),
    ("sox.aiff", "sox s.wav"),
    ("cbr.mp3", "ffmpeg s.wav -b:a 128k"),
    ("vbr.mp3", "ffmpeg s.wav -q:a 4"),
    ("bare.mp3", "ffmpeg s.wav -b:a 64k -ac 1 -ar 22050 -write_xing 0"),
    ("slow.mp3", "ffmpeg s.wav -b:a 32k -ac 1 -ar 8000"),
    ("two.mp2", "ffmpeg s.wav"),
    ("lame.mp3", "lame -V 5 s.wav"),
    ("abr.mp3", "lame --abr 100 s.wav"),
    ("vorbis.ogg", "oggenc s.wav"),
    ("opus.opus", "opusenc s.wav"),
    ("flac.ogg", "ffmpeg s.wav -c:a flac"),
    ("speex.ogg", "ffmpeg s.wav -c:a libspeex -ar 16000 -ac 1"),
    ("theora.ogv", "ffmpeg v.avi -c:v libtheora -c:a libvorbis"),
    ("sound.wma", "ffmpeg s.wav"),
    ("film.wmv", "ffmpeg v.avi"),
    ("film.flv", "ffmpeg v.avi -c:v flv -c:a libmp3lame -ar 44100"),
    ("film.avi", "ffmpeg v.avi -c:v mjpeg -c:a pcm_s16le"),
    ("silent.avi", "ffmpeg v.avi -c:v copy -an"),
    ("pack.wv", "wavpack s.wav"),
    ("ff.wv", "ffmpeg s.wav"),
    ("pcm.au", "ffmpeg s.wav"),
    ("ulaw.au", "ffmpeg s.wav -c:a pcm_mulaw"),
    ("pcm.caf", "ffmpeg s.wav"),
    ("opus.caf", "ffmpeg s.wav -c:a libopus"),
    ("pcm.w64", "ffmpeg s.wav"),
    ("ima.w64", "sox s.wav -e ima-adpcm"),
    ("sound.tta", "ffmpeg s.wav"),
    ("eight.mpc", "mpcenc s.wav"),
]
# ffprobe guesses it by the rate; the source lasts so long
KNOWN = {"eight.mpc": 7.3}
UNKNOWN = [
    ("bare.mp3", "ffmpeg s.wav -q:a 4 -write_xing 0", "frames of many rates, counted nowhere"),
    ("cut.ogg", "ffmpeg -ss 3 -i vorbis.ogg -c copy -copyts", "goes on counting where it was cut"),
    ("ima.aiff", "ffmpeg s.wav -ar 8000 -c:a adpcm_ima_qt", "writers count packets their own way"),
    ("adts.aac", "ffmpeg s.wav", "frames of many rates, counted nowhere"),
]
QUIET = {"ffmpeg": "-v error", "lame": "--quiet", "oggenc": "-Q", "opusenc": "--quiet",
         "wavpack": "-q -y", "mpcenc": "--silent --overwrite", "sox": ""}


def write(folder, name, command):
    """Runs the command, its input first and the file last, as each tool has it."""
    tool, *rest = command.split()
    if not shutil.which(tool):
        print("SKIPPED", name, "for want of", tool)
        return None
    if tool == "ffmpeg" and rest[0][0] != "-":
        rest.insert(0, "-i")
    if tool in ("oggenc", "wavpack"):
        rest.append("-o")
    out = os.path.join(folder, name)
    run = subprocess.run([tool] + QUIET[tool].split() + rest + [name], cwd=folder, check=False,
                         stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=60)
    return out if run.returncode == 0 and os.path.getsize(out) else None


def lines(program, paths):
    run = subprocess.run([program, "check", "--json", "--law", "none", "--fast"] + paths,
                         stdout=subprocess.PIPE, check=False)
    return {i["path"]: i.get("seconds") for i in
            (json.loads(line)["item"] for line in run.stdout.splitlines())}


def probe(path):
    run = subprocess.run(["ffprobe", "-v", "error", "-show_entries", "format=duration",
                          "-of", "csv=p=0", path], stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, check=False, timeout=60)
    try:
        return float(run.stdout)
    except ValueError:
        return None


def made(program):
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        for command in (SOUND, FILM):
            subprocess.run(command.split(), cwd=folder, check=True, stdin=subprocess.DEVNULL)
        files = [(write(folder, n, c), n, None) for n, c in MADE]
        os.mkdir(os.path.join(folder, "unknown"))
        os.symlink("../s.wav", os.path.join(folder, "unknown", "s.wav"))
        if os.path.exists(os.path.join(folder, "vorbis.ogg")):
            os.symlink("../vorbis.ogg", os.path.join(folder, "unknown", "vorbis.ogg"))
        files += [(write(os.path.join(folder, "unknown"), n, c), n, why) for n, c, why in UNKNOWN]
        files = [f for f in files if f[0]]
        ours = lines(program, [f[0] for f in files])
        for path, name, why in files:
            want, got = KNOWN.get(name), ours.get(path)
            if not why and not want:
                want = probe(path)
            if why and got is not None:
                print(name, "lasts", got, "and cannot be known:", why)
                bad += 1
            elif not why and (got is None or abs(want - got) > NEAR):
                print(name, "ffprobe:", want, "here:", got)
                bad += 1
    print(len(files), "written files, otherwise:", bad)
    return bad or not files


def samples(program, corpus):
    paths = [os.path.join(top, f) for top, _, files in os.walk(corpus)
             for f in files if f.lower().endswith(KINDS + GUESSED)]
    if not paths:
        print("SKIPPED the samples, which are absent")
        return 0
    run = subprocess.run(["exiftool", "-j", "-n", "-Duration"] + paths,
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    theirs = {d["SourceFile"]: d.get("Duration") for d in json.loads(run.stdout or "[]")}
    ours, both, bad = lines(program, paths), {}, 0
    for path in paths:
        guess = path.lower().endswith(GUESSED)
        want, got = probe(path) if guess else theirs.get(path), ours.get(path)
        want = want if isinstance(want, (int, float)) and want > 0 else None
        if got is None and (want is None or os.path.basename(path) in SILENT):
            continue
        if want is None or got is None or abs(want - got) > (NEAR if guess else .01):
            print(path, "ffprobe:" if guess else "exiftool:", want, "here:", got)
            bad += 1
        else:
            kind = os.path.splitext(path)[1]
            both[kind] = both.get(kind, 0) + 1
    print("the same:", both, "otherwise:", bad)
    return bad or not both


if __name__ == "__main__":
    sys.exit(1 if made(sys.argv[1]) + samples(*sys.argv[1:]) else 0)
