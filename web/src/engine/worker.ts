// The worker's script. It is built as a classic script without imports, because a sandboxed frame can start a worker only from
// a blob, and there Chromium starts no worker that is a module. Where there can be no worker at all, the page loads this script
// as its own and takes the server from it.

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
