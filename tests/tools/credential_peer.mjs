// credential_peer.mjs - what the reference's WASM build says of files:
//   credential_peer.mjs PKG ANCHORS < lines of FILE or INIT<TAB>FRAGMENT
// A JSON line each: state and codes of the active manifest, or an error.
import fs from "node:fs";
import path from "node:path";
const [pkg, anchors] = process.argv.slice(2);
const m = await import(path.resolve(pkg, "pkg/c2pa.js"));
m.initSync({ module: fs.readFileSync(path.resolve(pkg, "pkg/c2pa_bg.wasm")) });
// Fragments are taken as blobs only, which browsers alone read at once.
class Bytes extends Blob {
  constructor(bytes) {
    super([bytes]);
    this.bytes = bytes;
  }
  slice(from, to) {
    return new Bytes(this.bytes.slice(from, to));
  }
}
globalThis.FileReaderSync = class {
  readAsArrayBuffer(blob) {
    return new Uint8Array(blob.bytes).buffer;
  }
};
const settings = JSON.stringify({
  trust: { trust_anchors: fs.readFileSync(anchors, "utf8"), trust_config: "1.3.6.1.5.5.7.3.4\n1.3.6.1.5.5.7.3.36\n" },
  verify: { verify_trust: true, remote_manifest_fetch: false, ocsp_fetch: false },
});
const kinds = { png: "image/png", jpg: "image/jpeg", mp4: "video/mp4", gif: "image/gif", c2pa: "application/c2pa", webp: "image/webp", svg: "image/svg+xml", m4s: "video/mp4" };
const read = async (line) => {
  const [file, fragment] = line.split("\t");
  const kind = kinds[path.extname(file).slice(1)] || "application/octet-stream";
  try {
    const bytes = fs.readFileSync(file);
    const r = fragment
      ? await m.WasmReader.fromBlobFragment(kind, new Bytes(bytes), new Bytes(fs.readFileSync(fragment)), settings)
      : await m.WasmReader.fromBytes(kind, new Uint8Array(bytes), settings);
    const store = JSON.parse(r.json());
    const active = store.validation_results?.activeManifest ?? {};
    const codes = (k) => (active[k] ?? []).map((e) => e.code).sort();
    const deltas = (store.validation_results?.ingredientDeltas ?? []).flatMap((d) => d.validationDeltas.failure.map((e) => e.code));
    return { state: store.validation_state.toLowerCase(), success: codes("success"), informational: codes("informational"), failure: codes("failure"), deltas };
  } catch (e) {
    return { state: "error", error: String(e?.message ?? e) };
  }
};
for (const line of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  console.log(JSON.stringify({ file: line, ...(await read(line)) }));
}
