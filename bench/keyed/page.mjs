// Measures the time from the click to the verdict on a slow phone, with a keyed list, whose evaluators are asked, and with a static one;
// and how much of it the group operations take. Every round has one check of each, in fresh tabs, in an order that rotates.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Evaluators, passOn, stall } from '../../tests/browser/support/evaluators.mjs';
import { selfcheck } from '../../tests/browser/support/lists.mjs';
import { checkOnce } from '../page/click.mjs';
import { atCost, bucketBytes, cheapList, defaultList } from '../page/lists.mjs';
import { kSlowdown } from '../page/phone.mjs';
import { launchBrowser } from '../support/browser.mjs';
import { outDirectory } from '../support/paths.mjs';
import { keepResult, printTable, progress } from '../support/report.mjs';
import { serveSite } from '../support/site.mjs';
import { median, pairedRatio } from '../support/stats.mjs';
import { inDays } from './evaluator.mjs';
import { measureGroup } from './group.mjs';

const kThreshold = 2;
const kEvaluators = 3;
/** The time from question to answer, which includes the evaluator's own work. */
const kAwayMs = 150;
/** How long the shares last, which is more than the year that a list is valid. */
const kSharesDays = 395;

const indices = Array.from({ length: kEvaluators }, (_, i) => i + 1);

const kKeyedDefault = { memKib: 32 * 1024, passes: 2 };
const kStaticDefault = { memKib: 64 * 1024, passes: 3 };

/** Returns the directory of a key and its shares. They are dealt once a month. */
async function dealtKey() {
  const directory = join(outDirectory, 'lists', `key-${new Date().toISOString().slice(0, 7)}`);
  if (!existsSync(join(directory, 'evaluation.json'))) {
    const shares = ['--threshold', kThreshold, '--of', kEvaluators, '--until', inDays(kSharesDays)];
    await selfcheck(['deal', ...shares, '--out', directory, '--no-password'].map(String));
  }
  return directory;
}

const away = async (exchange) => {
  const answer = exchange.ask();
  // The answer, or its failure, is passed on when the time has passed.
  await Promise.allSettled([answer, sleep(kAwayMs)]);
  await passOn({ ...exchange, ask: () => answer });
};

/** Runs in the page, before the page's own scripts. Records when each call to an engine in a worker was made, and how long it took. */
function observeCalls() {
  const calls = [];
  window.benchSeen.calls = calls;
  const pending = new WeakMap();
  const { postMessage } = Worker.prototype;
  const answered = ({ target, data }) => {
    const call = pending.get(target).get(data.id);
    if (call) call.ms = performance.now() - call.at;
  };
  Worker.prototype.postMessage = function (message, ...rest) {
    if (message.method) {
      if (!pending.has(this)) this.addEventListener('message', answered, true);
      if (!pending.has(this)) pending.set(this, new Map());
      const call = { method: message.method, at: performance.now() };
      calls.push(call);
      pending.get(this).set(message.id, call);
    }
    return postMessage.call(this, message, ...rest);
  };
}

async function makeLists(evaluators, key) {
  const shareOf = ['--evaluation', join(key, 'evaluation.json'), '--share', join(key, 'share-0.key')];
  // The build gets addresses that do not exist; the real ones are put into the pin.
  const named = indices.flatMap((index) => ['--evaluator', `https://evaluator-${index}.example/`]);
  const cheap = await cheapList('keyed', [...shareOf, ...named]);
  const keyed = { ...cheap, pin: { ...cheap.pin, evaluators: evaluators.pinned } };
  return {
    keyedDefault: await atCost('keyed', keyed, kKeyedDefault),
    keyed: await atCost('keyed', keyed, kStaticDefault),
    static: await defaultList(),
  };
}

/** Returns how many milliseconds all calls of the method took together. A call that has not ended counts as 0. */
const took = ({ calls }, method) => calls.reduce((sum, call) => sum + (call.method === method ? (call.ms ?? 0) : 0), 0);

