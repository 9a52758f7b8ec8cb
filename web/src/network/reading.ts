// Reads a response's body no further than it may be long. Where something else came, a page for people is recognised as one: some hosts
// send it, with a status of 200, for whatever they don't have.

import { CheckError } from '../errors.js';

/** After this many bytes a page for people has begun, whatever stands before it. */
const kStart = 256;

/** How many characters of ASCII a page begins with. Fewer would be what one of some hundred buckets begins with, too. */
const kAscii = 16;

/**
 * Returns the whole body. Rejects with CheckError: as soon as the body is longer than `limit` bytes with too_large, or with not_the_file if
 * it is markup.
 */
export async function readUpTo(
  response: Response,
  limit: number,
  place: string,
  onBytes: (count: number) => void,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunksOf(response)) {
    size += chunk.length;
    onBytes(chunk.length);
    chunks.push(chunk);
    if (size > limit) throw wrongLength(new CheckError('too_large', place), chunks[0]);
  }
  const body = new Uint8Array(size);
  let end = 0;
  for (const chunk of chunks) {
    body.set(chunk, end);
    end += chunk.length;
  }
  return body;
}

/**
 * Returns a body of exactly `size` bytes, and reads no further than that. Rejects with CheckError: if the body has another length with
 * bucket_length, or with not_the_file if it is markup.
 */
export async function readExactly(
  response: Response,
  size: number,
  onBytes: (count: number) => void,
): Promise<Uint8Array> {
  const body = new Uint8Array(size);
  let end = 0;
  let first: Uint8Array | undefined;
  for await (const chunk of chunksOf(response)) {
    onBytes(chunk.length);
    first ??= chunk;
    if (end + chunk.length > size) throw wrongLength(new CheckError('bucket_length', 'bucket'), first);
    body.set(chunk, end);
    end += chunk.length;
  }
  if (end < size) throw wrongLength(new CheckError('bucket_length', 'bucket'), first);
  return body;
}

/**
 * Returns whether a file begins like markup. No pointer, manifest or pins file, and no text or code of the page begins like that, as their
 * formats don't allow it.
 */
export function isMarkup(file: Uint8Array): boolean {
  const start = new TextDecoder().decode(file.subarray(0, kStart)).trimStart();
  return /^<[\s -~]*$/.test(start.slice(0, kAscii));
}

/** Returns `error`, or not_the_file if what came is markup. `first` is the bytes that came first, undefined if none did. */
function wrongLength(error: CheckError, first: Uint8Array | undefined): CheckError {
  return first && isMarkup(first) ? new CheckError('not_the_file', error.place) : error;
}

async function* chunksOf(response: Response): AsyncGenerator<Uint8Array, void> {
  const reader = response.body?.getReader();
  while (reader) {
    let step: ReadableStreamReadResult<Uint8Array>;
    try {
      step = await reader.read();
    } catch {
      throw new CheckError('network_failed');
    }
    if (step.done) return;
    yield step.value;
  }
}
