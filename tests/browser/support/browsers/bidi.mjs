// One session of WebDriver BiDi: commands and their answers, by number, over a WebSocket.
import { once } from 'node:events';
import WebSocket from 'ws';

export class BidiSession {
  #socket;
  #next = 1;
  #waiting = new Map();
  /** Gets {method, params} of what has been subscribed to. */
  onEvent = () => {};

  static async open(address, capabilities) {
    const socket = new WebSocket(`${address}/session`);
    await once(socket, 'open');
    const session = new BidiSession(socket);
    await session.send('session.new', { capabilities: { alwaysMatch: capabilities } });
    return session;
  }

  constructor(socket) {
    this.#socket = socket;
    socket.on('message', (data) => this.#receive(JSON.parse(data)));
    socket.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('Firefox has ended'));
    });
  }

  /** Rejects with what the browser says is wrong. */
  send(method, params = {}) {
    const id = this.#next;
    this.#next += 1;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  #receive({ id, type, result, error, message, ...event }) {
    if (type === 'event') {
      this.onEvent(event);
      return;
    }
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (type === 'success') waiting?.resolve(result);
    else waiting?.reject(new Error(`${error}: ${message}`));
  }
}
