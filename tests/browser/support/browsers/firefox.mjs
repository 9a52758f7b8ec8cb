// Firefox through WebDriver BiDi (https://w3c.github.io/webdriver-bidi/), which it speaks itself: Debian has no geckodriver.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findFirefox } from '../paths.mjs';
import { BidiSession } from './bidi.mjs';
import { Program } from './processes.mjs';

const kEnterKey = '\uE007';

/** Firefox has a list of its own of what to leave out under automation: updates, telemetry, its services. */
const preferences = (language) => ({
  'intl.accept_languages': `${language}, ${language.split('-')[0]}`,
  'browser.aboutwelcome.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.systemAddon.update.enabled': false,
  // Whatever is left must not get out: nobody listens there. Loopback addresses need no proxy.
  'network.proxy.type': 1,
  'network.proxy.http': '127.0.0.1',
  'network.proxy.http_port': 9,
  'network.proxy.ssl': '127.0.0.1',
  'network.proxy.ssl_port': 9,
  'network.proxy.no_proxies_on': '127.0.0.0/8',
  // What it would restore after a crash is written every 15 seconds. Tests that look for it can't wait.
  'browser.sessionstore.interval': 500,
  // Nothing is prepared for tabs that nobody opens.
  'dom.ipc.processPrelaunch.enabled': false,
  'browser.newtab.preload': false,
  'browser.startup.page': 0,
});

async function start(profile, language) {
  const lines = Object.entries(preferences(language)).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`);
  await writeFile(join(profile, 'user.js'), lines.join('\n'));
  return new Program(findFirefox(), ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0', 'about:blank'], {
    home: profile,
    environment: { MOZ_CRASHREPORTER_DISABLE: '1' },
    streams: ['ignore', 'ignore', 'pipe'],
  });
}

export async function openFirefox(profile, { width, height, language, acceptInsecureCerts }) {
  const program = await start(profile, language);
  try {
    const [, address] = await program.line(2, /WebDriver BiDi listening on (ws:\S+)/);
    const session = await BidiSession.open(address, { acceptInsecureCerts });
    return await new Firefox(program, session).prepare({ width, height });
  } catch (thrown) {
    await program.kill();
    throw thrown;
  }
}

class Firefox {
  console = [];
  #program;
  #session;
  /** The page's browsing context, in the protocol's words. */
  #page;

  constructor(program, session) {
    this.#program = program;
    this.#session = session;
  }

  async prepare(viewport) {
    const { contexts } = await this.#session.send('browsingContext.getTree', { maxDepth: 0 });
    this.#page = contexts[0].context;
    await this.#session.send('browsingContext.setViewport', { context: this.#page, viewport });
    this.#session.onEvent = ({ method, params }) => {
      if (method === 'log.entryAdded') this.console.push(params.text);
    };
    await this.#session.send('session.subscribe', { events: ['log.entryAdded'] });
    return this;
  }

  goto(url) {
    return this.#session.send('browsingContext.navigate', { context: this.#page, url, wait: 'complete' });
  }

  back() {
    return this.#session.send('browsingContext.traverseHistory', { context: this.#page, delta: -1 });
  }

  async evaluate(path, expression) {
    const context = await this.#contextAt(path);
    const answer = await this.#session.send('script.evaluate', { expression, target: { context }, awaitPromise: true });
    return resultOf(answer).value;
  }

  async click(path, css, index) {
    const context = await this.#contextAt(path);
    const element = await this.#elementAt(context, css, index);
    await this.#perform(context, {
      type: 'pointer',
      id: 'mouse',
      actions: [
        { type: 'pointerMove', x: 0, y: 0, origin: { type: 'element', element: { sharedId: element.sharedId } } },
        { type: 'pointerDown', button: 0 },
        { type: 'pointerUp', button: 0 },
      ],
    });
  }

  async type(path, css, index, text) {
    await this.click(path, css, index);
    const actions = [...text.replaceAll('\n', kEnterKey)].flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ]);
    await this.#perform(await this.#contextAt(path), { type: 'key', id: 'keyboard', actions });
  }

  async screenshot() {
    const { data } = await this.#session.send('browsingContext.captureScreenshot', { context: this.#page });
    return Buffer.from(data, 'base64');
  }

  async stop() {
    if (!this.#program.running) return;
    await this.#session.send('browser.close');
    await this.#program.ended();
  }

  async #contextAt(path) {
    let context = this.#page;
    for (const css of path) {
      const element = await this.#elementAt(context, css, 0);
      ({ context } = (await this.#call(context, element, 'node => node.contentWindow')).value);
    }
    return context;
  }

  async #elementAt(context, css, index) {
    const { nodes } = await this.#session.send('browsingContext.locateNodes', { context, locator: { type: 'css', value: css } });
    if (!nodes[index]) throw new Error(`there is no ${css}`);
    return nodes[index];
  }

  async #call(context, element, functionDeclaration) {
    const target = { context };
    const answer = await this.#session.send('script.callFunction', {
      functionDeclaration,
      target,
      arguments: [{ sharedId: element.sharedId }],
      awaitPromise: true,
    });
    return resultOf(answer);
  }

  #perform(context, actions) {
    return this.#session.send('input.performActions', { context, actions: [actions] });
  }
}

function resultOf({ type, result, exceptionDetails }) {
  if (type === 'exception') throw new Error(exceptionDetails.text);
  return result;
}
