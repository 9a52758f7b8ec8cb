// Measures the look-up that follows the hash, in a worker of a page that is slowed down. The same hash with and without the slowness
// shows by how much the page is slowed down.
import { withFreshPage } from '../support/browser.mjs';
import { bundleScript } from '../support/bundle.mjs';
import { definePageHelpers, flatten } from '../support/handover.mjs';
import { openingFiles } from '../support/list.mjs';
import { engine } from '../support/paths.mjs';
import { rendererOf, slowDown } from '../support/renderer.mjs';
import { serveFiles } from '../support/server.mjs';
import { median } from '../support/stats.mjs';
import { kSlowdown } from './phone.mjs';

/** With so many look-ups, the stops and starts of the slowed process average out. */
const kLookUps = 200;
const kBatches = 9;
const kCalibrations = 5;
const kHashes = 20;
const kSpins = 1e8;

async function measureIn(page, pid, ask) {
  const spin = () =>
    page.evaluate((count) => {
      const start = performance.now();
      let x = 0;
      for (let i = 0; i < count; i += 1) x = (Math.imul(x, 31) + i) | 0;
      return performance.now() - start + (x & 0);
    }, kSpins);
  await ask({ hashes: kHashes, lookUps: kLookUps }); // This warms the engine up.
  await spin();
  const worker = [];
  const main = [];
  const perLookUp = [];
  for (let i = 0; i < kCalibrations; i += 1) {
    const fastHash = (await ask({ hashes: kHashes })).ms;
    const fastSpin = await spin();
    const endSlowness = slowDown(pid, kSlowdown);
    worker.push((await ask({ hashes: kHashes })).ms / fastHash);
    main.push((await spin()) / fastSpin);
    for (let batch = 0; batch < kBatches / kCalibrations; batch += 1) {
      perLookUp.push((await ask({ lookUps: kLookUps })).ms / kLookUps);
    }
    await endSlowness();
  }
  return { workerSlowdown: worker, mainSlowdown: main, lookUpMs: perLookUp, medianLookUpMs: median(perLookUp) };
}

export async function measureLookUp({ browser, list }) {
  const script = await bundleScript(`import './page/lookup_worker.mjs';`);
  const server = await serveFiles({
    directories: { engine },
    files: { '/index.html': '<!doctype html><title>bench</title>', '/worker.js': script },
  });
  try {
    return await withFreshPage(browser, {}, async (page) => {
      await page.addInitScript(definePageHelpers);
      await page.goto(server.url);
      await page.evaluate(() => {
        window.worker = new Worker('/worker.js');
      });
      const ask = (message) =>
        page.evaluate((asked) => {
          window.worker.postMessage(window.unflatten(asked));
          return window.answerOf(window.worker);
        }, flatten(message));
      const { outcome } = await ask({ open: { list: await openingFiles(list), digits: list.members[0] } });
      if (outcome !== 'found') throw new Error(`the verdict is ${outcome}`);
      return await measureIn(page, await rendererOf(browser), ask);
    });
  } finally {
    server.stop();
  }
}
