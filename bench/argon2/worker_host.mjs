// A worker with one contestant, as node_host.mjs is a process with one. chromium_lane.mjs bundles it with its contestant and starts it.
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
