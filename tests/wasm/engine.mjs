// Loads the engine under Node, and puts bytes into it.
import { readFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { join } from "node:path";

const folder = process.env.SELFCHECK_ENGINE ?? fileURLToPath(new URL("../../build/wasm/wasm", import.meta.url));
const binary = readFile(join(folder, "selfcheck.wasm"));
const glue = import(pathToFileURL(join(folder, "selfcheck.mjs")));

/** A module instance as the page would have it, not started. */
export async function createEngine() {
  return (await glue).default({ wasmBinary: await binary });
}

/** Hands the module what its next call reads. */
export function put(module, bytes) {
  const input = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
  module.input(input.length).set(input);
}

export async function startEngine() {
  const module = await createEngine();
  put(module, new Uint8Array(32).fill(7));
  module.start();
  return module;
}
