// Tests what the bindings must do beyond translating.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { argon2id } from "@noble/hashes/argon2";
import { blake2b } from "@noble/hashes/blake2b";
import { createEngine, put, startEngine } from "./engine.mjs";

test("works where making functions from strings is forbidden, as under the page's policy", async () => {
  // The suite runs with --disallow-code-generation-from-strings.
  assert.throws(() => new Function("return 1"));
  assert.equal((await startEngine()).selfTest().ok, true);
});

test("input is wiped by the call that reads it", async () => {
  const module = await startEngine();
  const typed = new TextEncoder().encode("9999 4105 7058");
  const address = module.input(typed.length);
  const input = module.heap().subarray(address, address + typed.length);
  input.set(typed);
  assert.equal(module.setIdentifier("aadhaar").ok, true);
  assert.ok(input.buffer.byteLength > 0, "the memory did not move, so this view shows it");
  assert.deepEqual([...input], new Array(typed.length).fill(0));
});

test("no copy of an identifier is left in memory once it is cleared", async () => {
  // The number is not FORMAT.md's example, since the module has that for its self-test.
  const module = await startEngine();
  const memory = Buffer.from(module.heap().buffer);
  const find = (text) => memory.indexOf(text);
  put(module, "9999 1482 5050");
  assert.equal(module.setIdentifier("aadhaar").ok, true);
  assert.notEqual(find("aadhaar:999914825050"), -1, "held while it is needed");
  module.clearIdentifier();
  assert.equal(find("999914825050"), -1);
  assert.equal(find("9999 1482 5050"), -1);
});

/** Runs a whole check from checks.json up to its verdict. Returns what it was made from, and the module. */
async function check(name) {
  const { lists, cases } = JSON.parse(await readFile(new URL("../vectors/checks.json", import.meta.url)));
  const vector = cases.find((candidate) => candidate.name === name);
  const files = { ...lists[vector.list], ...vector.files };
  const module = await startEngine();
  const give = (path) => put(module, Buffer.from(files[path], "base64"));
  const now = Date.parse(vector.now) / 1000;
  put(module, JSON.stringify(vector.pins));
  module.readPins();
  give("current.minisig");
  const { manifestFile } = module.openPointer(0);
  give(manifestFile);
  module.openManifest(0, now);
  module.proveCanary(0);
  put(module, vector.typed);
  module.setIdentifier(vector.kind);
  module.hash(0);
  give(module.request(0, now).path);
  const { outcome } = module.decide(0, now);
  return { vector, manifest: JSON.parse(Buffer.from(files[manifestFile], "base64")), module, outcome };
}

test("nothing that leads to the identifier is left once it is cleared", async () => {
  const { vector, manifest, module, outcome } = await check("not a member");
  assert.equal(outcome, "not_found");
  const canonical = Buffer.from(`mobile:+91${vector.typed}`);
  const hash = argon2id(canonical, Buffer.from(manifest.group_salt, "hex"),
    { t: manifest.ops, m: manifest.mem_kib, p: 1, dkLen: 32, version: 0x13 });
  const tag = blake2b(Buffer.from(manifest.list_id + manifest.nonce, "hex"),
    { key: hash, dkLen: 16, personalization: "selfcheck.tag.v1" });
  const digest = blake2b(canonical, { dkLen: 32, personalization: "selfcheck.bucket" });
  const memory = Buffer.from(module.heap().buffer);
  assert.notEqual(memory.indexOf(hash), -1, "held while it is needed, so this test can see it");

  module.clearIdentifier();
  for (const [what, bytes] of Object.entries({ canonical, hash, tag: tag.slice(0, 8), digest: digest.slice(0, 8) })) {
    assert.equal(memory.indexOf(bytes), -1, what);
  }
  // Argon2's 8 MiB must be wiped, since a guess could be tested cheaply with its blocks. Only the program's data and
  // the lists are not zero.
  assert.ok(memory.length > 8 * 1024 * 1024);
  assert.ok(memory.filter((byte) => byte !== 0).length < 256 * 1024);
});

test("a step before `start` fails and says so", async () => {
  const module = await createEngine();
  const steps = [module.readPins(), module.openPointer(0), module.proveCanary(0), module.hash(0), module.decide(0, 0), module.bucketPath(0, 0)];
  for (const status of steps) assert.deepEqual(status, { ok: false, code: "not_ready", place: "", number: 0 });
});

test("two instances share nothing", async () => {
  const [first, second] = [await startEngine(), await startEngine()];
  put(first, "9999 4105 7058");
  assert.equal(first.setIdentifier("aadhaar").ok, true);
  assert.equal(second.request(0, 0).code, "not_ready");
  assert.notEqual(first.heap().buffer, second.heap().buffer);
});
