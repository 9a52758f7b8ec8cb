// Looks into the memory of a page, with the frames on it, and of its workers: the strings and numbers of their JavaScript heaps, through the browser's
// debugger; their arrays of bytes and the engines' memories, which a heap snapshot shows without contents, through code that runs before theirs; and the arrays
// in which numbers are handed over.
import { EventEmitter, once } from 'node:events';

/** Flags of the browser without which a heap snapshot has no more than the first 1,024 characters of a string. */
export const kWholeStrings = ['--js-flags=--heap-snapshot-string-limit=1000000000'];

/** Needles go masked to where they are looked for, so that none is found in the search itself. */
const kMask = 0x5a;
const masked = (needles) => Object.entries(needles).map(([name, bytes]) => [name, [...bytes].map((byte) => byte ^ kMask)]);

/**
 * Runs where the objects are that have the bytes. Returns {size, found}: how many bytes they have, and the names of the needles that are among them.
 */
function searchBytes(objects, needles, mask) {
  const byFirst = Array.from({ length: 256 }, () => []);
  for (const [name, bytes] of needles) byFirst[bytes[0] ^ mask].push([name, bytes]);
  const found = new Set();
  let size = 0;
  for (const buffer of new Set(objects.map((one) => (one instanceof ArrayBuffer ? one : one.buffer)))) {
    if (buffer.detached) continue; // it was handed over, and has no bytes any more
    const memory = new Uint8Array(buffer);
    size += memory.length;
    for (let at = 0; at < memory.length; at += 1) {
      for (const [name, bytes] of byFirst[memory[at]]) {
        if (bytes.every((byte, i) => (memory[at + i] ^ mask) === byte)) found.add(name);
      }
    }
  }
  return { size, found: [...found] };
}

/**
 * Runs before the scripts of a frame or a worker. From then on `bytesKept()` returns all that has bytes and has not been collected as garbage: what these
 * scripts make with the constructors, also by the methods of arrays, what they make of text, memories of WebAssembly, and what comes in messages.
 */
export function keepBytes() {
  const kept = new Set();
  const keep = (one) => kept.add(new WeakRef(one));
  const names = ['Uint8', 'Uint8Clamped', 'Int8', 'Uint16', 'Int16', 'Uint32', 'Int32', 'Float32', 'Float64', 'BigUint64', 'BigInt64'];
  const made = [[globalThis, 'ArrayBuffer'], [globalThis, 'DataView'], ...names.map((name) => [globalThis, `${name}Array`])];
  for (const [place, name] of [...made, [WebAssembly, 'Memory']]) {
    const original = place[name];
    const keeping = new Proxy(original, {
      construct(target, given, newTarget) {
        const one = Reflect.construct(target, given, newTarget === keeping ? target : newTarget);
        keep(one);
        return one;
      },
    });
    // The methods that make another array of an array ask it for its constructor.
    original.prototype.constructor = keeping;
    place[name] = keeping;
  }
  const { slice } = ArrayBuffer.prototype;
  ArrayBuffer.prototype.slice = function (...given) {
    const one = slice.apply(this, given);
    keep(one);
    return one;
  };
  const { encode } = TextEncoder.prototype;
  TextEncoder.prototype.encode = function (text) {
    const one = encode.call(this, text);
    keep(one);
    return one;
  };
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (...given) => {
    const one = await instantiate(...given);
    for (const exported of Object.values((one.instance ?? one).exports)) if (exported instanceof WebAssembly.Memory) keep(exported);
    return one;
  };
  const keepAllOf = (data) => {
    if (typeof data !== 'object' || data === null) return;
    if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) keep(data);
    else Object.values(data).forEach(keepAllOf);
  };
  // An array whose bytes were asked for may be gone while they are not.
  for (const [prototype, name] of [[MessageEvent.prototype, 'data'], [Object.getPrototypeOf(Uint8Array.prototype), 'buffer'], [DataView.prototype, 'buffer']]) {
    const { get } = Object.getOwnPropertyDescriptor(prototype, name);
    const keeping = {
      get() {
        const gotten = get.call(this);
        keepAllOf(gotten);
        return gotten;
      },
    };
    Object.defineProperty(prototype, name, { configurable: true, ...keeping });
  }
  globalThis.bytesKept = () => [...kept].map((one) => one.deref()).filter((one) => one !== undefined);
}

