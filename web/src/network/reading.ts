// Reading a response's body no further than it may be long.

import { CheckError } from '../errors.js';

/** The whole body, or too_large as soon as it is longer than `limit` bytes. Rejects with CheckError. */
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
    if (size > limit) throw new CheckError('too_large', place);
    chunks.push(chunk);
  }
  const body = new Uint8Array(size);
  let end = 0;
  for (const chunk of chunks) {
    body.set(chunk, end);
    end += chunk.length;
  }
  return body;
}

/** Exactly `size` bytes, or bucket_length; reads no further than that. Rejects with CheckError. */
export async function readExactly(
  response: Response,
  size: number,
  onBytes: (count: number) => void,
): Promise<Uint8Array> {
  const body = new Uint8Array(size);
  let end = 0;
  for await (const chunk of chunksOf(response)) {
    onBytes(chunk.length);
    if (end + chunk.length > size) throw new CheckError('bucket_length', 'bucket');
    body.set(chunk, end);
    end += chunk.length;
  }
  if (end < size) throw new CheckError('bucket_length', 'bucket');
  return body;
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
