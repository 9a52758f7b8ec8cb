// Runs the shared vectors through the engine's JavaScript interface. Plain ECMAScript: the same file runs in Node and
// in browsers, and returns what went wrong instead of throwing.

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

/** What people type: well formed or not, with the reason. */
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

/** A check from pins to verdict, as the page makes it: [outcome, code, path of the bucket that was asked for]. */
async function runCheck(createEngine, vector, files) {
  const module = await start(createEngine);
  const now = Date.parse(vector.now) / 1000;
  let requested = "";
  const give = (path) => put(module, unbase64(files[path]));

  put(module, JSON.stringify(vector.pins));
  const pins = module.readPins();
  if (!pins.ok) return ["could_not_tell", pins.code, requested];
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
  ];
  for (const step of steps) {
    const status = step();
    if (!status.ok) return ["could_not_tell", status.code, requested];
  }
  give(requested);
  const verdict = module.decide(list, now);
  return [verdict.outcome, verdict.code, requested];
}

/** Whole checks: verdict, reason, and what was asked for. */
export async function runChecks(createEngine, { lists, cases }) {
  const failures = [];
  for (const vector of cases) {
    const files = { ...lists[vector.list], ...vector.files };
    const actual = await runCheck(createEngine, vector, files);
    const expected = [vector.outcome, vector.error ?? "none", vector.request ?? ""];
    if (actual.join() !== expected.join()) failures.push(`${vector.name}: ${actual}, not ${expected}`);
  }
  return failures;
}
