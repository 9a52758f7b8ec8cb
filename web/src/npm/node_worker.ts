// The script of a thread, which owns one engine, as engine/worker.ts does in a browser.

import { parentPort } from 'node:worker_threads';
import { serve } from '../engine/server.js';

if (parentPort) {
  const port = parentPort;
  serve({
    addEventListener: (_type, listener) => void port.on('message', (data) => listener({ data })),
    postMessage: (message) => port.postMessage(message),
  });
}
