// What goes wrong with files.
import { readFile, writeFile } from 'node:fs/promises';

/** A negative offset counts from the end. */
export async function flipByte(path, offset) {
  const bytes = await readFile(path);
  bytes[offset < 0 ? bytes.length + offset : offset] ^= 1;
  await writeFile(path, bytes);
}
