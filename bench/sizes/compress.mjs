// Computes how many bytes files are over the wire, each on its own: as they are, and in the two codings that web servers send.
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

function brotli(contents) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: contents.length };
  return brotliCompressSync(contents, { params });
}

export function wireSize(contents) {
  return { raw: contents.length, gzip: gzipSync(contents, { level: 9 }).length, brotli: brotli(contents).length };
}

export function sum(sizes) {
  const total = { raw: 0, gzip: 0, brotli: 0 };
  for (const size of sizes) for (const key of Object.keys(total)) total[key] += size[key];
  return total;
}
