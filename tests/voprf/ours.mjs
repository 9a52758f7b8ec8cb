// Calls core through its driver (driver.cpp), with many calls at once.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const driver =
  process.env.SELFCHECK_VOPRF_DRIVER ??
  fileURLToPath(new URL("../../build/release/tests/voprf/voprf_driver", import.meta.url));

export const hex = (bytes) => Buffer.from(bytes).toString("hex");
export const unhex = (text) => Uint8Array.from(Buffer.from(text, "hex"));

const written = (argument) => {
  if (Array.isArray(argument)) return argument.length ? argument.map(written).join() : "-";
  if (argument instanceof Uint8Array) return argument.length ? hex(argument) : "-";
  return String(argument);
};

/**
 * Returns the result of each call, as the words of its line. A call is an array of a function's name and its arguments.
 */
export function ours(calls) {
  const input = calls.map((call) => `${call.map(written).join(" ")}\n`).join("");
  const { status, stdout, stderr, error } = spawnSync(driver, { input, encoding: "utf8", maxBuffer: 1 << 28 });
  if (error || status !== 0) throw error ?? new Error(stderr);
  const lines = stdout.trimEnd().split("\n");
  if (lines.length !== calls.length) throw new Error(`${lines.length} lines for ${calls.length} calls`);
  return lines.map((line) => line.split(" "));
}
