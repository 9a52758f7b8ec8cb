// Static files for Chromium, from 127.0.0.1.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';

const kTypes = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };

/**
 * `directories` maps the first part of a path to a directory, `files` a whole path to its contents. Gives {url, stop}.
 */
export async function serveFiles({ directories = {}, files = {} }) {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url, 'http://localhost').pathname);
    const [, first, ...rest] = path.split('/');
    let contents = files[path];
    if (contents === undefined && directories[first]) {
      contents = await readFile(join(directories[first], ...rest)).catch(() => undefined);
    }
    response.writeHead(contents === undefined ? 404 : 200, {
      'Content-Type': kTypes[extname(path)] ?? 'application/octet-stream',
      'Cache-Control': 'no-store',
    });
    response.end(contents);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
