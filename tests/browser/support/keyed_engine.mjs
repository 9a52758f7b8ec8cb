// Runs the page's engine in Node, without a page, with a keyed list open, and passes on what goes between it and the evaluators, in the
// bytes that web/src/engine/module.d.ts describes.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ask } from './evaluators.mjs';
import { engine as engineDirectory } from './paths.mjs';
import { ListFiles } from './site.mjs';
import { kAnswerBytes } from './tampering.mjs';
import { importWebModule } from './web_module.mjs';

const { Engine } = await importWebModule('engine/engine.ts');

const kUniformBytes = 64;
const kQuestionBytes = 80;
const kElementBytes = 32;

const bytes = (text) => new TextEncoder().encode(text);
const nowSeconds = () => Math.floor(Date.now() / 1000);

export const readEngine = () => readFile(join(engineDirectory, 'selfcheck-simd.wasm'));

export async function createModule(options) {
  const { default: create } = await import(pathToFileURL(join(engineDirectory, 'selfcheck.mjs')));
  return create(options);
}

/** Returns in bytes what one evaluator said. Of a body that is too long nothing is handed over, as on the page. */
function written({ index, status = 200, retryAfter = 0, body = Buffer.alloc(0) }) {
  const handed = body.length > kAnswerBytes ? Buffer.alloc(0) : body;
  const answer = Buffer.alloc(6 + kAnswerBytes);
  answer[0] = index;
  answer.writeUInt16LE(status, 1);
  answer.writeUInt16LE(retryAfter, 3);
  answer[5] = handed.length;
  answer.set(handed, 6);
  return answer;
}

/** A check from the number to the verdict, which is made step by step. */
export class KeyedCheck {
  /** Opens the list {directory, pin} in `module`, which is a fresh one, and proves its canary. `engineOf(module)` returns the engine. */
  static async open({ directory, pin }, module, engineOf = (made) => new Engine(made, randomBytes(32))) {
    const check = new KeyedCheck();
    const files = new ListFiles(directory);
    check.engine = engineOf(module);
    check.pinned = pin.evaluators;
    check.engine.readPins(bytes(JSON.stringify({ format: 'selfcheck-pins/1', lists: [{ ...pin, url: 'list/' }] })));
    check.engine.openPointer(0, await readFile(files.pointer));
    check.engine.openManifest(0, await readFile(await files.manifest()), nowSeconds());
    check.engine.proveCanary(0);
    // The list has only one bucket.
    check.bucket = await readFile((await files.buckets())[0]);
    return check;
  }

  /** Does all steps up to the number's hash. */
  begin(kind, digits) {
    this.engine.setIdentifier(kind, bytes(digits));
    this.engine.request(0, nowSeconds());
    this.engine.hash(0);
  }

  /** Returns {uniform, blinded, questions}: what the number was blinded with, the blinded number, and a question for each evaluator. */
  ask(uniform = randomBytes(kUniformBytes)) {
    const all = Buffer.from(this.engine.askEvaluators(0, Uint8Array.from(uniform), nowSeconds()));
    const questions = this.pinned.map((_, i) => all.subarray(kQuestionBytes * i, kQuestionBytes * (i + 1)));
    return { uniform, blinded: questions[0].subarray(-kElementBytes), questions };
  }

  /** Gives the engine the evaluators' answers, each of which is {index, status, retryAfter, body}. */
  evaluate({ uniform, blinded }, answers) {
    this.engine.evaluate(0, Uint8Array.from(Buffer.concat([uniform, blinded, ...answers.map(written)])));
  }

  /** Returns the outcome. */
  decide() {
    return this.engine.decide(0, Uint8Array.from(this.bucket), nowSeconds()).outcome;
  }
}

/** Asks all evaluators, and returns the answer of each, with its index. */
export function answersTo({ questions }, evaluators) {
  const asked = evaluators.middlemen.map(({ index, target }, i) => ask(target, questions[i]).then(({ status, body }) => ({ index, status, body })));
  return Promise.all(asked);
}
