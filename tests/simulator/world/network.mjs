// The network between a tab and the hosts. Each request has a fate of its own.
import { flipped, kHtml, longer, pieces, truncated } from './damage.mjs';

/** What can go wrong with any request. */
const kAnything = {
  ...{ 'no connection': 3, 'never answers': 1, 'answers late': 2, 'answers slowly': 2, redirected: 1 },
  ...{ 404: 2, 410: 0.5, 500: 1, 429: 0.5, 206: 0.5, 'page for people': 2 },
  ...{ empty: 1, truncated: 2, longer: 1, 'connection lost': 2, stalled: 1 },
  ...{ 'bit flipped': 3, 'pieces twice': 1, 'pieces in another order': 1 },
};
const kOfLists = { ...kAnything, 'another file': 4, 'other edition': 3 };
/** The browser itself sees to it that scripts are what the site sent: TLS, and integrity where it is asked for. */
const kOfScripts = { 'no connection': 3, 'never answers': 1, 'answers late': 2, 404: 1, 500: 1, 'page for people': 1 };
const kOfEvaluators = {
  ...{ 'no connection': 3, 'never answers': 2, 'answers late': 3, redirected: 1, busy: 3, ended: 2, 500: 1, 404: 1, 'page for people': 1 },
  ...{ 'bit flipped': 4, truncated: 1, longer: 1, empty: 1 },
  ...{ 'an answer to another question': 3, "another evaluator's answer": 3, 'random bytes': 2, zeros: 1 },
};

/** Longer than anything is waited for; and longer than most. */
const kLateMs = [20_000, 70_000];
const kSlowMs = [4_000, 19_000];

const kAnswerBytes = 112;

const abortError = () => new DOMException('The operation was aborted.', 'AbortError');

export class Network {
  #fate;
  #time;
  #hosts;
  /** The browser's cache of files: what came under a name, whatever it was. */
  #cache = new Map();
  /** Whether the device is connected. */
  isUp = true;

  constructor({ fate, time, hosts }) {
    this.#fate = fate;
    this.#time = time;
    this.#hosts = hosts;
  }

  /** Makes one request, as browsers' own `fetch` does. */
  fetch = (address, { method = 'GET', body, cache = 'default', signal } = {}) => {
    const url = new URL(address).href;
    return new Promise((resolve, reject) => {
      const abort = () => reject(abortError());
      if (signal?.aborted) return abort();
      signal?.addEventListener('abort', abort);
      const answering = method === 'POST' ? this.#ask(url, body, signal) : this.#get(url, cache, signal);
      answering.then(resolve, reject);
    });
  };

  /** Fetches a script as the browser does for a page. Resolves to its bytes; undefined if it can't be had. */
  async script(address) {
    const asked = this.#hosts.find(new URL(address).href);
    const fault = this.#fate.fault('network', 'script', kOfScripts);
    await this.#time.wait(this.#delay(fault));
    if (!this.isUp || fault?.what === 'never answers') return undefined;
    if (fault?.what === 'page for people') return kHtml;
    return fault && fault.what !== 'answers late' ? undefined : asked.body;
  }

