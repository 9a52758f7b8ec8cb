// What the evaluators of keyed lists are asked about one number, and what they say. A question is asked once, however many lists it
// serves and however many engines look into them; and it ends by its answer, when its time is over, or when its reader stops or
// leaves: never because of a verdict, whose moment an evaluator that does not answer would see otherwise. docs/FORMAT.md.

import type { EngineClient } from '../engine/client.js';
import type { Evaluation as EvaluationKey } from '../engine/engine.js';
import { CheckError, problemOf, type ErrorCode } from '../errors.js';
import { kAnswerSize, type EvaluatorAnswer, type ListSource } from '../network/list_source.js';
import type { Catalogue } from './catalogue.js';
import type { SiteList } from './result.js';

/** What too few good answers come to. */
const kTooFewAnswers: ReadonlySet<ErrorCode> = new Set([
  ...(['evaluators_busy', 'evaluation_ended', 'evaluation_invalid', 'evaluators_unreachable'] as const),
]);

const kUniformSize = 64;
const kQuestionSize = 80;
const kElementSize = 32;
const kAnswerHeadSize = 6;

/** One question, on its way. */
export class Evaluation {
  readonly #uniform: Uint8Array;
  readonly #blinded: Uint8Array;
  readonly #threshold: number;
  readonly #answers: (EvaluatorAnswer & { readonly index: number })[] = [];
  #underWay: number;
  #wake = (): void => {};
  /** Of what has not come yet. */
  #next = this.#another();

  /** `uniform`: what the number was blinded with; taken over. `blinded`: what came of it. `asked`: by index, each evaluator's answer. */
  constructor(uniform: Uint8Array, blinded: Uint8Array, threshold: number, asked: ReadonlyMap<number, Promise<EvaluatorAnswer>>) {
    this.#uniform = uniform;
    this.#blinded = blinded;
    this.#threshold = threshold;
    this.#underWay = asked.size;
    for (const [index, answer] of asked) void answer.then((came) => this.#take(index, came));
  }

  /**
   * Calls `attempt` with what an engine has to be given, once it may be enough, and again with more if it was not. Rejects with what
   * the last attempt did.
   */
  async untilEnough<T>(attempt: (given: Uint8Array) => Promise<T>): Promise<T> {
    for (;;) {
      const next = this.#next;
      const isAll = this.#underWay === 0;
      const plausible = this.#answers.filter(({ body }) => body.length === kAnswerSize).length;
      if (isAll || plausible >= this.#threshold) {
        try {
          return await attempt(this.#given());
        } catch (thrown) {
          const { code, place } = problemOf(thrown);
          // With a place it is this engine's own fault, which no answer mends.
          if (isAll || !kTooFewAnswers.has(code) || place !== '') throw thrown;
        }
      }
      await next;
    }
  }

  wipe(): void {
    this.#uniform.fill(0);
    this.#answers.length = 0;
  }

  #take(index: number, answer: EvaluatorAnswer): void {
    this.#underWay -= 1;
    this.#answers.push({ index, ...answer });
    this.#wake();
    this.#next = this.#another();
  }

  #another(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }

  /** As module.d.ts says. */
  #given(): Uint8Array {
    const size = kAnswerHeadSize + kAnswerSize;
    const given = new Uint8Array(kUniformSize + kElementSize + size * this.#answers.length);
    given.set(this.#uniform);
    given.set(this.#blinded, kUniformSize);
    this.#answers.forEach(({ index, status, retryAfter, body }, number) => {
      const head = [index, status, status >> 8, retryAfter, retryAfter >> 8, body.length];
      given.set([...head, ...body], kUniformSize + kElementSize + size * number);
    });
    return given;
  }
}

/** Those of one check. */
export class Evaluations {
  readonly #engine: EngineClient;
  readonly #source: ListSource;
  readonly #catalogue: Catalogue;
  readonly #nowSeconds: () => number;
  /** One for each question. */
  readonly #stops: AbortController[] = [];
  #left = false;
  /** By group. */
  readonly #asked = new Map<string, Promise<Evaluation>>();
  readonly #requests = new Set<Promise<EvaluatorAnswer>>();
  readonly #uniforms: Uint8Array[] = [];

  /** `engine`: has the catalogue's lists open, and the number. */
  constructor(engine: EngineClient, source: ListSource, catalogue: Catalogue, nowSeconds: () => number) {
    this.#engine = engine;
    this.#source = source;
    this.#catalogue = catalogue;
    this.#nowSeconds = nowSeconds;
  }

  /**
   * The list's: asks its evaluators, all at once, unless they have been asked for another list or engine. Resolves when they are.
   * Rejects with CheckError.
   */
  of(list: SiteList, key: EvaluationKey): Promise<Evaluation> {
    const known = this.#asked.get(key.group);
    if (known) return known;
    const asked = this.#ask(list, key);
    this.#asked.set(key.group, asked);
    // Nobody was asked.
    asked.catch(() => this.#asked.delete(key.group));
    return asked;
  }

  /** Its reader stops, or leaves. */
  leave(): void {
    this.#left = true;
    for (const stop of this.#stops) stop.abort();
  }

  /** No engine will be given anything any more. Requests go on. */
  wipe(): void {
    for (const uniform of this.#uniforms) uniform.fill(0);
    for (const asked of this.#asked.values()) asked.then((evaluation) => evaluation.wipe()).catch(() => {});
  }

  /** When no request is under way. */
  async untilEnded(): Promise<void> {
    await Promise.all(this.#requests);
  }

  async #ask(list: SiteList, { threshold, count }: EvaluationKey): Promise<Evaluation> {
    const uniform = randomBytes(kUniformSize);
    this.#uniforms.push(uniform);
    const questions = await this.#engine.call('askEvaluators', list.number, uniform.slice(), this.#nowSeconds());
    if (this.#left) throw new CheckError('not_ready');
    const stop = new AbortController();
    this.#stops.push(stop);
    const answers = new Map<number, Promise<EvaluatorAnswer>>();
    list.pin.evaluators.forEach(({ index, url }, number) => {
      const file = { list: list.number, url: this.#catalogue.resolve(url) };
      const body = questions.slice(kQuestionSize * number, kQuestionSize * (number + 1));
      answers.set(index, this.#source.evaluation({ ...file, body, evaluator: { index, count, threshold } }, stop.signal));
    });
    for (const answer of answers.values()) this.#requests.add(answer);
    return new Evaluation(uniform, questions.slice(-kElementSize), threshold, answers);
  }
}

/** Rejects with no_randomness: a number is not hidden by what can be guessed. */
function randomBytes(size: number): Uint8Array {
  try {
    return crypto.getRandomValues(new Uint8Array(size));
  } catch {
    throw new CheckError('no_randomness');
  }
}
