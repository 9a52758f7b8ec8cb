// The widget as readers will see it, made of the same attributes as the code.

import { element } from '../page/dom.js';
import { scriptUrl } from '../trusted_types.js';
import { part } from './parts.js';
import { boxAttributes, linkAttributes, linkText, scriptAttributes, type Choices, type Deployment } from './snippet.js';

export class Preview {
  readonly #stage = part('preview', HTMLElement);
  readonly #site: URL;
  /** The choices that are seen. */
  #shown = '';

  /** `site`: where this page is. That may not be the address that the code has. */
  constructor(site: URL) {
    this.#site = site;
    const buttons = [...part('widths', HTMLElement).querySelectorAll('button')];
    for (const button of buttons) {
      button.addEventListener('click', () => {
        for (const one of buttons) one.setAttribute('aria-pressed', String(one === button));
        this.#stage.classList.toggle('phone', button.dataset['width'] === 'phone');
      });
    }
  }

  /** Nothing is loaded anew while the choices stay as they are. */
  show(deployment: Deployment, choices: Choices): void {
    const wanted = JSON.stringify(choices);
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    this.#stage.replaceChildren(this.#box({ ...deployment, address: this.#site.href }, choices));
  }

  /** Takes the preview away: there is none for choices that contradict each other. */
  withhold(): void {
    this.#shown = '';
    this.#stage.replaceChildren();
  }

  #box(deployment: Deployment, choices: Choices): HTMLElement {
    const script = element('script');
    for (const [name, value] of scriptAttributes(deployment)) {
      if (name === 'src') script.src = scriptUrl(value);
      else script.setAttribute(name, value);
    }
    const box = element('div');
    for (const [name, value] of boxAttributes(choices)) {
      if (name === 'style') box.style.cssText = value;
      else box.setAttribute(name, value);
    }
    box.append(element('a', Object.fromEntries(linkAttributes(deployment)), linkText(deployment, choices)), script);
    return box;
  }
}
