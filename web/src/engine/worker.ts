// The script of a worker, built as a classic one without imports: a sandboxed frame can start a worker only from a blob, and
// Chromium none that is a module there. Where there can be no worker at all the page loads it as its own script, and has the
// server from it.

import { serve } from './server.js';

declare global {
  interface Window {
    selfcheckServe?: typeof serve;
  }
}

if (typeof document === 'undefined') {
  serve(self);
} else {
  window.selfcheckServe = serve;
}
