// What the bindings must do beyond translating.
import assert from "node:assert/strict";
import test from "node:test";
import { createEngine, put, startEngine } from "./engine.mjs";

test("works where making functions from strings is forbidden, as under the page's policy", async () => {
  // The suite runs with --disallow-code-generation-from-strings.
  assert.throws(() => new Function("return 1"));
  assert.equal((await startEngine()).disclosedBits(), 0);
});

test("input is wiped by the call that reads it", async () => {
  const module = await startEngine();
  const typed = new TextEncoder().encode("9999 4105 7058");
  const input = module.input(typed.length);
  input.set(typed);
  assert.equal(module.setIdentifier("aadhaar").ok, true);
  assert.ok(input.buffer.byteLength > 0, "the memory did not move, so this view shows it");
  assert.deepEqual([...input], new Array(typed.length).fill(0));
});

test("no copy of an identifier is left in memory once it is cleared", async () => {
  const module = await startEngine();
  const memory = module.input(0).buffer;
  const find = (text) => Buffer.from(memory).indexOf(text);
  put(module, "9999 4105 7058");
  assert.equal(module.setIdentifier("aadhaar").ok, true);
  assert.notEqual(find("aadhaar:999941057058"), -1, "held while it is needed");
  module.clearIdentifier();
  assert.equal(find("999941057058"), -1);
  assert.equal(find("9999 4105 7058"), -1);
});

test("a step before `start` fails and says so", async () => {
  const module = await createEngine();
  for (const status of [module.readPins(), module.openPointer(0), module.proveCanary(0), module.hash(0)]) {
    assert.deepEqual([status.ok, status.code], [false, "not_ready"]);
  }
  assert.equal(module.decide(0, 0).outcome, "could_not_tell");
  assert.equal(module.bucketPath(0, 0), "");
});

test("two instances share nothing", async () => {
  const [first, second] = [await startEngine(), await startEngine()];
  put(first, "9999 4105 7058");
  assert.equal(first.setIdentifier("aadhaar").ok, true);
  assert.equal(second.request(0).code, "not_ready");
  assert.notEqual(first.input(1).buffer, second.input(1).buffer);
});
