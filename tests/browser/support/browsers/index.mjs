// Debian's Chromium, Firefox and WebKitGTK behind one small interface, for tests that must hold in all three. What only one of
// them can do (routes, emulation, workers) is Playwright's, in ../browser.mjs.
//
//   const browser = await openBrowser('firefox');
//   await browser.goto(url);
//   await browser.click('button', { text: 'Check' });
//   await browser.frame('iframe').text('.verdict');       // also where the frame's origin is another, or opaque
//   await browser.close();
import { rm, writeFile } from 'node:fs/promises';
import { makeTemporaryDirectory } from '../site.mjs';
import { kPatienceMs, until } from '../until.mjs';
import { openChromium } from './chromium.mjs';
import { openFirefox } from './firefox.mjs';
import { openWebKit } from './webkit.mjs';

const kOpen = { chromium: openChromium, firefox: openFirefox, webkit: openWebKit };
export const browserNames = Object.keys(kOpen);

const kDefaults = { width: 360, height: 740, language: 'en-IN', acceptInsecureCerts: false, isShell: false };

/**
 * Starts the browser with a fresh profile. Rejects if there is none, or if it does not start. Options: `width` and `height` of the
 * page in CSS pixels (WebKit's window is never narrower than 447); `language` of the reader (WebKit's is always en-US);
 * `acceptInsecureCerts`; `isShell`: of Chromium the headless shell, which works two thirds as long, but keeps no history, has no
 * clipboard and connects to nobody in advance.
 */
export async function openBrowser(name, options = {}) {
  const profile = await makeTemporaryDirectory();
  try {
    return new Browser(name, profile, await kOpen[name](profile, { ...kDefaults, ...options }));
  } catch (thrown) {
    await rm(profile, { recursive: true, force: true });
    throw thrown;
  }
}

/** What WebDriver says, and WebDriver BiDi, before anything is clicked. */
const kOutOfSight = /^move target out of bounds/;

/** A page, or a frame in it. Elements are found by CSS, and by `text` that they contain; only those that can be seen count. */
class Frame {
  #driver;
  /** From the page inwards, CSS of each iframe. */
  #path;

  constructor(driver, path) {
    this.#driver = driver;
    this.#path = path;
  }

  frame(css) {
    return new Frame(this.#driver, [...this.#path, css]);
  }

  /**
   * Gives what `act`, a function that may be asynchronous and can use nothing around it, returns in the frame. Arguments and
   * result are JSON. The page's Content-Security-Policy does not hold for it, only for what it does.
   */
  async evaluate(act, ...args) {
    const expression = `(async () => JSON.stringify(await (${act})(...${JSON.stringify(args)})))()`;
    const json = await this.#driver.evaluate(this.#path, expression);
    return json === undefined || json === null ? undefined : JSON.parse(json);
  }

  /** Waits until there is such an element; gives its place among all that match `css`. */
  async waitFor(css, { text = '', timeoutMs = kPatienceMs } = {}) {
    let seen;
    const find = async () => {
      try {
        const found = await this.evaluate(
          (css, text) => {
            const index = [...document.querySelectorAll(css)].findIndex((node) => node.checkVisibility() && node.textContent.includes(text));
            return { index, seen: index < 0 && `${document.URL} (${document.readyState}): ${document.body?.innerText}` };
          },
          css,
          text,
        );
        seen = found.seen;
        return found.index >= 0 && found;
      } catch (thrown) {
        seen = thrown.message; // between two documents, or the frame is not there yet
        return undefined;
      }
    };
    const missing = () => `there is no ${[...this.#path, css].join(' > ')} ${text && `with "${text}"`}; there is: ${seen}`;
    return (await until(find, missing, timeoutMs)).index;
  }

  /** How many there are now, seen or not. */
  count(css) {
    return this.evaluate((css) => document.querySelectorAll(css).length, css);
  }

  async text(css, options) {
    const index = await this.waitFor(css, options);
    return this.evaluate((css, index) => document.querySelectorAll(css)[index].innerText, css, index);
  }

  /** With the mouse, where the element is. */
  async click(css, options) {
    await this.#inSight(css, options, (index) => this.#driver.click(this.#path, css, index));
  }

  /** Key by key, into an element that is clicked first. A line feed is the Enter key. */
  async type(css, text) {
    await this.#inSight(css, {}, (index) => this.#driver.type(this.#path, css, index, text));
  }

  /** Has `act` click the element once it is in sight. If the page has moved it away meanwhile, and nothing was clicked, again. */
  async #inSight(css, options, act) {
    const isDone = async () => {
      const index = await this.waitFor(css, options);
      await this.#reveal(css, index);
      try {
        await act(index);
        return true;
      } catch (thrown) {
        if (kOutOfSight.test(thrown.message)) return false;
        throw thrown;
      }
    };
    await until(isDone, `${css} does not stay in sight`);
  }

