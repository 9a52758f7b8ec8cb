// The evaluators of keyed lists, real ones, and before each of them somebody who records what it is asked and can spoil what it answers.
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Program } from './browsers/processes.mjs';
import { findEvaluator } from './paths.mjs';

/** `selfcheck-evaluator` with one share, on a free port. */
class Evaluator {
  #program;

  static async start(shareFile) {
    const evaluator = new Evaluator();
    const args = ['--share', shareFile, '--port', '0'];
    evaluator.#program = new Program(findEvaluator(), args, { home: tmpdir(), streams: ['ignore', 'pipe', 'ignore'] });
    const [, address] = await evaluator.#program.line(1, /listening on (http:\/\/127\.0\.0\.1:\d+)/);
    evaluator.url = `${address}/`;
    return evaluator;
  }

  /** At once. */
  stop() {
    return this.#program.kill();
  }
}

const kPerHop = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'date'];

/** Of a question, asked of the evaluator at `url`: {status, headers, body}. */
export async function ask(url, question) {
  // Not on a connection that the evaluator may be about to end.
  const asking = request(url, { method: 'POST', agent: false, headers: { 'Content-Length': question.length } });
  asking.end(question);
  const [response] = await once(asking, 'response');
  const headers = Object.fromEntries(Object.entries(response.headers).filter(([name]) => !kPerHop.includes(name)));
  return { status: response.statusCode, headers, body: await buffer(response) };
}

const kLookEveryMs = 50;
const kTries = 200;

/** Where middlemen are asked, of all that is at their addresses. */
export const kPath = '/evaluate/';

/** What is asked of an evaluator comes here first. `behave` says what becomes of it. */
class Middleman {
  /** {method, path, headers: [[name, value]], body, state: 'pending' | 'answered' | 'given up'} of all that was asked since the last `clear`. */
  asked = [];
  #server;
  #behaviour = passOn;

  static async start(index, target) {
    const middleman = new Middleman();
    middleman.index = index;
    middleman.target = target;
    middleman.#server = createServer((request, response) => void middleman.#take(request, response));
    middleman.#server.listen(0, '127.0.0.1');
    await once(middleman.#server, 'listening');
    middleman.url = `http://127.0.0.1:${middleman.#server.address().port}${kPath}`;
    return middleman;
  }

  /** From now on. One of the behaviours below. */
  behave(behaviour) {
    this.#behaviour = behaviour;
  }

  stop() {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #take(asked, response) {
    const { method, url, rawHeaders } = asked;
    const headers = rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [[name, rawHeaders[i + 1]]] : []));
    const record = { method, path: url, headers, state: 'pending' };
    this.asked.push(record);
    response.on('close', () => (record.state = response.writableFinished ? 'answered' : 'given up'));
    record.body = await buffer(asked).catch(() => undefined);
    if (!record.body) return; // given up meanwhile
    const exchange = { question: record.body, target: this.target, response, ask: () => ask(this.target, record.body) };
    // A target that is down looks down.
    await this.#behaviour(exchange).catch(() => response.destroy());
  }
}

function send(response, { status, headers, body }) {
  response.writeHead(status, headers);
  response.end(body);
}

/** What an evaluator sends with every answer. */
export const kCors = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'Retry-After' };

/** What the evaluator says. */
export async function passOn({ ask, response }) {
  send(response, await ask());
}

/** The evaluator's answer with another body: `change(body, question)` may be asynchronous. */
export const changed = (change) => async ({ ask, response, question }) => {
  const answer = await ask();
  send(response, { ...answer, body: await change(answer.body, question) });
};

/** Without asking anybody. */
export const says = (status, headers = kCors, body = '') => async ({ response }) => send(response, { status, headers, body });

/** Never anything. */
export const stall = async () => {};

/** The connection ends. */
export const close = async ({ response }) => void response.destroy();

/** The evaluator's answer and zeros after it, as long as somebody takes them. */
export async function endless({ ask, response }) {
  const { status, headers, body } = await ask();
  response.writeHead(status, headers);
  async function* parts() {
    yield body;
    for (;;) yield Buffer.alloc(1 << 16);
  }
  await pipeline(parts, response).catch(() => {}); // nobody does any more
}

/** The share's evaluator, and the middleman before it, for each of the share files. */
export class Evaluators {
  #evaluators;

  static async start(shareFiles) {
    const started = new Evaluators();
    started.#evaluators = await Promise.all(shareFiles.map((file) => Evaluator.start(file)));
    started.middlemen = await Promise.all(started.#evaluators.map(({ url }, i) => Middleman.start(i + 1, url)));
    return started;
  }

  /** For a pin. */
  get pinned() {
    return this.middlemen.map(({ index, url }) => ({ index, url }));
  }

  /** Of all middlemen, in no order. */
  get asked() {
    return this.middlemen.flatMap(({ asked }) => asked);
  }

  /** What was asked, when it is as much as that at least. A verdict does not wait for all of it. */
  async untilAsked(count) {
    for (let tries = 0; this.asked.filter(({ body }) => body).length < count; tries += 1) {
      if (tries === kTries) throw new Error(`asked ${this.asked.length} times, and not ${count}`);
      await sleep(kLookEveryMs);
    }
    return this.asked;
  }

  /** Forgets what was asked. */
  clear() {
    for (const middleman of this.middlemen) middleman.asked = [];
  }

  /** The middlemen behave like this, one after the other; those that are left pass on. */
  behave(...behaviours) {
    this.middlemen.forEach((middleman, i) => middleman.behave(behaviours[i] ?? passOn));
  }

  /** The real one with that index, for good. */
  kill(index) {
    return this.#evaluators[index - 1].stop();
  }

  async stop() {
    for (const middleman of this.middlemen) middleman.stop();
    await Promise.all(this.#evaluators.map((one) => one.stop()));
  }
}
