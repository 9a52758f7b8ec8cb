// A clock for the page's patience with the network (web/src/network/stall.ts), in every browser: it goes on only when it is told to. All else on the page has
// the browser's own time.

/** Stands before the page's script. */
function stopStalls() {
  const { setTimeout, clearTimeout } = globalThis;
  const waiting = new Map();
  let now = 0;
  let last = 0;
  globalThis.setTimeout = (act, ms, ...given) => {
    if (!/\bexpired\b/.test(act)) return setTimeout(act, ms, ...given);
    last -= 1;
    waiting.set(last, { act, due: now + ms });
    return last;
  };
  globalThis.clearTimeout = (id) => void (waiting.delete(id) || clearTimeout(id));
  const { read } = ReadableStreamDefaultReader.prototype;
  let chunks = 0;
  ReadableStreamDefaultReader.prototype.read = async function () {
    const step = await read.call(this);
    chunks += 1;
    return step;
  };
  globalThis.stalls = {
    chunks: () => chunks,
    pass(ms) {
      now += ms;
      for (const [id, { act, due }] of [...waiting]) if (due <= now && waiting.delete(id)) act();
    },
  };
}

/** Changes a site such that its page has the clock. */
export const stopClockOfStalls = (site) => site.changeScript('index.html', /^app-.*\.js$/, (code) => `(${stopStalls})();\n${code}`);

/** Returns how many pieces of answers the page has read. */
export const chunksRead = (place) => place.evaluate(() => globalThis.stalls.chunks());

/** Lets so many seconds of the network's time pass. */
export const passSeconds = (place, seconds) => place.evaluate((ms) => globalThis.stalls.pass(ms), 1000 * seconds);
