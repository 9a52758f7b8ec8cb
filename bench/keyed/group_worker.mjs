// In a worker: the engine with a keyed list open and its canary proven, as it is while a number is typed; then what the group takes of a
// check. What is asked goes to the page's user, who gets the answers.
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
  /** Both, of the same number with the same answers: an engine forgets them with the number. */
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
