// Says what left this device: in a sentence, and then request by request.

import type { Checker } from '../check/checker.js';
import type { SiteList } from '../check/result.js';
import type { Ledger, LedgerEntry } from '../ledger.js';
import type { WholeLocale } from '../locale.js';
import { element, replaceChildren, type Child } from './dom.js';
import { phrase, titleOf } from './phrase.js';

/** The ledger is drawn this seldom because a slow phone lays the page out anew each time, also while it has a number to hash. */
const kDrawDelayMs = 250;

export class LedgerView {
  readonly element = element('div');
  readonly #locale: WholeLocale;
  readonly #ledger: Ledger;
  readonly #checker: Pick<Checker, 'lists' | 'disclosedBits'>;
  readonly #summary = element('div');
  readonly #requestsLabel = element('summary');
  readonly #requests = element('ul', { class: 'requests' });
  readonly #details: HTMLDetailsElement;
  #drawing = false;

  constructor(locale: WholeLocale, ledger: Ledger, checker: Pick<Checker, 'lists' | 'disclosedBits'>) {
    this.#locale = locale;
    this.#ledger = ledger;
    this.#checker = checker;
    this.#details = element(
      'details',
      {},
      this.#requestsLabel,
      this.#requests,
      element('p', { class: 'hint' }, locale.text('ledger.address')),
    );
    replaceChildren(
      this.element,
      this.#summary,
      this.#details,
      element('h3', {}, locale.text('ledger.stayed')),
      element(
        'ul',
        { class: 'plain' },
        ...(['number', 'hash', 'answer'] as const).map((name) => element('li', {}, locale.text(`ledger.stayed.${name}`))),
      ),
    );
    // Sentence and requests are drawn together: whoever opens the requests must not read above them what was true before.
    this.#details.addEventListener('toggle', () => this.#draw());
    ledger.onChange = () => this.#drawSoon();
    this.#draw();
  }

  get isOpen(): boolean {
    return this.#details.open;
  }

  open(): void {
    this.#details.open = true;
  }

  /** Draws at once, where the page must not wait: beside a verdict, or before the page may be frozen as it is. */
  drawNow(): void {
    this.#draw();
  }

  /** Draws a little later, and once for many changes: loading a whole list changes the ledger thousands of times. */
  #drawSoon(): void {
    if (this.#drawing) return;
    this.#drawing = true;
    setTimeout(() => {
      this.#drawing = false;
      this.#draw();
    }, kDrawDelayMs);
  }

  #draw(): void {
    const { entries, ownFiles: own } = this.#ledger;
    replaceChildren(this.#summary, ...this.#summaryOf(entries.filter(({ forgotten }) => !forgotten)));
    this.#requestsLabel.textContent = this.#locale.text(own.complete ? 'ledger.requests' : 'ledger.requests_or_more', {
      count: own.count + entries.length,
      size: this.#locale.bytes(own.bytes + bytesOf(entries)),
    });
    this.#drawRequests();
  }

  /** Draws the requests only while a reader looks at them: after many checks there are hundreds. */
  #drawRequests(): void {
    replaceChildren(this.#requests, ...(this.isOpen ? this.#items(this.#ledger.entries) : []));
  }

  #summaryOf(entries: readonly LedgerEntry[]): HTMLElement[] {
    const text = this.#locale;
    const disclosures = entries.flatMap(({ disclosure }) => (disclosure && disclosure.bits > 0 ? [disclosure] : []));
    const bits = this.#checker.disclosedBits;
    const sitting = bits > 0 ? [element('p', {}, text.text('ledger.bits', { count: bits }))] : [];
    const { askedNobody } = this.#ledger;
    const offline = askedNobody ? [element('p', {}, text.text('ledger.offline'))] : [];
    const evaluators = new Set(entries.flatMap(({ purpose, url }) => (purpose === 'evaluation' ? [url.href] : []))).size;
    const asked = evaluators > 0 ? [element('p', {}, text.text('ledger.asked', { count: evaluators }))] : [];
    if (disclosures.length === 0) {
      const checked = askedNobody || entries.some(({ purpose }) => purpose === 'bucket' || purpose === 'whole_list');
      if (!checked && evaluators === 0 && bits > 0) return sitting;
      const nothing = text.text(evaluators > 0 ? 'ledger.number_not_sent' : checked ? 'ledger.nothing_sent' : 'ledger.nothing');
      return [element('p', { class: 'strong' }, nothing), ...asked, ...offline, ...sitting];
    }
    return [
      element('p', { class: 'strong' }, text.text('ledger.not_sent')),
      element(
        'ul',
        { class: 'plain' },
        ...disclosures.map((disclosure) =>
          element(
            'li',
            {},
            text.text('ledger.bucket', {
              index: disclosure.index + 1,
              buckets: 2 ** disclosure.bits,
              people: text.roughly(disclosure.anonymitySet),
            }),
          ),
        ),
      ),
      element('p', {}, text.text('ledger.not_which')),
      ...asked,
      ...offline,
      ...sitting,
    ];
  }

  #items(entries: readonly LedgerEntry[]): HTMLElement[] {
    const own = this.#ledger.ownFiles;
    const kept = entries.filter(({ purpose }) => purpose === 'page');
    const elements = [
      this.#item(
        [this.#locale.text('ledger.own_files', { count: own.count + kept.length })],
        location.host,
        own.bytes + bytesOf(kept),
        { purpose: 'page', state: 'done' },
        [this.#locale.text('ledger.reveals.visit')],
        own.complete,
      ),
    ];
    const wholeLists = new Map<number | undefined, LedgerEntry[]>();
    for (const entry of entries) {
      if (entry.forgotten || entry.purpose === 'page') continue;
      if (entry.purpose === 'whole_list') {
        const group = wholeLists.get(entry.list) ?? [];
        group.push(entry);
        wholeLists.set(entry.list, group);
      } else {
        elements.push(
          this.#item(
            this.#titleOf(entry),
            this.#pathOf(entry.url),
            entry.bytes,
            entry,
            this.#revealedBy(entry),
          ),
        );
      }
    }
    for (const group of wholeLists.values()) elements.push(this.#wholeListItem(group));
    return elements;
  }

  #titleOf({ purpose, list, disclosure, evaluator }: LedgerEntry): Child[] {
    const title = titleOf(this.#locale, this.#listOf(list));
    switch (purpose) {
      case 'page':
      case 'pins':
        return [this.#locale.text('ledger.pins')];
      case 'pointer':
        return phrase(this.#locale, 'ledger.pointer', { title });
      case 'manifest':
        return phrase(this.#locale, 'ledger.manifest', { title });
      case 'bucket':
      case 'whole_list': {
        const bits = disclosure?.bits ?? 0;
        if (bits === 0) return phrase(this.#locale, 'ledger.single_bucket_of', { title });
        // Parts are counted from one, as people do. The file's own name is below.
        const index = (disclosure?.index ?? 0) + 1;
        return phrase(this.#locale, 'ledger.bucket_of', { index, buckets: 2 ** bits, title });
      }
      case 'evaluation':
        return [this.#locale.text('ledger.evaluation', { index: evaluator?.index ?? 0, count: evaluator?.count ?? 0 })];
    }
  }

  /** Returns what a request told, in whole sentences. */
  #revealedBy({ purpose, disclosure, evaluator }: LedgerEntry): string[] {
    const text = this.#locale;
    if (purpose === 'evaluation') {
      return [
        text.text('ledger.reveals.evaluation'),
        // A frame has no origin, and its requests say so instead of naming the site.
        ...(window.origin === 'null' ? [] : [text.text('ledger.reveals.site')]),
        ...(evaluator && evaluator.threshold < evaluator.count ? [text.text('ledger.enough', { count: evaluator.threshold })] : []),
      ];
    }
    if (purpose !== 'bucket' || !disclosure) return [text.text('ledger.reveals.visit')];
    if (disclosure.bits === 0) return [text.text('ledger.reveals.check')];
    return [text.text('ledger.reveals.bucket', { people: text.roughly(disclosure.anonymitySet) })];
  }

  #wholeListItem(group: readonly LedgerEntry[]): HTMLElement {
    const list = group[0]?.list;
    const buckets = this.#listOf(list)?.description?.bucketCount ?? 0;
    const state = group.some((entry) => entry.state === 'failed')
      ? 'failed'
      : group.every((entry) => entry.state === 'done')
        ? 'done'
        : 'pending';
    return this.#item(
      phrase(this.#locale, 'ledger.whole_list_of', {
        count: group.length,
        buckets,
        title: titleOf(this.#locale, this.#listOf(list)),
      }),
      group[0] ? this.#pathOf(new URL('.', group[0].url)) : '',
      bytesOf(group),
      { purpose: 'whole_list', state },
      [this.#locale.text('ledger.reveals.whole_list')],
    );
  }

  /** Returns a request as an item of the list. `complete` is true where there were no more bytes than these. */
  #item(
    title: Child[],
    path: string,
    bytes: number,
    { purpose, state }: Pick<LedgerEntry, 'purpose' | 'state'>,
    revealed: readonly string[],
    complete = true,
  ): HTMLElement {
    // The size has its own direction, because some languages from right to left write the unit in Latin letters.
    const size = element('bdi', {}, this.#locale.bytes(bytes));
    return element(
      'li',
      {},
      element('p', { class: 'strong' }, ...title),
      element('p', { class: 'path', dir: 'ltr' }, path),
      element('p', {}, ...(complete ? [size] : phrase(this.#locale, 'ledger.or_more', { size }))),
      state !== 'done' && element('p', {}, this.#locale.text(state === 'failed' && purpose === 'evaluation' ? 'ledger.no_answer' : `ledger.${state}`)),
      element('p', {}, revealed.join(' ')),
    );
  }

  #listOf(list: number | undefined): SiteList | undefined {
    return this.#checker.lists.find(({ number }) => number === list);
  }

  #pathOf(url: URL): string {
    return url.origin === location.origin ? url.pathname : url.href;
  }
}

function bytesOf(entries: readonly LedgerEntry[]): number {
  return entries.reduce((sum, { bytes }) => sum + bytes, 0);
}
