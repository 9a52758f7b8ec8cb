// Runs real evaluators of keyed lists. Before each stands a middleman that records what the evaluator is asked and can spoil its answers.
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { Program } from './browsers/processes.mjs';
import { findEvaluator } from './paths.mjs';
import { until } from './until.mjs';

/** A running `selfcheck-evaluator` with one share, on a free port. */
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

  /** Ends it at once. */
  stop() {
    return this.#program.kill();
  }
}

const kPerHop = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'date'];

/** Asks the evaluator at `url` a question, and returns its answer: {status, headers, body}. */
export async function ask(url, question) {
  // Without an agent it is a new connection, and not one that the evaluator may be about to end.
  const asking = request(url, { method: 'POST', agent: false, headers: { 'Content-Length': question.length } });
  asking.end(question);
  const [response] = await once(asking, 'response');
  const headers = Object.fromEntries(Object.entries(response.headers).filter(([name]) => !kPerHop.includes(name)));
  return { status: response.statusCode, headers, body: await buffer(response) };
}

/** The path of middlemen's addresses: they are not at the root of their servers. */
export const kPath = '/evaluate/';

/** Stands before an evaluator and gets all that it is asked. `behave` sets what becomes of a question. */
class Middleman {
  /** All requests since the last `clear`: {method, path, headers: [[name, value]], body, state: 'pending' | 'answered' | 'given up'}. */
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

  /** Makes the middleman behave, from now on, by one of the functions below. */
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
    // A target that is down must look down, so the connection ends.
    await this.#behaviour(exchange).catch(() => response.destroy());
  }
}

function send(response, { status, headers, body }) {
  response.writeHead(status, headers);
  response.end(body);
}

/** The headers that an evaluator sends with every answer. */
export const kCors = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'Retry-After' };

/** Passes on what the evaluator says. */
export async function passOn({ ask, response }) {
  send(response, await ask());
}

/** Sends the evaluator's answer with another body, which `change(body, question)` returns; it may be asynchronous. */
export const changed = (change) => async ({ ask, response, question }) => {
  const answer = await ask();
  send(response, { ...answer, body: await change(answer.body, question) });
};

/** Sends an answer of its own, without asking anybody. */
export const says = (status, headers = kCors, body = '') => async ({ response }) => send(response, { status, headers, body });

/** Never answers. */
export const stall = async () => {};

/** Ends the connection without an answer. */
export const close = async ({ response }) => void response.destroy();

/** Sends the evaluator's answer and zeros after it, for as long as somebody takes them. */
export async function endless({ ask, response }) {
  const { status, headers, body } = await ask();
  response.writeHead(status, headers);
  async function* parts() {
    yield body;
    for (;;) yield Buffer.alloc(1 << 16);
  }
  await pipeline(parts, response).catch(() => {}); // nobody takes them any more
}

/** Evaluators with one share each, and the middlemen before them. */
export class Evaluators {
  #evaluators;

  static async start(shareFiles) {
    const started = new Evaluators();
    started.#evaluators = await Promise.all(shareFiles.map((file) => Evaluator.start(file)));
    started.middlemen = await Promise.all(started.#evaluators.map(({ url }, i) => Middleman.start(i + 1, url)));
    return started;
  }

  /** The evaluators as a pin names them, with the middlemen's addresses. */
  get pinned() {
    return this.middlemen.map(({ index, url }) => ({ index, url }));
  }

  /** What all middlemen were asked, in no particular order. */
  get asked() {
    return this.middlemen.flatMap(({ asked }) => asked);
  }

  /** Waits until at least `count` requests have come, and returns all that was asked. A verdict does not wait for all of it. */
  async untilAsked(count) {
    await until(() => this.asked.filter(({ body }) => body).length >= count, () => `asked ${this.asked.length} times, and not ${count}`);
    return this.asked;
  }

  /** Forgets what was asked. */
  clear() {
    for (const middleman of this.middlemen) middleman.asked = [];
  }

  /** Gives each middleman, in order, its behaviour. Those that are left pass on what is said. */
  behave(...behaviours) {
    this.middlemen.forEach((middleman, i) => middleman.behave(behaviours[i] ?? passOn));
  }

  /** Ends the real evaluator with that index for good. */
  kill(index) {
    return this.#evaluators[index - 1].stop();
  }

  async stop() {
    for (const middleman of this.middlemen) middleman.stop();
    await Promise.all(this.#evaluators.map((one) => one.stop()));
  }
}
