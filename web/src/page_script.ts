// Adds scripts of the page's own that the browser runs only if their bytes are those that the build made.

import { scriptUrl } from './trusted_types.js';

/** What the build knows of a file: its name, which has the beginning of a hash in it, and its SHA-256 in base64. */
export interface BuiltFile {
  readonly name: string;
  readonly hash: string;
}

export interface PageScript {
  /** The script's whole address. */
  readonly address: string;
  /** The SHA-256 of its bytes in base64. Without it any bytes are run, which the page's server may have forbidden (Integrity-Policy). */
  readonly hash?: string | undefined;
  readonly type?: 'module';
}

/** Loads a script and runs it. Rejects if it does not come, or if what comes is something else. */
export function runScript({ address, hash, type }: PageScript): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    if (type) script.type = type;
    if (hash) script.integrity = `sha256-${hash}`;
    // Bytes that were asked for without CORS can't be compared with a hash.
    script.crossOrigin = 'anonymous';
    script.src = scriptUrl(address);
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      reject(new Error('no such script'));
    };
    document.head.append(script);
  });
}
