// Workers, as a browser has them. A worker runs the worker's script that the site has, with the real engine. Its messages have a fate.

const kToWorker = { dies: 2, 'dies in silence': 1, 'comes late': 1, 'can not be read': 0.5 };
const kFromWorker = { ...kToWorker, 'comes twice': 2, 'is lost': 0.5, 'has a code that nobody knows': 0.5, fails: 1 };
const kLateMs = [1_000, 100_000];
/** What an engine that fails may say: also what it never could where no such thing is looked at. */
const kCodes = ['signature_invalid', 'canary_hash', 'empty', 'too_short', 'bucket_proof', 'evaluation_invalid', 'file_missing', 'not_ready'];

/** What a browser has for a page as `Worker`. `machine` is of Machine, `isOver` says whether the tab is closed. */
export function workersOf({ fate, time, network, machine, isOver }) {
  const scripts = new Map();
  return class Worker {
    #receive;
    #isDead = false;
    /** The methods of the calls that have not been answered, by the calls' ids. */
    #calls = new Map();
    #processor = machine.processor();
    /** Messages keep their order in each direction. */
    #due = { to: 0, from: 0 };
    #wait = [];

    constructor(url) {
      void this.#start(String(url));
    }

    postMessage(message, transfer = []) {
      // A compiled module can be sent to a worker; Node's structuredClone can't send one.
      const copy = 'module' in message ? message : structuredClone(message, { transfer });
      if ('method' in message) this.#calls.set(message.id, message.method);
      this.#deliver('to', copy, kToWorker, (data) => {
        if (this.#receive) this.#receive({ data });
        else this.#wait.push(data);
      });
    }

    terminate() {
      this.#isDead = true;
    }

    async #start(url) {
      const bytes = await network.script(url);
      if (this.#isDead) return;
      try {
        if (!bytes) throw new Error('no script');
        const text = new TextDecoder().decode(bytes);
        if (!scripts.has(text)) scripts.set(text, new Function('self', 'globalThis', 'WebAssembly', 'MessageChannel', text));
        const self = {
          addEventListener: (_type, receive) => (this.#receive = receive),
          postMessage: (message) => this.#reply(message),
        };
        const { webAssembly } = this.#processor;
        scripts.get(text)(self, { WebAssembly: webAssembly }, webAssembly, Drain);
        for (const data of this.#wait.splice(0)) this.#receive({ data });
      } catch {
        this.#fail();
      }
    }

    #reply(message) {
      const computed = this.#processor.answer(this.#calls.get(message.id), structuredClone(message));
      this.#deliver('from', computed, kFromWorker, (data) => this.onmessage?.({ data }));
    }

    #fail() {
      if (this.#isDead) return;
      this.#isDead = true;
      if (!isOver()) this.onerror?.({});
    }

    #deliver(direction, message, faults, take) {
      if (this.#isDead) return;
      const fault = fate.fault('workers', `message ${direction} worker`, faults);
      const delay = fate.nextChance('message').between(0, 3) + (fault?.what === 'comes late' ? fault.chance.between(...kLateMs) : 0);
      this.#due[direction] = Math.max(this.#due[direction], time.ticks + delay);
      const deliver = () => {
        if (!this.#isDead && !isOver()) take(message);
      };
      const at = this.#due[direction] - time.ticks;
      if (fault?.what === 'is lost') return;
      if (fault?.what === 'has a code that nobody knows' && 'id' in message) message = failed(message, 'something_new');
      if (fault?.what === 'fails' && 'id' in message) message = failed(message, fault.chance.pick(kCodes));
      if (fault?.what === 'dies') time.after(at, () => this.#fail());
      else if (fault?.what === 'dies in silence') time.after(at, () => (this.#isDead = true));
      else if (fault?.what === 'can not be read') time.after(at, () => this.#unreadable(direction));
      else time.after(at, deliver);
      if (fault?.what === 'comes twice') time.after(at, deliver);
    }

    #unreadable(direction) {
      if (direction === 'from' && !this.#isDead && !isOver()) this.onmessageerror?.({});
    }
  };
}

export const failed = ({ id }, code) => ({ id, ok: false, problem: { code, place: '', number: 0 } });

/** The server frees memory by sending it nowhere. */
class Drain {
  port1 = { postMessage: (_message, transfer) => void structuredClone(0, { transfer: [...new Set(transfer)] }) };
  port2 = { close() {} };
}
