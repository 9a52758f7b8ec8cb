// The same in a worker. It is bundled with its contestant and started by chromium_lane.mjs.
import { startHost } from './host.mjs';

async function readAsset(asset) {
  const response = await fetch(`/${asset}`);
  if (!response.ok) throw new Error(`no ${asset}`);
  return new Uint8Array(await response.arrayBuffer());
}

export async function serveWorker(contestant) {
  const answer = await startHost(contestant, readAsset);
  self.onmessage = async ({ data }) => self.postMessage(await answer(data));
  self.postMessage({});
}
