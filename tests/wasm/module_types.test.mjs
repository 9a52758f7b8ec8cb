// web/src/engine/module.d.ts is written by hand: these tests compare it with the module that was built.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import test from "node:test";
import { createEngine, put, startEngine } from "./engine.mjs";

const ts = createRequire(new URL("../../web/package.json", import.meta.url))("typescript");
const declarations = fileURLToPath(new URL("../../web/src/engine/module.d.ts", import.meta.url));

/** Returns the members of an interface, with the inherited ones, as a map from name to type as it is written. */
function members(name) {
  const program = ts.createProgram([declarations], {});
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(declarations);
  const declaration = file.statements.find((s) => ts.isInterfaceDeclaration(s) && s.name.text === name);
  const type = checker.getTypeAtLocation(declaration);
  return new Map(type.getProperties().map((property) => [
    property.name,
    checker.typeToString(checker.getTypeOfSymbolAtLocation(property, declaration)),
  ]));
}

test("every declared function exists, and no other", async () => {
  const module = await createEngine();
  const declared = [...members("SelfcheckModule").keys()].filter((name) => name !== "heap");
  assert.ok(module.heap() instanceof Uint8Array);
  for (const name of declared) assert.equal(typeof module[name], "function", name);
  // These are what the other functions are built on, and Embind's own errors.
  const others = ["heap", "word", "call", "BindingError", "InternalError", "UnboundTypeError"];
  const made = Object.keys(module).filter((name) => typeof module[name] === "function" && !others.includes(name));
  assert.deepEqual(made.sort(), declared.sort());
});

test("every returned object has exactly the declared fields, of the declared types", async () => {
  const { lists, cases } = JSON.parse(await readFile(new URL("../vectors/checks.json", import.meta.url)));
  const vector = cases.find(({ name }) => name === "not a member");
  const files = { ...lists[vector.list], ...vector.files };
  const module = await startEngine();
  const give = (path) => put(module, Buffer.from(files[path], "base64"));
  const now = Date.parse(vector.now) / 1000;
  put(module, JSON.stringify(vector.pins));
  const returned = { PinsStatus: module.readPins(), PinInfo: module.pin(0) };
  give("current.minisig");
  returned.PointerStatus = module.openPointer(0);
  give(returned.PointerStatus.manifestFile);
  returned.Status = module.openManifest(0, now);
  module.proveCanary(0);
  put(module, vector.typed);
  module.setIdentifier(vector.kind);
  module.hash(0);
  returned.ListInfo = module.listInfo(0, "en");
  returned.PathInfo = module.bucketPath(0, 0);
  returned.RequestInfo = module.request(0, now);
  give(returned.RequestInfo.path);
  returned.VerdictInfo = module.decide(0, now);
  for (const [name, value] of Object.entries(returned)) {
    assert.equal(value.ok, true, name);
    const actual = new Map(Object.entries(value).map(([field, of]) => [field, typeof of]));
    assert.deepEqual(new Map([...actual].sort()), new Map([...members(name)].sort()), name);
  }
  const failed = module.pin(99);
  assert.deepEqual([...Object.keys(failed)].sort(), [...members("Status").keys()].sort());
});
