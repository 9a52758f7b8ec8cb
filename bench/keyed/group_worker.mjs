// Runs in a worker. It opens a keyed list in the engine and proves the canary, as the page does while a number is typed, and then times
// the group operations of a check. It hands the questions to the benchmark, which fetches the answers.
import { loadEngine } from '../contestants/selfcheck.mjs';

const kAsset = 'engine/selfcheck-simd.wasm';

function timed(work) {
  const start = performance.now();
  const result = work();
  return { ms: performance.now() - start, result };
}

const steps = {
  async open({ list, digits }) {
    self.engine = await loadEngine(async () => new Uint8Array(await (await fetch(`/${kAsset}`)).arrayBuffer()), kAsset);
    self.engine.open(list);
    self.engine.prove();
    self.digits = digits;
    self.engine.number({ digits });
  },
  ask: ({ uniform }) => timed(() => self.engine.askEvaluators(uniform)),
  hash: () => self.engine.hash({ digits: self.digits }),
  evaluate: ({ given }) => timed(() => self.engine.evaluate(given)),
  /** Repeats both steps with the same number and answers. Setting the number makes the engine forget what it computed before. */
  again: ({ uniform, given, times }) => {
    const { ms } = timed(() => {
      for (let i = 0; i < times; i += 1) {
        self.engine.number({ digits: self.digits });
        self.engine.askEvaluators(uniform);
        self.engine.evaluate(given);
      }
    });
    return { ms: ms / times };
  },
};

self.onmessage = async ({ data }) => {
  const [step] = Object.keys(data);
  self.postMessage((await steps[step](data[step])) ?? {});
};