  async #get(url, cache, signal) {
    const asked = this.#hosts.find(url);
    const isKept = cache === 'default' && this.#cache.has(url);
    const fault = isKept ? undefined : this.#fate.fault('network', asked.purpose, asked.list ? kOfLists : kAnything);
    const what = fault?.what;
    await this.#time.wait(isKept ? 1 : this.#delay(fault));
    if (isKept) return this.#response(200, this.#cache.get(url), { signal });
    if (what === 'never answers') return new Promise(() => {});
    if (!this.isUp || what === 'no connection' || what === 'redirected') throw new TypeError('Failed to fetch');
    if (/^\d+$/.test(what ?? '')) return this.#response(Number(what), kHtml, { signal });
    const body = fault ? this.#spoil(asked, fault) : asked.body;
    if (!body) return this.#response(404, kHtml, { signal });
    if (cache !== 'no-store' && !['connection lost', 'stalled'].includes(what)) this.#cache.set(url, body);
    return this.#response(200, body, { signal, fault });
  }

  #spoil(asked, { what, chance }) {
    const { body } = asked;
    if (what === 'page for people') return kHtml;
    if (what === 'empty') return new Uint8Array();
    if (what === 'another file') return chance.pick(this.#hosts.othersLike(asked));
    if (what === 'other edition') return this.#hosts.fileOf(asked.list, asked.path, 3 - this.#hosts.current.get(asked.list.name));
    if (!body) return undefined;
    if (what === 'truncated') return truncated(body, chance);
    if (what === 'longer') return longer(body, chance);
    return what === 'bit flipped' ? flipped(body, chance) : body;
  }

  async #ask(url, question, signal) {
    const evaluator = this.#hosts.evaluate(url, question);
    const fault = this.#fate.fault('evaluators', 'question', kOfEvaluators);
    const what = fault?.what;
    await this.#time.wait(this.#delay(fault));
    if (what === 'never answers') return new Promise(() => {});
    if (!evaluator || !this.isUp || what === 'no connection' || what === 'redirected') throw new TypeError('Failed to fetch');
    if (what === 'busy') return this.#response(429, new Uint8Array(), { signal, headers: { 'Retry-After': String(fault.chance.below(9000)) } });
    if (what === 'ended') return this.#response(410, new Uint8Array(), { signal });
    if (/^\d+$/.test(what ?? '')) return this.#response(Number(what), kHtml, { signal });
    const body = await this.#time.hold(this.#evaluation(evaluator, question, fault));
    return this.#response(body.status, body.body, { signal, headers: body.headers });
  }

  async #evaluation({ index, answer }, question, fault) {
    const { what, chance } = fault ?? {};
    if (what === "another evaluator's answer") return answer(1 + (index % 3));
    if (what === 'an answer to another question') {
      const [other] = this.#earlier.filter((one) => one.index === index && one.question !== question);
      if (other) return other.answer();
    }
    this.#earlier.push({ index, question, answer });
    const told = await answer();
    const body = new Uint8Array(told.body);
    if (what === 'page for people') return { ...told, body: kHtml };
    if (what === 'empty') return { ...told, body: new Uint8Array() };
    if (what === 'bit flipped') return { ...told, body: flipped(body, chance) };
    if (what === 'truncated') return { ...told, body: truncated(body, chance) };
    if (what === 'longer') return { ...told, body: longer(body, chance) };
    if (what === 'random bytes') return { ...told, body: chance.fill(new Uint8Array(kAnswerBytes)) };
    return what === 'zeros' ? { ...told, body: new Uint8Array(kAnswerBytes) } : { ...told, body };
  }

  #earlier = [];

  #delay(fault) {
    const chance = this.#fate.nextChance('delay');
    if (fault?.what === 'answers late') return fault.chance.between(...kLateMs);
    if (fault?.what === 'answers slowly') return fault.chance.between(...kSlowMs);
    return chance.is(0.1) ? chance.between(500, 4000) : chance.between(5, 400);
  }

  /** Returns a response whose body comes in pieces. */
  #response(status, body, { signal, fault, headers = {} }) {
    const chance = this.#fate.nextChance('pieces');
    const { what } = fault ?? {};
    const parts = pieces(body, chance);
    if (what === 'pieces twice') parts.push(...parts);
    if (what === 'pieces in another order') parts.reverse();
    const isCut = what === 'connection lost' || what === 'stalled';
    if (isCut) parts.pop();
    const stream = new ReadableStream({
      start: async (controller) => {
        let isOver = false;
        signal?.addEventListener('abort', () => {
          if (!isOver) controller.error(abortError());
          isOver = true;
        });
        for (const part of parts) {
          await this.#time.wait(chance.between(0, 50));
          if (isOver) return;
          controller.enqueue(part.slice());
        }
        await this.#time.wait(chance.between(0, 50));
        if (isOver || what === 'stalled') return;
        isOver = true;
        if (what === 'connection lost') controller.error(new TypeError('network error'));
        else controller.close();
      },
    });
    return new Response(stream, { status, headers });
  }
}
