// c2pa_peer.mjs - the same with the reference's WASM build: c2pa_peer.mjs PKG FILE...
import fs from "node:fs";
import path from "node:path";
const [pkg, ...files] = process.argv.slice(2);
const m = await import(path.resolve(pkg, "pkg/c2pa.js"));
m.initSync({ module: fs.readFileSync(path.resolve(pkg, "pkg/c2pa_bg.wasm")) });
const RUNS = 15;
for (const f of files) {
  const bytes = new Uint8Array(fs.readFileSync(f));
  const took = [];
  for (let i = 0; i < RUNS; i++) {
    const start = performance.now();
    try {
      const r = await m.WasmReader.fromBytes("image/jpeg", bytes);
      if (r && r.free) r.free();
    } catch (e) {
      /* no verdict is an answer too */
    }
    took.push(performance.now() - start);
  }
  took.sort((a, b) => a - b);
  console.log(`${took[RUNS >> 1].toFixed(4)}\t${bytes.length}\t0\t${f}`);
}
