// Runs the shared vectors through the engine's JavaScript interface. It is plain ECMAScript, so that the same file runs
// in Node and in browsers, and it returns what went wrong instead of throwing.

const encoder = new TextEncoder();

function put(module, bytes) {
  const input = typeof bytes === "string" ? encoder.encode(bytes) : bytes;
  const address = module.input(input.length);
  module.heap().set(input, address);
}

async function start(createEngine) {
  const module = await createEngine();
  put(module, new Uint8Array(32).fill(7));
  module.start();
  return module;
}

const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const unbase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/** Runs the cases of what people type: numbers that are accepted, and texts that are refused for a reason. */
export async function runIdentifiers(createEngine, { cases }) {
  const module = await start(createEngine);
  const failures = [];
  for (const vector of cases) {
    put(module, vector.typed ?? unhex(vector.typed_hex));
    const { ok, code, number } = module.validate(vector.kind);
    const expected = vector.error ?? "none";
    if (code !== expected || ok !== (expected === "none")) failures.push(`${vector.name}: ${code}, not ${expected}`);
    if (vector.number !== undefined && number !== vector.number) failures.push(`${vector.name}: number ${number}`);
  }
  return failures;
}

/** Runs the cases of pins files: those that are read, and those that are refused for a reason. */
export async function runPins(createEngine, { cases }) {
  const failures = [];
  for (const vector of cases) {
    const module = await start(createEngine); // a session reads its pins once
    const document = vector.pins === undefined ? unhex(vector.pins_hex) : encoder.encode(vector.pins);
    const padded = new Uint8Array(Math.max(document.length, vector.pad_to ?? 0)).fill(0x20);
    padded.set(document);
    put(module, padded);
    const { ok, code } = module.readPins();
    const expected = vector.error ?? "none";
    if (code !== expected || ok !== (expected === "none")) failures.push(`${vector.name}: ${code}, not ${expected}`);
  }
  return failures;
}

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Returns the bytes that evaluate() reads (web/src/engine/module.d.ts). */
function given(uniform, blinded, answers) {
  const slots = answers.flatMap(({ index, status, retry_after: wait = 0, body = "" }) => {
    const bytes = new Uint8Array(112);
    bytes.set(unhex(body).subarray(0, 112));
    return [index, status & 255, status >> 8, wait & 255, wait >> 8, body.length / 2, ...bytes];
  });
  return Uint8Array.of(...unhex(uniform), ...unhex(blinded), ...slots);
}

/**
 * Asks the case's evaluators and takes their answers. Returns the status, which is also a failure if other questions
 * are asked than the case has.
 */
function runEvaluation(module, list, now, { uniform, blinded, questions, answers }) {
  put(module, unhex(uniform));
  const asked = module.askEvaluators(list, now);
  if (!asked.ok) return asked;
  const expected = (questions ?? []).map(({ body }) => body).join("");
  if (asked.questions !== expected) return { ok: false, code: `asked ${asked.questions}` };
  put(module, given(uniform, blinded, answers));
  return module.evaluate(list);
}

/**
 * Runs a check from pins to verdict, as the page does. Returns [outcome, code, path of the bucket that was asked for,
 * number].
 */
async function runCheck(createEngine, vector, files) {
  const module = await start(createEngine);
  const now = Date.parse(vector.now) / 1000;
  let requested = "";
  const give = (path) => put(module, unbase64(files[path]));

  put(module, JSON.stringify(vector.pins));
  const pins = module.readPins();
  if (!pins.ok) return ["could_not_tell", pins.code, requested, pins.number];
  let list = 0;
  while (list < pins.count && module.pin(list).id !== vector.pin) ++list;
  give("current.minisig");
  const pointer = module.openPointer(list);
  const steps = [
    () => pointer,
    () => (give(pointer.manifestFile), module.openManifest(list, now)),
    () => module.proveCanary(list),
    () => (put(module, vector.typed), module.setIdentifier(vector.kind)),
    () => {
      const request = module.request(list, now);
      requested = request.path;
      return request;
    },
    () => module.hash(list),
    () => (module.listInfo(list, "en").evaluationGroup ? runEvaluation(module, list, now, vector) : { ok: true }),
  ];
  for (const step of steps) {
    const status = step();
    if (!status.ok) return ["could_not_tell", status.code, requested, status.number];
  }
  give(requested);
  const verdict = module.decide(list, now);
  return [verdict.outcome, verdict.code, requested, verdict.number];
}

/**
 * Runs whole checks, and compares the verdict, the reason with its number where the case has one, and what was asked
 * for.
 */
export async function runChecks(createEngine, { lists, cases }) {
  const failures = [];
  for (const vector of cases) {
    const files = { ...lists[vector.list], ...vector.files };
    const actual = await runCheck(createEngine, vector, files);
    const expected = [vector.outcome, vector.error ?? "none", vector.request ?? "", vector.number ?? actual[3]];
    if (actual.join() !== expected.join()) failures.push(`${vector.name}: ${actual}, not ${expected}`);
  }
  return failures;
}
