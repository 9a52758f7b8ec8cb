// Damages files.
import { readFile, writeFile } from 'node:fs/promises';

/** Changes one bit of the byte at `offset`, which counts from the end if it is negative. */
export async function flipByte(path, offset) {
  const bytes = await readFile(path);
  bytes[offset < 0 ? bytes.length + offset : offset] ^= 1;
  await writeFile(path, bytes);
}
