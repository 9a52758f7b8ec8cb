// Reading a response's body no further than it may be long. Where it is not what was asked for, it is told from a page for people: some
// hosts have one for whatever they don't have, with a status of 200.

import { CheckError } from '../errors.js';

/** Where a page for people has begun, whatever stands before it. */
const kStart = 256;

/** The whole body; too_large, or not_the_file, as soon as it is longer than `limit` bytes. Rejects with CheckError. */
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

/** Exactly `size` bytes; else bucket_length, or not_the_file. Reads no further than that. Rejects with CheckError. */
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

/** No pointer, manifest or pins file, no text or code of the page begins like this: their formats don't allow it. */
export function isMarkup(file: Uint8Array): boolean {
  const start = new TextDecoder().decode(file.subarray(0, kStart));
  return start.trimStart().startsWith('<');
}

/** `first`: the bytes that came first. */
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
