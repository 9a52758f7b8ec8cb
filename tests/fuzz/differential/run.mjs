// Compares the native program with the engine: the same bytes in, the same result out. The inputs are those that are kept for the
// fuzz targets, and what a mutator makes of them from a seed; so a seed and a number of runs say exactly what is executed.
//
//   node run.mjs NATIVE --runs N | --seconds S [--seed N] [--input FILE]
//
// NATIVE is the program of native.cpp. An input that the two read differently is written to build/fuzz-findings/differential, from
// where --input gives it to both again.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual, parseArgs } from "node:util";
import { createEngine, put } from "../../wasm/engine.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const bytes = (base64) => new Uint8Array(Buffer.from(base64, "base64"));

/** What the engine makes of the files. `engine` is a module of its own for each kind of comparison. What costs signatures and
 * elements has a small weight: one such input takes as long as ten others. */
const compared = [
  { name: "normalize", corpus: "identifier", weight: 560, engine: normalize },
  { name: "pins", corpus: "pins", weight: 244, engine: readPins },
  { name: "pointer", corpus: "pointer", weight: 50, engine: openPointer },
  { name: "manifest", corpus: "manifest", weight: 100, engine: openManifest },
  { name: "bucket", corpus: "bucket", weight: 36, engine: verifyBucket },
  { name: "verdict", corpus: "bucket", weight: 8, engine: decide },
  { name: "evaluation", corpus: "evaluator_answer", weight: 2, engine: evaluate },
];

function call(module, input, method, ...given) {
  put(module, bytes(input));
  return module[method](...given);
}

/** A fresh sitting in the same module, as a page has one after it was loaded. */
function begin(module) {
  put(module, new Uint8Array(32));
  module.start();
}

function normalize(module, { files, kind }) {
  return call(module, files.typed, "validate", kind);
}

function readPins(module, { files }) {
  begin(module);
  const { count, ...result } = call(module, files.pins, "readPins");
  if (!result.ok) return result;
  const pins = Array.from({ length: count }, (_, list) => module.pin(list));
  return { ...result, pins: pins.map(({ id, url, kind, evaluators }) => ({ id, url, kind, evaluators })) };
}

function openPointer(module, { files }) {
  begin(module);
  call(module, files.pins, "readPins");
  return call(module, files.pointer, "openPointer", 0);
}

const withoutFile = ({ manifestFile, ...status }) => status;

function openManifest(module, { files, now }) {
  begin(module);
  call(module, files.pins, "readPins");
  const pointer = withoutFile(call(module, files.pointer, "openPointer", 0));
  const manifest = call(module, files.manifest, "openManifest", 0, now);
  return { pointer, manifest, info: module.listInfo(0, "hi") };
}

function verifyBucket(module, { files, now }) {
  const { manifest } = openManifest(module, { files, now });
  return { manifest, bucket: call(module, files.bucket, "verifyBucket", 0, 0) };
}

/** Opens the list and hashes the number, which is slow, unless the module has done so with these files. */
function ready(module, { files, now }) {
  if (module.opened !== files.manifest) {
    openManifest(module, { files, now });
    module.proveCanary(0);
    module.opened = files.manifest;
    module.typed = "";
  }
  if (module.typed === files.typed) return;
  call(module, files.typed, "setIdentifier", "mobile");
  module.hash(0);
  module.typed = files.typed;
}

function decide(module, { files, now }) {
  ready(module, { files, now });
  return { verdict: call(module, files.bucket, "decide", 0, now) };
}

function evaluate(module, { files, now }) {
  ready(module, { files, now });
  const { questions } = call(module, files.uniform, "askEvaluators", 0, now);
  const evaluated = call(module, files.answers, "evaluate", 0);
  const verdict = call(module, files.bucket, "decide", 0, now);
  // What was evaluated is kept until the next number.
  if (evaluated.ok) module.typed = "";
  return { questions, evaluated, verdict };
}

