// Serves static files to Chromium, from 127.0.0.1.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';

const kTypes = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/**
 * `directories` maps the first part of a path to a directory, and `files` maps a whole path to its contents. All else is in `root`, and
 * `/` is `/index.html`. At a request of `/report?TEXT`, `onReport(text)` is called and waited for. Returns {url, stop}.
 */
export async function serveFiles({ directories = {}, files = {}, root, onReport }) {
  const find = async (path, query) => {
    if (path === '/report') {
      await onReport(query);
      return '';
    }
    const [, first, ...rest] = path.split('/');
    const directory = directories[first] ? join(directories[first], ...rest) : root && join(root, path);
    return files[path] ?? (directory && readFile(directory).catch(() => undefined));
  };
  const server = createServer(async (request, response) => {
    const { pathname, search } = new URL(request.url, 'http://localhost');
    const path = pathname === '/' ? '/index.html' : normalize(pathname);
    const contents = await find(path, decodeURIComponent(search.slice(1)));
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
