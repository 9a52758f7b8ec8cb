// The one thing that must hold in every world: what a tab shows is true. It is compared with the lists themselves, and with nothing that the
// page has computed.
import { kValidUntil } from './publishers.mjs';

const kUndecided = 'could_not_tell';

/** The longest that anything may take, by the world's clock: a hundred buckets, each of which comes a moment before it is given up. */
export const kMostMs = 12 * 3600 * 1000;

export class Truth {
  /** How often each outcome was shown, and each reason. */
  outcomes = {};
  reasons = {};
  violation;
  #hosts;
  #time;
  /** When each tab's check began. */
  #begun = new Map();
  #judged = new WeakSet();

  constructor(hosts, time) {
    this.#hosts = hosts;
    this.#time = time;
  }

  /** Takes what a tab shows now, and what is in its field. */
  see(tab, { step, lists }, typed) {
    if (step.name === 'checking') {
      if (!this.#begun.has(tab)) this.#begun.set(tab, { ticks: this.#time.ticks, now: this.#time.now, changes: this.#time.changes });
      return;
    }
    const begun = this.#begun.get(tab);
    this.#begun.delete(tab);
    if (lists.status === 'failed' && !lists.failure.code) this.#refuse('the lists could not be loaded, and no reason is given');
    const isOffline = tab.screen.offline?.state.offline === true;
    if (step.name === 'outcome') this.#judge(step, typed, { begun, isOffline });
    else if (begun) this.#count(step.note?.how === 'summary' ? 'bad_input' : 'stopped');
  }

  get isChecking() {
    return this.#begun.size > 0;
  }

  /** Forgets a tab that is closed. */
  forget(tab) {
    this.#begun.delete(tab);
  }

  expectEnded(tabs) {
    if (this.isChecking) this.#refuse('a check has not ended');
    if (tabs.some(({ isLoading }) => isLoading)) this.#refuse('a download for offline mode has not ended');
  }

  #judge({ kind, answer }, typed, { begun, isOffline }) {
    this.#judgeAgainst(kind, answer, typed);
    if (this.#judged.has(answer)) return;
    this.#judged.add(answer);
    this.#count(answer.status === 'stands_out' ? answer.status : `${answer.outcome}${isOffline ? ', offline' : ''}`);
    if (answer.status === 'stands_out') return;
    const failures = [answer.failure, ...answer.lists.map(({ failure }) => failure)].filter(Boolean);
    for (const { code } of failures) this.reasons[code] = (this.reasons[code] ?? 0) + 1;
    if (answer.outcome === kUndecided && failures.length === 0) this.#refuse('could not tell, and no reason is given');
    if (failures.some(({ code }) => !code)) this.#refuse('a failure without a reason');
    const wasExpired = begun && begun.now > kValidUntil && this.#time.now > kValidUntil && begun.changes === this.#time.changes;
    if (wasExpired && answer.outcome !== kUndecided) this.#refuse(`${answer.outcome} by lists that have expired`);
  }

  #judgeAgainst(kind, answer, typed) {
    if (answer.status !== 'verdict') return;
    const digits = typed.replace(/\D/g, '');
    const pinned = this.#hosts.pinned.filter((list) => list.kind === kind);
    for (const list of pinned) {
      const verdict = answer.lists.find((one) => one.list.pin.id === list.name);
      if (answer.outcome === 'not_found' && verdict?.outcome !== 'not_found') this.#refuse(`not found, though ${list.name} did not say so`);
      if (verdict?.outcome === 'not_found' && this.#isCertain(list, digits)) this.#refuse(`a false not found: the number is in ${list.name}`);
      if (verdict?.outcome === 'found' && !this.#isPossible(list, digits)) this.#refuse(`a false found: the number is not in ${list.name}`);
    }
    const isComplete = pinned.length > 0 && answer.lists.length === pinned.length;
    if (answer.outcome === 'not_found' && !isComplete) this.#refuse('not found, by lists that are none of these');
    if (answer.outcome === 'found' && !answer.lists.some(({ outcome }) => outcome === 'found')) this.#refuse('found, and no list says so');
  }

  /** Whether the number is in every edition that the pins accept. */
  #isCertain({ numbers }, digits) {
    return numbers.both.includes(digits) || (this.#hosts.lowest === 2 && numbers.added.includes(digits));
  }

  /** Whether the number is in any edition that the pins accept. */
  #isPossible({ numbers }, digits) {
    return numbers.both.includes(digits) || numbers.added.includes(digits) || (this.#hosts.lowest === 1 && numbers.gone.includes(digits));
  }

  #count(outcome) {
    this.outcomes[outcome] = (this.outcomes[outcome] ?? 0) + 1;
  }

  #refuse(what) {
    this.violation ??= { what, atMs: Math.round(this.#time.ticks) };
  }
}
