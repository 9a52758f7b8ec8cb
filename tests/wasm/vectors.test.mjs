import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { createEngine, variants } from "./engine.mjs";
import { runChecks, runIdentifiers, runPins } from "./vectors.mjs";

const vectors = async (name) => {
  const document = JSON.parse(await readFile(new URL(`../vectors/${name}.json`, import.meta.url)));
  assert.ok(document.cases.length > 50, "there are vectors");
  return document;
};

for (const variant of Object.keys(variants)) {
  const create = () => createEngine(variant);

  test(`identifiers, ${variant}`, async () => assert.deepEqual(await runIdentifiers(create, await vectors("identifiers")), []));

  test(`pins, ${variant}`, async () => assert.deepEqual(await runPins(create, await vectors("pins")), []));

  test(`whole checks, ${variant}`, async () => assert.deepEqual(await runChecks(create, await vectors("checks")), []));

  test(`whole checks of keyed lists, ${variant}`, async () =>
    assert.deepEqual(await runChecks(create, await vectors("keyed_checks")), []));
}
