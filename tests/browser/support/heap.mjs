// Looks into the memory of a page, with the frames on it, and of its workers: their JavaScript heaps through the browser's debugger, the
// engines' memories, which a heap snapshot does not have, through a line before the worker's script, and the arrays in which numbers are
// handed over.
import { EventEmitter, once } from 'node:events';

/** What is looked into: the page, or one of its workers. */
class Realm {
  #send;
  #events;

  constructor(name, send, events) {
    this.name = name;
    this.#send = send;
    this.#events = events;
  }

  /** Returns all strings and numbers of the heap after a garbage collection, with a line for each. */
  async heapText() {
    const chunks = [];
    const take = ({ chunk }) => chunks.push(chunk);
    this.#events.on('HeapProfiler.addHeapSnapshotChunk', take);
    await this.#send('HeapProfiler.enable');
    await this.#send('HeapProfiler.collectGarbage');
    await this.#send('HeapProfiler.takeHeapSnapshot', { reportProgress: false, captureNumericValue: true });
    this.#events.off('HeapProfiler.addHeapSnapshotChunk', take);
    return JSON.parse(chunks.join('')).strings.join('\n');
  }
}

const pageRealm = (session) => new Realm('page', (method, params) => session.send(method, params), session);

/** Returns the text of the heap that the page has with the frames on it, which here are in one process with it. */
export async function pageHeap(page) {
  const session = await page.context().newCDPSession(page);
  const text = await pageRealm(session).heapText();
  await session.detach();
  return text;
}

/** Returns {name, text} of the heaps of the page and its workers. */
export async function heapsOf(page) {
  const session = await page.context().newCDPSession(page);
  const realms = [pageRealm(session)];
  session.on('Target.attachedToTarget', ({ sessionId }) => realms.push(workerRealm(session, sessionId)));
  // Playwright hands a worker's messages on only if they come wrapped.
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const heaps = [];
  for (const realm of realms) heaps.push({ name: realm.name, text: await realm.heapText() });
  await session.detach();
  return heaps;
}

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

/** Stands before the worker's script, and keeps hold of the memory of each engine. */
const kKeepMemories = `{
  const { instantiate } = WebAssembly;
  self.enginesMemories = [];
  WebAssembly.instantiate = async (...given) => {
    const instance = await instantiate(...given);
    self.enginesMemories.push(...Object.values(instance.exports).filter((one) => one instanceof WebAssembly.Memory));
    return instance;
  };
}
`;

/** Changes a site such that enginesHold() can look into its engines. */
export const showMemories = (site) => site.changeWorker((code) => kKeepMemories + code);

/** Needles go masked to where they are looked for, so that none is found in the search itself. */
const kMask = 0x5a;
const masked = (needles) => Object.entries(needles).map(([name, bytes]) => [name, [...bytes].map((byte) => byte ^ kMask)]);

/** Runs in the worker. */
function searchMemories([needles, mask]) {
  const byFirst = Array.from({ length: 256 }, () => []);
  for (const [name, bytes] of needles) byFirst[bytes[0] ^ mask].push([name, bytes]);
  const found = new Set();
  let size = 0;
  for (const { buffer } of self.enginesMemories) {
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

/** Returns {size, found} of each of the page's engines: how many bytes of memory it has, and the names of the `needles` that are there. */
export function enginesHold(page, needles) {
  return Promise.all(page.workers().map((worker) => worker.evaluate(searchMemories, [masked(needles), kMask])));
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
