// web/src/engine/module.d.ts is written by hand: these tests hold it against the module that was built.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import test from "node:test";
import { createEngine, put, startEngine } from "./engine.mjs";

const ts = createRequire(new URL("../../web/package.json", import.meta.url))("typescript");
const declarations = fileURLToPath(new URL("../../web/src/engine/module.d.ts", import.meta.url));

/** The members of an interface, inherited ones included: name to type, as written. */
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
  // What Embind registered are own functions with a `argCount`; the rest is Emscripten's.
  const registered = Object.keys(module).filter((name) => module[name]?.argCount !== undefined);
  assert.deepEqual(registered.sort(), declared.sort());
});

test("every returned object has exactly the declared fields, of the declared types", async () => {
  const module = await startEngine();
  put(module, "");
  const returned = {
    PinsStatus: module.readPins(),
    PinInfo: module.pin(0),
    PointerStatus: module.openPointer(0),
    Status: module.openManifest(0, 0),
    ListInfo: module.listInfo(0, "en"),
    RequestInfo: module.request(0, 0),
    VerdictInfo: module.decide(0, 0),
  };
  for (const [name, value] of Object.entries(returned)) {
    const actual = new Map(Object.entries(value).map(([field, of]) => [field, typeof of]));
    assert.deepEqual(new Map([...actual].sort()), new Map([...members(name)].sort()), name);
  }
});
