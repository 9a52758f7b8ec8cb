// Builds lists by the real program. They are small and quick (8 MiB, one pass), and marked `test`.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cli } from './paths.mjs';

const run = promisify(execFile);

const kTitles = { mobile: 'Synthetic mobile numbers', aadhaar: 'Synthetic Aadhaar numbers' };

/** Runs `selfcheck` with `input` on standard input. */
export async function selfcheck(args, input = '') {
  const running = run(cli, args, { maxBuffer: 1 << 24 });
  // A program that ends without having read its input says why by its exit code.
  running.child.stdin.on('error', () => {});
  running.child.stdin.end(input);
  return (await running).stdout;
}

/** Makes a new secret key without a password, and returns its path. */
export async function makeKey(directory, name) {
  const secret = join(directory, `${name}.key`);
  await selfcheck(['keygen', '--secret', secret, '--public', join(directory, `${name}.pub`), '--no-password']);
  return secret;
}

/**
 * Builds a list of `numbers` in `directory`, with its pin in `pinFile`. `memMib` and `ops` are the hash's cost, `options` are further
 * arguments of `selfcheck build`, and `texts` are what readers are told, by language.
 */
export async function buildList({ directory, pinFile, secretKey, kind, numbers, memMib = 8, ops = 1, options = [], texts }) {
  const english = {
    title: kTitles[kind],
    publisher: 'The Daily Example',
    about: 'Made for a test. Nobody’s data.',
    link: 'https://example.org/about',
  };
  const textsFile = `${pinFile}.texts`;
  await writeFile(textsFile, JSON.stringify({ en: english, ...texts }));
  await selfcheck(
    [
      'build',
      ...['--kind', kind, '--secret-key', secretKey, '--out', directory, '--pin-out', pinFile],
      ...['--texts', textsFile],
      ...['--test', '--mem', String(memMib), '--ops', String(ops)],
      ...options,
      '-',
    ],
    numbers.join('\n') + '\n',
  );
}
