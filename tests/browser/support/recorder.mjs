// A recorder stands between the browser and a server, passes everything on, and keeps all that the browser sent, byte for byte, and how much
// came back: this is what a server's owner or a listener on the line could learn, whichever part of the browser sent it.
import { connect, createServer } from 'node:net';

export class Recorder {
  /** @type {Buffer[]} */
  #sent = [];
  #received = 0;
  /** The server's address. Whoever needs the recorder's own address before there is a server sets this later. */
  targetUrl;

  /** `port` is the recorder's own; without one the system chooses. */
  static async start(targetUrl, port = 0) {
    const recorder = new Recorder();
    recorder.targetUrl = targetUrl;
    recorder.server = createServer((browser) => {
      const { hostname, port } = new URL(recorder.targetUrl);
      const target = connect(Number(port), hostname);
      browser.on('data', (chunk) => recorder.#sent.push(chunk));
      target.on('data', (chunk) => {
        recorder.#received += chunk.length;
      });
      browser.pipe(target).pipe(browser);
      // A server that has stopped must look stopped, so the browser's connection ends.
      target.on('error', () => browser.destroy());
      browser.on('error', () => target.destroy());
    });
    await new Promise((resolve) => recorder.server.listen(port, '127.0.0.1', resolve));
    recorder.url = `http://127.0.0.1:${recorder.server.address().port}/`;
    return recorder;
  }

  /**
   * Forgets what was sent and received so far. What a page that is still loading asks for later counts as sent after it, so whoever says that nothing was sent
   * must first wait for what loads last (`CheckerPage.untilWhole`), and have no other page open at this address.
   */
  clear() {
    this.#sent = [];
    this.#received = 0;
  }

  /** How many bytes came back since the last `clear`, with the answers' heads. */
  get received() {
    return this.#received;
  }

  /** Returns the requests since the last `clear`, with heads and bodies as they were sent. */
  requests() {
    const text = Buffer.concat(this.#sent).toString('latin1');
    return text.split(/^(?=(?:GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH) )/m).filter((request) => request !== '');
  }

  paths() {
    return this.requests().map((request) => request.split(' ')[1]);
  }

  /** Takes no more connections. Those that there are end with the browser's page. */
  stop() {
    this.server.close();
    this.server.unref();
  }
}
