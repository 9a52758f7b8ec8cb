// Asks the evaluators of keyed lists about one number, and collects what they say (docs/FORMAT.md). A question is asked once, however
// many lists it serves and however many engines look into them. It ends by its answer, when its time is over, or when its reader stops
// or leaves. It never ends because of a verdict, since an evaluator that does not answer would then see the moment of the verdict.

import type { EngineClient } from '../engine/client.js';
import type { Evaluation as EvaluationKey } from '../engine/engine.js';
import { CheckError, problemOf, type ErrorCode } from '../errors.js';
import { kAnswerSize, type EvaluatorAnswer, type ListSource } from '../network/list_source.js';
import type { Catalogue } from './catalogue.js';
import type { SiteList } from './result.js';

/** The engine's errors for too few good answers. */
const kTooFewAnswers: ReadonlySet<ErrorCode> = new Set([
  ...(['evaluators_busy', 'evaluation_ended', 'evaluation_invalid', 'evaluators_unreachable'] as const),
]);

const kUniformSize = 64;
const kQuestionSize = 80;
const kElementSize = 32;
const kAnswerHeadSize = 6;

/** One question that is on its way to its evaluators, and the answers so far. */
export class Evaluation {
  readonly #uniform: Uint8Array;
  readonly #blinded: Uint8Array;
  readonly #threshold: number;
  readonly #answers: (EvaluatorAnswer & { readonly index: number })[] = [];
  #underWay: number;
  #wake = (): void => {};
  /** Resolves when the next answer comes. */
  #next = this.#another();

  /**
   * `uniform` is what the number was blinded with, and belongs to the question from then on. `blinded` is the blinded number. `asked` has
   * each evaluator's answer, by the evaluator's index.
   */
  constructor(uniform: Uint8Array, blinded: Uint8Array, threshold: number, asked: ReadonlyMap<number, Promise<EvaluatorAnswer>>) {
    this.#uniform = uniform;
    this.#blinded = blinded;
    this.#threshold = threshold;
    this.#underWay = asked.size;
    for (const [index, answer] of asked) void answer.then((came) => this.#take(index, came));
  }

  /**
   * Calls `attempt` with what an engine has to be given once there may be enough answers, and again with more if there were not. Rejects
   * with what the last attempt rejected with.
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
          // A failure with a place is this engine's own fault, which no further answer mends.
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

  /** Returns what an engine has to be given, in the bytes that module.d.ts describes for `evaluate`. */
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

/** The questions of one check. */
export class Evaluations {
  readonly #engine: EngineClient;
  readonly #source: ListSource;
  readonly #catalogue: Catalogue;
  readonly #nowSeconds: () => number;
  /** What ends the requests of a question; there is one for each question. */
  readonly #stops: AbortController[] = [];
  #left = false;
  /** The questions by the lists' groups, each of which one question serves. */
  readonly #asked = new Map<string, Promise<Evaluation>>();
  readonly #requests = new Set<Promise<EvaluatorAnswer>>();
  readonly #uniforms: Uint8Array[] = [];

  /** `engine` has the catalogue's lists open, and the number. */
  constructor(engine: EngineClient, source: ListSource, catalogue: Catalogue, nowSeconds: () => number) {
    this.#engine = engine;
    this.#source = source;
    this.#catalogue = catalogue;
    this.#nowSeconds = nowSeconds;
  }

  /**
   * Returns the question that serves the list. Asks its evaluators, all at once, unless they have been asked for another list or engine,
   * and resolves when they are asked. Rejects with CheckError.
   */
  of(list: SiteList, key: EvaluationKey): Promise<Evaluation> {
    const known = this.#asked.get(key.group);
    if (known) return known;
    const asked = this.#ask(list, key);
    this.#asked.set(key.group, asked);
    // If this fails nobody was asked, so a later call may ask.
    asked.catch(() => this.#asked.delete(key.group));
    return asked;
  }

  /** Ends all requests, because their reader stops or leaves. */
  leave(): void {
    this.#left = true;
    for (const stop of this.#stops) stop.abort();
  }

  /** Wipes all questions, because no engine will be given anything any more. Requests go on. */
  wipe(): void {
    for (const uniform of this.#uniforms) uniform.fill(0);
    for (const asked of this.#asked.values()) asked.then((evaluation) => evaluation.wipe()).catch(() => {});
  }

  /** Resolves when no request is under way. */
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

/** Throws no_randomness if the browser has no random bytes, since bytes that can be guessed would not hide a number. */
function randomBytes(size: number): Uint8Array {
  try {
    return crypto.getRandomValues(new Uint8Array(size));
  } catch {
    throw new CheckError('no_randomness');
  }
}
