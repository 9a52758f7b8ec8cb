// Measures what the group operations of a check take in a worker of a page that is slowed down, apart from all that a check has to wait
// for: the first time in a fresh tab, which is what a reader meets, and when the engine is warm.
import { randomBytes } from 'node:crypto';
import { ask } from '../../tests/browser/support/evaluators.mjs';
import { kPhone, kSlowdown } from '../page/phone.mjs';
import { withFreshPage } from '../support/browser.mjs';
import { bundleScript } from '../support/bundle.mjs';
import { definePageHelpers, flatten } from '../support/handover.mjs';
import { openingFiles } from '../support/list.mjs';
import { engine } from '../support/paths.mjs';
import { rendererOf, slowDown } from '../support/renderer.mjs';
import { serveFiles } from '../support/server.mjs';

const kUniformSize = 64;
const kQuestionSize = 80;
const kElementSize = 32;
const kTimes = 20;

/** Returns what Engine.evaluate (web/src/engine/module.d.ts) takes, made of good answers. */
function givenOf(uniform, questions, answers) {
  const parts = answers.map(({ index, body }) => Buffer.concat([Buffer.from([index, 200, 0, 0, 0, body.length]), body]));
  return Buffer.concat([uniform, questions.subarray(-kElementSize), ...parts]);
}

async function measureTab(page, browser, { list, digits, evaluators, threshold }) {
  await page.evaluate(() => {
    window.worker = new Worker('/worker.js');
  });
  const tell = (message) =>
    page.evaluate((asked) => {
      window.worker.postMessage(window.unflatten(asked));
      return window.answerOf(window.worker);
    }, flatten(message));
  await tell({ open: { list, digits } });
  const endSlowness = slowDown(await rendererOf(browser), kSlowdown);
  try {
    const uniform = randomBytes(kUniformSize);
    const asked = await tell({ ask: { uniform } });
    const questions = Buffer.from(asked.result, 'hex');
    const answers = await Promise.all(
      evaluators.middlemen.slice(0, threshold).map(async ({ index, target }, i) => {
        const { body } = await ask(target, questions.subarray(i * kQuestionSize, (i + 1) * kQuestionSize));
        return { index, body };
      }),
    );
    await tell({ hash: {} });
    const given = givenOf(uniform, questions, answers);
    // Setting the number anew for the hash did no harm to the questions: u and B are in `given`.
    const evaluated = await tell({ evaluate: { given } });
    const warm = await tell({ again: { uniform, given, times: kTimes } });
    return { askMs: asked.ms, evaluateMs: evaluated.ms, warmMs: warm.ms };
  } finally {
    await endSlowness();
  }
}

/** Returns {askMs, evaluateMs, warmMs} for each tab, where warmMs is the time of both steps together. */
export async function measureGroup({ browser, list, evaluators, threshold, tabs }) {
  const script = await bundleScript(`import './keyed/group_worker.mjs';`);
  const server = await serveFiles({
    directories: { engine },
    files: { '/index.html': '<!doctype html><title>bench</title>', '/worker.js': script },
  });
  const files = await openingFiles(list);
  const samples = [];
  try {
    for (let tab = 0; tab < tabs; tab += 1) {
      const sample = await withFreshPage(browser, kPhone, async (page) => {
        await page.addInitScript(definePageHelpers);
        await page.goto(server.url);
        return measureTab(page, browser, { list: files, digits: list.others[tab], evaluators, threshold });
      });
      samples.push(sample);
    }
  } finally {
    server.stop();
  }
  return samples;
}