/** Returns whole numbers below a bound, always the same ones for a seed (mulberry32). */
function generator(seed) {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

/** Returns the input with up to four edits. Each changes, removes or repeats a byte or a piece, or takes one from another input. */
function mutated(input, other, below) {
  let out = Array.from(input);
  for (let edits = below(5); edits > 0; edits -= 1) {
    const at = below(out.length + 1);
    const size = 1 + below(12);
    const edit = [
      () => out.splice(at, 1, below(256)),
      () => out.splice(at, 1, (out[at] ?? 0) ^ (1 << below(8))),
      () => out.splice(at, size),
      () => out.splice(below(out.length + 1), 0, ...out.slice(at, at + size)),
      () => out.splice(at, 0, ...Array.from({ length: size }, () => below(256))),
      () => {
        const from = below(other.length + 1);
        out.splice(at, size, ...other.slice(from, from + size));
      },
    ];
    edit[below(edit.length)]();
  }
  return Uint8Array.from(out.slice(0, 65_536));
}

/** Returns what the vectors say that people type, as inputs of the target `identifier`. */
async function typedInVectors() {
  const { cases } = JSON.parse(await readFile(here("../../vectors/identifiers.json"), "utf8"));
  const typed = ({ typed, typed_hex: hex }) => (hex === undefined ? Buffer.from(typed) : Buffer.from(hex, "hex"));
  return cases.map((vector) => Buffer.from([vector.kind === "aadhaar" ? 1 : 0, ...typed(vector)]));
}

async function corpus(name) {
  const all = name === "identifier" ? await typedInVectors() : [];
  for (const folder of [here(`../corpora/${name}`), here(`../../../build/fuzz-inputs/${name}`)]) {
    // Those of this machine would make a number of runs mean something else on each.
    if (limit.runs && folder.includes("build")) continue;
    const names = (await readdir(folder).catch(() => [])).sort();
    all.push(...(await Promise.all(names.map((file) => readFile(join(folder, file))))));
  }
  if (all.length === 0) throw new Error(`no inputs of ${name}`);
  return all;
}

const { values: limit, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: "string" }, seconds: { type: "string" }, seed: { type: "string" }, input: { type: "string" } },
});
const native = spawn(positionals[0], { stdio: ["pipe", "pipe", "inherit"] });
const replies = createInterface({ input: native.stdout })[Symbol.asyncIterator]();
const below = generator(Number(limit.seed ?? (limit.runs ? 1 : Date.now() % 2 ** 32)));
const inputs = new Map();
const modules = new Map();
for (const { name, corpus: from } of compared) {
  if (!inputs.has(from)) inputs.set(from, await corpus(from));
  modules.set(name, await createEngine());
}

/** Returns a request: which comparison it is, and what the native program reads. */
function request() {
  let left = below(compared.reduce((sum, { weight }) => sum + weight, 0));
  const job = compared.findIndex(({ weight }) => (left -= weight) < 0);
  const from = inputs.get(compared[job].corpus);
  return Buffer.from([job, ...mutated(from[below(from.length)], from[below(from.length)], below)]);
}

/** Sends requests, and compares what comes back with what the engine says. Returns how many differ. */
async function compare(requests) {
  let differences = 0;
  for (const one of requests) {
    const head = Buffer.alloc(4);
    head.writeUInt32LE(one.length);
    native.stdin.write(Buffer.concat([head, one]));
  }
  for (const one of requests) {
    const { value, done } = await replies.next();
    const { name, engine } = compared[one[0] % compared.length];
    const reply = done ? { result: "the native program has ended" } : JSON.parse(value);
    let said = "nothing";
    try {
      if (!done) said = engine(modules.get(name), reply);
    } catch (failure) {
      said = `it failed: ${failure}`;
    }
    if (isDeepStrictEqual(said, reply.result)) continue;
    differences += 1;
    const folder = here("../../../build/fuzz-findings/differential");
    const file = join(folder, createHash("sha256").update(one).digest("hex").slice(0, 16));
    await mkdir(folder, { recursive: true });
    await writeFile(file, one);
    console.log(`difference in ${name}: ${file}\n  native ${JSON.stringify(reply.result)}\n  engine ${JSON.stringify(said)}`);
    if (done) break;
  }
  return differences;
}

let executions = 0;
let differences = 0;
const end = limit.seconds ? Date.now() + Number(limit.seconds) * 1000 : Infinity;
const runs = limit.input ? 1 : Number(limit.runs ?? Infinity);
while (executions < runs && Date.now() < end && differences < 10) {
  const batch = limit.input ? [await readFile(limit.input)] : Array.from({ length: Math.min(50, runs - executions) }, request);
  differences += await compare(batch);
  executions += batch.length;
}
native.stdin.end();
console.log(`executions: ${executions}\ndifferences: ${differences}`);
process.exitCode = differences > 0 ? 1 : 0;
