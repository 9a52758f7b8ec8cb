// Deploys a site with its widget as a newsroom's readers meet it: built for the address at which it is served, with its lists.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, holdPort } from './browsers/processes.mjs';
import { serveWithNginx } from './nginx.mjs';
import { Recorder } from './recorder.mjs';
import { headersOf, Server, Site } from './site.mjs';

async function build(t, lists, origin, damage) {
  const site = await Site.make(lists, { origin });
  t.after(() => site.remove());
  await damage?.(site);
  return { url: origin, site, script: await embedScript(site.directory) };
}

/**
 * Ports of this file's deployments whose tests have ended. A site knows its address, so it is built anew for every other one; at the address of an
 * earlier deployment of the same lists it need not be.
 */
const portsOfEarlier = [];

/** Serves it over HTTP by `selfcheck serve`, with a recorder before it. `damage(site)` changes the files first. */
export async function deploy(t, lists, { damage } = {}) {
  const port = portsOfEarlier.pop() ?? (await freePort());
  const recorder = await Recorder.start(undefined, port);
  t.after(() => {
    recorder.stop();
    portsOfEarlier.push(port);
  });
  const built = await build(t, lists, recorder.url, damage);
  const server = await Server.start(built.site.directory);
  t.after(() => server.stop());
  recorder.targetUrl = server.url;
  return { ...built, recorder };
}

/** Serves it over HTTPS by nginx, with the headers that the build has written for nginx. */
export async function deploySecurely(t, lists, certificate, { damage } = {}) {
  const { port, release } = await holdPort();
  const built = await build(t, lists, `https://127.0.0.1:${port}/`, damage);
  await release();
  const { directory } = built.site;
  await serveWithNginx(t, { directory, headers: join(headersOf(directory), 'nginx.conf'), port, certificate });
  return built;
}

/** Returns what a snippet says of the script: the name of its file, and its `integrity`. */
export async function embedScript(directory) {
  const name = (await readdir(directory)).find((one) => /^embed-[0-9a-f]{12}\.js$/.test(one));
  const hash = createHash('sha384').update(await readFile(join(directory, name))).digest('base64');
  return { name, integrity: `sha384-${hash}` };
}
