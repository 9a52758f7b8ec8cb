// `selfcheck serve` compresses no WebAssembly, which is more than half of what the page loads. Real hosts do, and so does this one,
// which passes everything else on as it is. As on real hosts, a file that has been asked for before is compressed already.
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';

const compress = promisify(brotliCompress);

const kCompressible = /^(?:text\/|application\/(?:json|wasm)|image\/svg)/;
/** Headers that are about the connection between this host and the server, or about the body as it was before it was compressed. */
const kNotPassedOn = ['connection', 'content-encoding', 'content-length', 'keep-alive', 'transfer-encoding'];

/** Runs the host in front of the server at `target`. Returns {url, stop}. */
export async function serveCompressed(target) {
  const compressed = new Map();
  const passOn = async (request, response) => {
    const answer = await fetch(new URL(request.url, target));
    const headers = Object.fromEntries([...answer.headers].filter(([name]) => !kNotPassedOn.includes(name)));
    let body = Buffer.from(await answer.arrayBuffer());
    const accepts = /\bbr\b/.test(request.headers['accept-encoding'] ?? '');
    if (accepts && kCompressible.test(headers['content-type'])) {
      const { url } = request;
      if (!compressed.get(url)?.source.equals(body)) compressed.set(url, { source: body, body: await compress(body) });
      body = compressed.get(url).body;
      headers['content-encoding'] = 'br';
    }
    response.writeHead(answer.status, headers).end(body);
  };
  // If the server has gone, the connection is ended, too.
  const server = createServer((request, response) => passOn(request, response).catch(() => response.destroy()));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
