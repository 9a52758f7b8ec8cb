// What a browser has written to disk.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const kMozLz4 = Buffer.from('mozLz40\0');

/** Firefox keeps its sessions as one LZ4 block (https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md) after a head of 12 bytes. */
function decompress(file) {
  const out = Buffer.alloc(file.readUInt32LE(kMozLz4.length));
  let from = kMozLz4.length + 4;
  let to = 0;
  const longLength = (nibble) => {
    let length = nibble;
    for (let more = nibble === 15; more; ) {
      const byte = file[from++];
      length += byte;
      more = byte === 255;
    }
    return length;
  };
  while (from < file.length) {
    const token = file[from++];
    const literals = longLength(token >> 4);
    to += file.copy(out, to, from, from + literals);
    from += literals;
    if (from >= file.length) break;
    const distance = file.readUInt16LE(from);
    from += 2;
    // Byte by byte: a match may overlap what it makes.
    for (let left = longLength(token & 15) + 4; left > 0; left -= 1, to += 1) out[to] = out[to - distance];
  }
  return out;
}

/** The files below `profile` that hold `text`, in ASCII or UTF-16. */
export async function filesWith(profile, text) {
  const wanted = [Buffer.from(text), Buffer.from(text, 'utf16le')];
  const found = [];
  for (const entry of await readdir(profile, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const file = await readFile(path).catch(() => Buffer.alloc(0)); // gone meanwhile
    const bytes = file.subarray(0, kMozLz4.length).equals(kMozLz4) ? decompress(file) : file;
    if (wanted.some((one) => bytes.includes(one))) found.push(path.slice(profile.length + 1));
  }
  return found;
}