/** Code that searches what was kept where it runs. */
const searchOf = (needles, kept = 'bytesKept()') => `(${searchBytes})(${kept}, ...${JSON.stringify([masked(needles), kMask])})`;

/** What is looked into: the page, or one of its workers. */
class Realm {
  #send;
  #events;

  constructor(name, send, events) {
    this.name = name;
    this.#send = send;
    this.#events = events;
  }

  /**
   * Returns {text, bigints} of the heap after a garbage collection: all strings and numbers, with a line for each, and how many BigInts there are. A snapshot
   * does not have their values.
   */
  async heap() {
    const chunks = [];
    const take = ({ chunk }) => chunks.push(chunk);
    this.#events.on('HeapProfiler.addHeapSnapshotChunk', take);
    await this.#send('HeapProfiler.enable');
    await this.#send('HeapProfiler.collectGarbage');
    await this.#send('HeapProfiler.takeHeapSnapshot', { reportProgress: false, captureNumericValue: true });
    this.#events.off('HeapProfiler.addHeapSnapshotChunk', take);
    const { snapshot, nodes, strings } = JSON.parse(chunks.join(''));
    const { node_fields: fields, node_types: types } = snapshot.meta;
    const [type, bigint] = [fields.indexOf('type'), types[fields.indexOf('type')].indexOf('bigint')];
    if (type < 0 || bigint < 0) throw new Error('a heap snapshot of another form');
    let bigints = 0;
    for (let at = type; at < nodes.length; at += fields.length) if (nodes[at] === bigint) bigints += 1;
    return { text: strings.join('\n'), bigints };
  }

  /** Returns what the code returns in the realm's first context. */
  async evaluate(expression) {
    const { result, exceptionDetails } = await this.#send('Runtime.evaluate', { expression, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description);
    return result.value;
  }
}

const pageRealm = (session) => new Realm('page', (method, params) => session.send(method, params), session);

/** Returns the text of the heap that the page has with the frames on it, which here are in one process with it. */
export async function pageHeap(page) {
  const session = await page.context().newCDPSession(page);
  const { text } = await pageRealm(session).heap();
  await session.detach();
  return text;
}

/**
 * Returns {name, size, texts, bytes, bigints} of the page, with its frames, and of each of its workers, all of which keep bytes: how many characters and bytes
 * were looked through, the names of those of the `texts` and of the `needles`, which are bytes, that are there, and how many BigInts there are.
 */
export async function heldIn(page, texts, needles) {
  const session = await page.context().newCDPSession(page);
  const workers = [];
  session.on('Target.attachedToTarget', ({ sessionId }) => workers.push(workerRealm(session, sessionId)));
  // Playwright hands a worker's messages on only if they come wrapped.
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const search = searchOf(needles);
  const held = [];
  // Garbage is collected for the heap's sake, and so before bytes are searched.
  const look = async (realm, searchIn) => {
    const { text, bigints } = await realm.heap();
    const found = await searchIn(realm);
    const bytes = [...new Set(found.flatMap((one) => one.found))];
    const size = { characters: text.length, bytes: found.reduce((sum, one) => sum + one.size, 0) };
    held.push({ name: realm.name, size, texts: namesIn(texts, text), bytes, bigints });
  };
  // An article's own page keeps none: no code of ours runs there.
  const ofFrame = (frame) => frame.evaluate(`'bytesKept' in globalThis ? ${search} : { size: 0, found: [] }`);
  await look(pageRealm(session), () => Promise.all(page.frames().map(ofFrame)));
  for (const worker of workers) await look(worker, async () => [await worker.evaluate(search)]);
  await session.detach();
  return held;
}

/** Returns the names of those of the `texts` that are in a heap's text. */
export const namesIn = (texts, heap) => Object.keys(texts).filter((name) => heap.includes(texts[name]));

function workerRealm(session, sessionId) {
  const events = new EventEmitter();
  session.on('Target.receivedMessageFromTarget', ({ sessionId: from, message }) => {
    if (from !== sessionId) return;
    const { id, method, params, result, error } = JSON.parse(message);
    if (id === undefined) events.emit(method, params);
    else events.emit(`reply ${id}`, { result, error });
  });
  let lastId = 0;
  const send = async (method, params = {}) => {
    const id = (lastId += 1);
    const reply = once(events, `reply ${id}`);
    await session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method, params }) });
    const [{ result, error }] = await reply;
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  };
  return new Realm('worker', send, events);
}

