// Runs libsodium itself, by means of bench/native/argon2, which answers each line with a line.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { nativeArgon2 } from '../support/paths.mjs';

const hex = (bytes) => Buffer.from(bytes).toString('hex');

export function startNative() {
  const process = spawn(nativeArgon2, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: process.stdout })[Symbol.asyncIterator]();
  return {
    async hash({ password, salt }) {
      process.stdin.write(`${hex(password)} ${hex(salt)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error('the native program ended');
      const [ms, hash] = value.split(' ');
      return { ms: Number(ms), hash };
    },
    stop: async () => process.stdin.end(),
  };
}