  /** Scrolls the element to the middle of the screen. From inside a frame of another origin WebKit can't scroll what is around it. */
  async #reveal(css, index) {
    let middle = await this.evaluate(
      (css, index) => {
        const node = document.querySelectorAll(css)[index];
        node.scrollIntoView({ block: 'center', behavior: 'instant' });
        const { top, height } = node.getBoundingClientRect();
        return top + height / 2;
      },
      css,
      index,
    );
    for (let depth = this.#path.length - 1; depth >= 0; depth -= 1) {
      middle = await new Frame(this.#driver, this.#path.slice(0, depth)).evaluate(
        (css, middle) => {
          const frame = document.querySelector(css);
          const place = () => frame.getBoundingClientRect().top + frame.clientTop + middle;
          scrollBy({ top: place() - innerHeight / 2, behavior: 'instant' });
          return place();
        },
        this.#path[depth],
        middle,
      );
    }
  }
}

class Browser extends Frame {
  #driver;

  constructor(name, profile, driver) {
    super(driver, []);
    this.name = name;
    /** Where the browser keeps what it keeps. WebKit's driver has it keep nothing. */
    this.profile = profile;
    this.#driver = driver;
  }

  /** Resolves when the page has loaded, in an entry of the history that is its own. */
  async goto(url) {
    // Chromium and WebKit would load the address that they are at into the same entry, with its state. Our page goes back to its first step then, and
    // takes a browser along that has been sent to another address in the meantime.
    if ((await this.evaluate(() => location.href)) === new URL(url).href) await this.#driver.goto('about:blank');
    await this.#driver.goto(url);
  }

  back() {
    return this.#driver.back();
  }

  /** What the page has written to the console, and exceptions that nobody caught, from all frames. WebKit does not say. */
  get console() {
    return this.#driver.console;
  }

  /** Writes a PNG of what is on the screen. */
  async screenshot(path) {
    await writeFile(path, await this.#driver.screenshot());
  }

  /** Ends the browser as its user would, and leaves its profile for looking at. */
  stop() {
    return this.#driver.stop();
  }

  async close() {
    await this.stop();
    await rm(this.profile, { recursive: true, force: true });
  }
}

/** For `evaluate`: whether our page is at its first step in the browser's history, too. In a frame it always is. */
export const isAtFirstStep = () => history.state === null;

/**
 * For `evaluate`: a verdict takes the focus when all of it has been drawn, and is then brought to the top of the screen. Ends in any case, so that
 * a test sees who has the focus.
 */
export async function untilVerdictHasFocus() {
  for (let frames = 0; frames < 20 && document.activeElement.localName !== 'h2'; frames += 1) await new Promise(requestAnimationFrame);
  // What the page watches it hears of before this does.
  await new Promise((resolve) => {
    const observer = new IntersectionObserver(() => {
      observer.disconnect();
      resolve();
    });
    observer.observe(document.documentElement);
  });
}
