import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { createEngine } from "./engine.mjs";
import { runChecks, runIdentifiers } from "./vectors.mjs";

const vectors = async (name) => {
  const document = JSON.parse(await readFile(new URL(`../vectors/${name}.json`, import.meta.url)));
  assert.ok(document.cases.length > 100, "there are vectors");
  return document;
};

test("identifiers", async () => assert.deepEqual(await runIdentifiers(createEngine, await vectors("identifiers")), []));

test("whole checks", async () => assert.deepEqual(await runChecks(createEngine, await vectors("checks")), []));
