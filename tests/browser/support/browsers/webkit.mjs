// WebKitGTK: its MiniBrowser through its WebDriver (https://www.w3.org/TR/webdriver2/), on a screen of its own.
import { findWebKitWebDriver, findXvfb } from '../paths.mjs';
import { freePort, Program } from './processes.mjs';
import { until } from '../until.mjs';

const kElement = 'element-6066-11e4-a52e-4f735466cecf';
const kEnterKey = '\uE007';
const kScriptMs = 120_000;

/** Gives the program and the display's name. */
async function startScreen(home) {
  const args = ['-displayfd', '3', '-screen', '0', '1400x1200x24', '-nolisten', 'tcp'];
  const screen = new Program(findXvfb(), args, { home, streams: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const [number] = await screen.line(3, /^\d+/);
  return { screen, display: `:${number}` };
}

function startDriver(home, display, port) {
  return new Program(findWebKitWebDriver(), [`--port=${port}`], {
    home,
    environment: {
      DISPLAY: display,
      // Its sandbox can't be had as root, in CI.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      NO_AT_BRIDGE: '1',
      // There is no graphics card: OpenGL in software takes as long as all the rest.
      WEBKIT_DISABLE_COMPOSITING_MODE: '1',
      GSETTINGS_BACKEND: 'memory',
    },
  });
}

export async function openWebKit(profile, { width, height, acceptInsecureCerts }) {
  const { screen, display } = await startScreen(profile);
  const port = await freePort();
  const program = startDriver(profile, display, port);
  const webkit = new WebKit(program, screen, `http://127.0.0.1:${port}`);
  try {
    await webkit.prepare({ width, height, acceptInsecureCerts });
    return webkit;
  } catch (thrown) {
    await program.kill();
    await screen.kill();
    throw thrown;
  }
}

class WebKit {
  /** The driver has no command for it. */
  console = undefined;
  #program;
  #screen;
  #address;
  #session = '';

  constructor(program, screen, address) {
    this.#program = program;
    this.#screen = screen;
    this.#address = address;
  }

  async prepare({ width, height, acceptInsecureCerts }) {
    await this.#listening();
    const { sessionId } = await this.#send('POST', '/session', {
      capabilities: { alwaysMatch: { acceptInsecureCerts, timeouts: { script: kScriptMs } } },
    });
    this.#session = `/session/${sessionId}`;
    await this.#resize(width, height);
  }

  goto(url) {
    return this.#post('/url', { url });
  }

  back() {
    return this.#post('/back', {});
  }

  async evaluate(path, expression) {
    await this.#enter(path);
    const script = `const done = arguments[0]; (${expression}).then((value) => done({ value }), (error) => done({ error: String(error) }))`;
    const { value, error } = await this.#post('/execute/async', { script, args: [] });
    if (error !== undefined) throw new Error(error);
    return value;
  }

  async click(path, css, index) {
    await this.#post(`/element/${await this.#elementAt(path, css, index)}/click`, {});
  }

  async type(path, css, index, text) {
    await this.click(path, css, index);
    await this.#post(`/element/${await this.#elementAt(path, css, index)}/value`, { text: text.replaceAll('\n', kEnterKey) });
  }

  async screenshot() {
    await this.#enter([]);
    return Buffer.from(await this.#send('GET', `${this.#session}/screenshot`), 'base64');
  }

  async stop() {
    if (!this.#program.running) return;
    await this.#send('DELETE', this.#session);
    await this.#program.kill();
    await this.#screen.kill();
  }

  /** The window's size is that of the page and what is around it. */
  async #resize(width, height) {
    const rect = { x: 0, y: 0, width, height };
    await this.#post('/window/rect', rect);
    const inner = JSON.parse(await this.evaluate([], 'Promise.resolve(JSON.stringify([innerWidth, innerHeight]))'));
    await this.#post('/window/rect', { ...rect, width: 2 * width - inner[0], height: 2 * height - inner[1] });
  }

  async #enter(path) {
    await this.#post('/frame', { id: null });
    for (const css of path) await this.#post('/frame', { id: { [kElement]: await this.#find(css, 0) } });
  }

  async #elementAt(path, css, index) {
    await this.#enter(path);
    return this.#find(css, index);
  }

  async #find(css, index) {
    const elements = await this.#post('/elements', { using: 'css selector', value: css });
    if (!elements[index]) throw new Error(`there is no ${css}`);
    return elements[index][kElement];
  }

  #post(path, body) {
    return this.#send('POST', this.#session + path, body);
  }

  async #send(method, path, body) {
    const response = await fetch(this.#address + path, { method, body: body && JSON.stringify(body) });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  }

  /** The driver does not say when it listens. */
  async #listening() {
    const answers = async () => {
      if (!this.#program.running) throw new Error(`${this.#program.path} has ended`);
      return this.#send('GET', '/status').then(
        () => true,
        () => false,
      );
    };
    await until(answers, `${this.#program.path} did not start`);
  }
}
