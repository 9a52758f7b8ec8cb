// Reads lists from disk: a request for a `file:` address gets an answer like a web server's.

import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { overNetwork, type Transport } from '../network/network.js';

export const overNetworkOrDisk: Transport = (url, init) => (url.protocol === 'file:' ? readFrom(url) : overNetwork(url, init));

/** Rejects if the file can't be opened, as a request rejects if the server can't be reached. A missing file is a status of 404. */
function readFrom(url: URL): Promise<Response> {
  return new Promise((resolve, reject) => {
    const stream = createReadStream(fileURLToPath(url));
    stream.once('open', () => resolve(new Response(Readable.toWeb(stream) as ReadableStream)));
    stream.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') resolve(new Response(null, { status: 404 }));
      else reject(error);
    });
  });
}
