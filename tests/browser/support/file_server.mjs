// Serves a folder as somebody else's site does: with types, for pages of every origin, and with none of the headers that `selfcheck serve`
// sends with our pages.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

const kTypes = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

export class FileServer {
  static async start(directory) {
    const server = new FileServer();
    server.http = createServer(async ({ url }, response) => {
      const { pathname } = new URL(url, 'http://127.0.0.1');
      const path = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
      const file = await readFile(join(directory, path)).catch(() => undefined);
      const type = kTypes[extname(path)] ?? 'application/octet-stream';
      response.writeHead(file ? 200 : 404, { 'Content-Type': type, 'Access-Control-Allow-Origin': '*' });
      response.end(file);
    });
    server.http.listen(0, '127.0.0.1');
    await once(server.http, 'listening');
    server.url = `http://127.0.0.1:${server.http.address().port}/`;
    return server;
  }

  async stop() {
    this.http.closeAllConnections();
    this.http.close();
    await once(this.http, 'close');
  }
}
