// How long what a server sends is on its way, which is compressed.
import { once } from 'node:events';
import { get } from 'node:http';

/** Bytes of the answer's body as they go to a browser. */
export async function wireSize(url) {
  const [response] = await once(get(url, { headers: { 'Accept-Encoding': 'gzip, deflate, br, zstd' } }), 'response');
  let size = 0;
  for await (const chunk of response) size += chunk.length;
  return size;
}