export async function measurePage({ rounds, typing }) {
  const key = await dealtKey();
  const evaluators = await Evaluators.start(indices.map((index) => join(key, `share-${index}.key`)));
  const lists = await makeLists(evaluators, key);
  const bytes = await bucketBytes(lists.keyed);
  const sites = {};
  const browser = await launchBrowser();
  const samples = {};
  let group;
  try {
    progress('the group');
    group = await measureGroup({ browser, list: lists.keyedDefault, evaluators, threshold: kThreshold, tabs: rounds });
    for (const [name, list] of Object.entries(lists)) sites[name] = await serveSite(list);
    const up = indices.map(() => away);
    const variants = {
      keyedDefault: { site: 'keyedDefault', behaviours: up },
      oneDown: { site: 'keyedDefault', behaviours: [stall, ...up.slice(1)] },
      keyed: { site: 'keyed', behaviours: up },
      static: { site: 'static', behaviours: up },
    };
    const names = Object.keys(variants);
    for (const name of names) samples[name] = new Map();
    for (let round = 0; round < rounds; round += 1) {
      progress(`checks on the page, round ${round + 1} of ${rounds}`);
      for (let i = 0; i < names.length; i += 1) {
        const name = names[(i + round) % names.length];
        const { site, behaviours } = variants[name];
        evaluators.behave(...behaviours);
        const number = lists[site].others[round];
        const check = { browser, url: sites[site].url, number, typingMs: typing, observers: [observeCalls] };
        samples[name].set(round, await checkOnce(check));
      }
    }
  } finally {
    await browser.close();
    for (const site of Object.values(sites)) await site.stop();
    await evaluators.stop();
  }

  const times = (name) => new Map([...samples[name]].map(([round, { clickToVerdictMs }]) => [round, clickToVerdictMs]));
  const keyedSamples = ['keyedDefault', 'oneDown', 'keyed'].flatMap((name) => [...samples[name].values()]);
  const inWorker = (of) => group.map(of);
  const row = (name, values) => [name, median(values).toFixed(0), Math.max(...values).toFixed(0)];
  console.log('\n## A check on a slow phone\n');
  console.log(
    `The tab's process ${kSlowdown} times as slow, workers too; 1.6 Mbit/s down, 150 ms a request; two answers of three evaluators needed, ${kAwayMs} ms away; one bucket of ${bytes} bytes; ${rounds} fresh tabs each.`,
  );
  printTable(
    ['ms', 'median', 'worst'],
    [
      row('Keyed, 32 MiB, 2 passes: click to verdict', [...times('keyedDefault').values()]),
      row('... one of the three never answers', [...times('oneDown').values()]),
      row('Keyed, 64 MiB, 3 passes: click to verdict', [...times('keyed').values()]),
      row('Static, 64 MiB, 3 passes: click to verdict', [...times('static').values()]),
      row('Group operations, the first time in a tab', inWorker(({ askMs, evaluateMs }) => askMs + evaluateMs)),
      row('... before the question', inWorker(({ askMs }) => askMs)),
      row('... after the answers', inWorker(({ evaluateMs }) => evaluateMs)),
      row('... all, warm', inWorker(({ warmMs }) => warmMs)),
      row('The question, from the page to its worker and back', keyedSamples.map((sample) => took(sample, 'askEvaluators'))),
      row('The answers, likewise', keyedSamples.map((sample) => took(sample, 'evaluate'))),
    ],
  );
  console.log(`\nKeyed over static, 64 MiB, 3 passes: ${pairedRatio(times('keyed'), times('static')).toFixed(3)}, the median of the rounds' ratios.`);
  const ofPage = Object.fromEntries(Object.entries(samples).map(([name, of]) => [name, [...of.values()]]));
  await keepResult('keyed-page', { group, ...ofPage });
}
