// Loads the engine under Node, and puts bytes into it.
import { readFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { join } from "node:path";

const folder = process.env.SELFCHECK_ENGINE ?? fileURLToPath(new URL("../../build/wasm/wasm", import.meta.url));
const glue = import(pathToFileURL(join(folder, "selfcheck.mjs")));

/** The files of the two engines. What is true of one must be true of the other. */
export const variants = { simd: "selfcheck-simd.wasm", plain: "selfcheck.wasm" };
export const readBinary = (variant) => readFile(join(folder, variants[variant]));

const modules = new Map();

/** Returns a module instance as the page would have it, before it is started. */
export async function createEngine(variant = "simd") {
  if (!modules.has(variant)) modules.set(variant, WebAssembly.compile(await readBinary(variant)));
  return createEngineFrom(await modules.get(variant));
}

/** Returns an instance of a WebAssembly.Module, or of its bytes. */
export async function createEngineFrom(wasm) {
  return (await glue).default({ wasm });
}

/** Hands the module what its next call reads. */
export function put(module, bytes) {
  const input = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
  const address = module.input(input.length);
  module.heap().set(input, address);
}

export async function startEngine() {
  const module = await createEngine();
  put(module, new Uint8Array(32).fill(7));
  module.start();
  return module;
}
