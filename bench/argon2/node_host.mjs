// A Node process with one contestant. node_lane.mjs starts it as `node node_host.mjs ID` and talks to it by messages.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { engine, npmDirectory } from '../support/paths.mjs';
import { startHost } from './host.mjs';

const kDirectories = { npm: npmDirectory, engine };

async function readAsset(asset) {
  const [first, ...rest] = asset.split('/');
  return new Uint8Array(await readFile(join(kDirectories[first], ...rest)));
}

const start = performance.now();
const contestant = await import(`../contestants/${process.argv[2]}.mjs`);
const answer = await startHost(contestant, readAsset);
process.on('message', async (message) => process.send(await answer(message)));
process.send({ loadMs: performance.now() - start });
