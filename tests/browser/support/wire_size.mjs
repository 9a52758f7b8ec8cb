// Measures how long an answer is on its way from a server, where it is compressed.
import { once } from 'node:events';
import { get } from 'node:http';

/** Returns how many bytes the answer's body has as it goes to a browser. */
export async function wireSize(url) {
  const [response] = await once(get(url, { headers: { 'Accept-Encoding': 'gzip, deflate, br, zstd' } }), 'response');
  let size = 0;
  for await (const chunk of response) size += chunk.length;
  return size;
}
