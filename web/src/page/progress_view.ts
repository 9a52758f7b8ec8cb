// Shows how far a check is.

import type { Locale } from '../locale.js';
import { element, replaceChildren, whenChanged } from './dom.js';
import type { CheckProgress } from './state.js';

export class ProgressView {
  readonly element = element('div', { class: 'progress', hidden: true });
  readonly #text = element('p');
  #bar = element('progress');

  draw(locale: Locale, progress: CheckProgress | undefined): void {
    this.element.hidden = !progress;
    if (!progress) {
      this.#drawFrame(locale, undefined);
      return;
    }
    this.#drawFrame(locale, progress.blocksPage);
    this.#text.textContent = progressText(locale, progress);
    const { download } = progress;
    if (!download) return;
    this.#bar.max = download.totalBytes;
    this.#bar.value = download.bytes;
  }

  readonly #drawFrame = whenChanged((locale: Locale, blocksPage: boolean | undefined) => {
    // A bar that has had a value can never again be without one, so there is a new bar.
    this.#bar = element('progress', { 'aria-label': locale.text('progress.working') });
    const standsStill = blocksPage && element('p', {}, locale.text('progress.stands_still'));
    replaceChildren(this.element, ...(blocksPage === undefined ? [] : [this.#text, this.#bar, standsStill]));
  });
}

export function progressText(locale: Locale, { download }: CheckProgress): string {
  if (!download) return locale.text('progress.working');
  const { bytes, totalBytes } = download;
  return locale.text('progress.downloading', { done: locale.bytes(bytes), total: locale.bytes(totalBytes) });
}