/** Changes a site such that its workers keep bytes, so that enginesHold() and heldIn() can look into them. */
export const showMemories = (site) => site.changeWorker((code) => `(${keepBytes})();\n${code}`);

const kMemories = 'bytesKept().filter((one) => one instanceof WebAssembly.Memory)';

/** Returns {size, found} of each of the page's engines: how many bytes of memory it has, and the names of the `needles` that are there. */
export function enginesHold(page, needles) {
  return Promise.all(page.workers().map((worker) => worker.evaluate(searchOf(needles, kMemories))));
}

/** Ways to have what is searched for. Each gets it as texts or as bytes, and returns an object that has all of it. */
export const waysToHold = {
  texts: {
    'a string': (text) => text,
    'a name': (text) => ({ [text]: true }),
    'the end of a long string': (text) => [...'x'.repeat(5000), text].join(''),
    'a variable of a function': (text) => () => text,
  },
  bytes: {
    'a Uint8Array': (bytes) => Uint8Array.from(bytes),
    'the middle of an ArrayBuffer': (bytes) => {
      const { buffer } = new Uint8Array(5000);
      new Uint8Array(buffer).set(bytes, 333);
      return buffer;
    },
    'a part of a Uint16Array': (bytes) => new Uint16Array(Uint8Array.from([7, ...bytes, 7, 7].slice(0, (bytes.length + 3) & ~1)).buffer),
    'a DataView': (bytes) => new DataView(Uint8Array.from(bytes).buffer),
    'a part of another array': (bytes) => Uint8Array.from([1, 2, ...bytes, 3]).subarray(2),
    'a copy of an array': (bytes) => Uint8Array.from(bytes).slice(),
    'a copy of an ArrayBuffer': (bytes) => Uint8Array.from(bytes).buffer.slice(0),
    'a memory of WebAssembly': (bytes) => {
      const memory = new WebAssembly.Memory({ initial: 1 });
      new Uint8Array(memory.buffer).set(bytes, 4321);
      return memory;
    },
  },
};

/** Runs in a page or a worker, which then has what it is given in one way. */
const kHold = `(way, masked, isText, mask) => {
  globalThis.heldForATest = masked.map((one) => {
    const bytes = one.map((code) => code ^ mask);
    return way(isText ? String.fromCharCode(...bytes) : bytes);
  });
}`;

/**
 * Has all of the texts, or of the bytes, that `forms` maps names to, in a way of waysToHold, by its source. `place` is a frame or a worker. What it had before
 * is let go.
 */
export function letHold(place, way, forms) {
  const all = Object.values(forms);
  const isText = typeof all[0] === 'string';
  const codes = all.map((one) => (isText ? Array.from(one, (_, i) => one.charCodeAt(i)) : [...one]).map((code) => code ^ kMask));
  return place.evaluate(`(${kHold})(${way}, ${JSON.stringify(codes)}, ${isText}, ${kMask})`);
}

/** Has a number, and lets go of what it had before. (A snapshot does not show the numbers of a list that has nothing but numbers as large as these.) */
export const letHoldNumber = (place, digits) => place.evaluate(`globalThis.heldForATest = { number: ${Number(digits) - 1} + 1 }; 0`);

/** Has a BigInt, and lets go of what it had before. */
export const letHoldBigInt = (place) => place.evaluate('globalThis.heldForATest = [BigInt(Date.now()) ** 3n]; 0');

export const letGo = (place) => place.evaluate('delete globalThis.heldForATest');

/** To be run before a frame's own scripts: engines that nobody uses are not given back after a minute, however long a test takes. */
export function keepEngines() {
  const { setTimeout } = globalThis;
  globalThis.setTimeout = (act, ms, ...given) => (ms === 60_000 ? 0 : setTimeout(act, ms, ...given));
}

/** To be run before a frame's own scripts: keeps hold of the arrays of bytes that they make of text. */
export function keepArrays() {
  const { encode } = TextEncoder.prototype;
  window.arraysOfText = [];
  TextEncoder.prototype.encode = function (text) {
    const array = encode.call(this, text);
    window.arraysOfText.push(array);
    return array;
  };
}

/** Returns how many arrays the frame has made of text, and how many still have a byte that is not zero; one that was handed over has none. */
export function arraysOfText(frame) {
  return frame.evaluate(() => ({
    made: window.arraysOfText.length,
    filled: window.arraysOfText.filter((array) => array.length > 0 && array.some((byte) => byte !== 0)).length,
  }));
}
