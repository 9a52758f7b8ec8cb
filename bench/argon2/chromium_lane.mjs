// Runs contestants in Chromium, each in a dedicated worker. Those that are measured in turn share one page. A first call gets a page in a
// fresh profile, and so a fresh process.
import { launchBrowser } from '../support/browser.mjs';
import { bundleScript } from '../support/bundle.mjs';
import { definePageHelpers, flatten } from '../support/handover.mjs';
import { engine, npmDirectory } from '../support/paths.mjs';
import { serveFiles } from '../support/server.mjs';

/** Runs in the page. */
function definePageSide() {
  const workers = new Map();
  window.startContestant = async (id) => {
    const start = performance.now();
    const worker = new Worker(`/contestants/${id}.js`);
    workers.set(id, worker);
    await window.answerOf(worker);
    return performance.now() - start;
  };
  window.askContestant = (id, message) => {
    const worker = workers.get(id);
    worker.postMessage(window.unflatten(message));
    return window.answerOf(worker);
  };
}

class Lane {
  constructor(page, id, stop) {
    this.page = page;
    this.id = id;
    this.stop = stop;
  }

  async start(list) {
    this.loadMs = await this.page.evaluate((id) => window.startContestant(id), this.id);
    await this.#ask({ open: list });
    return this;
  }

  hash(input) {
    return this.#ask({ input });
  }

  #ask(message) {
    return this.page.evaluate(([id, asked]) => window.askContestant(id, asked), [this.id, flatten(message)]);
  }
}

/** Returns what nodeLanes returns, and the browser. */
export async function chromiumLanes(list, contestants) {
  const files = { '/index.html': '<!doctype html><title>bench</title>' };
  for (const { id } of contestants) {
    files[`/contestants/${id}.js`] = await bundleScript(
      `import * as contestant from './contestants/${id}.mjs';
       import { serveWorker } from './argon2/worker_host.mjs';
       serveWorker(contestant);`,
    );
  }
  const server = await serveFiles({ directories: { npm: npmDirectory, engine }, files });
  const browser = await launchBrowser();

  const openPage = async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.addInitScript(definePageHelpers);
    await page.addInitScript(definePageSide);
    await page.goto(server.url);
    return page;
  };
  const shared = await openPage();

  return {
    browser,
    start: ({ id }) => new Lane(shared, id, async () => {}).start(list),
    startFresh: async ({ id }) => {
      const page = await openPage();
      return new Lane(page, id, () => page.context().close()).start(list);
    },
    stop: async () => {
      await browser.close();
      server.stop();
    },
  };
}
