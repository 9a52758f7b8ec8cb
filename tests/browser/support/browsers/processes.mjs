// Programs that must not outlive the tests.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

// Each program that runs waits for the end of this one, and three browsers are a dozen of them.
process.setMaxListeners(0);

const kStartMs = 60_000;
const kEndMs = 60_000;

export class Program {
  #child;
  #exited;
  #killAtExit;

  /**
   * `home` is where it keeps what it keeps; of this process's environment it gets the search path only, so that neither a proxy nor a desktop's
   * settings matter. `streams` are stdio's.
   */
  constructor(path, args, { home, environment = {}, streams = ['ignore', 'ignore', 'ignore'] }) {
    this.path = path;
    this.#child = spawn(path, args, { env: { PATH: process.env.PATH, HOME: home, ...environment }, stdio: streams });
    // Also when it can't be started at all.
    this.#exited = Promise.race([once(this.#child, 'exit'), once(this.#child, 'error')]).catch(() => {});
    this.#child.on('error', () => {});
    this.#killAtExit = () => this.#child.kill('SIGKILL');
    process.once('exit', this.#killAtExit);
  }

  /** The first line of stream number `stream` that matches. Rejects if the program ends without, or takes too long. */
  async line(stream, pattern) {
    const output = this.#child.stdio[stream];
    const found = (async () => {
      for await (const line of createInterface({ input: output })) {
        const match = pattern.exec(line);
        if (match) return match;
      }
    })();
    const match = await Promise.race([found, this.#exited.then(() => undefined), sleep(kStartMs, undefined, { ref: false })]);
    output.resume(); // or the program would stop when the pipe is full
    if (!match) throw new Error(`${this.path} did not start`);
    return match;
  }

  get running() {
    return this.#child.exitCode === null && this.#child.signalCode === null && this.#child.pid !== undefined;
  }

  /** Waits until it has ended by itself; ends it if it does not. */
  async ended() {
    await Promise.race([this.#exited, sleep(kEndMs, undefined, { ref: false })]);
    await this.kill();
  }

  async kill() {
    process.off('exit', this.#killAtExit);
    if (!this.running) return;
    this.#child.kill('SIGKILL');
    await this.#exited;
  }
}

/**
 * The ports that holdPort() gives lie in blocks. A process has a block to itself as long as it listens on the block's first port, so that no test file,
 * many of which run at the same time, gets another one's port between its release and the moment when a program listens on it. A system gives other
 * ports of itself.
 */
const kFirstPort = 20_000;
const kBlocks = 200;
const kBlockPorts = 50;
/** The block that is being used up: its first port, and how many of its ports were given or tried. */
let block;

/** Gives a server that listens on the port, or nothing if somebody else does. */
async function listenOn(port) {
  const server = createServer();
  return once(server.listen(port, '127.0.0.1'), 'listening').then(
    () => server,
    () => undefined,
  );
}

async function takeBlock() {
  for (let tries = 0; tries < kBlocks; ++tries) {
    const first = kFirstPort + ((process.pid + tries) % kBlocks) * kBlockPorts;
    const door = await listenOn(first);
    if (!door) continue;
    door.unref();
    return { first, used: 1 };
  }
  throw new Error(`somebody listens on the first port of each of ${kBlocks} blocks from ${kFirstPort} on`);
}

/** A port that nobody else gets before it is released, and no other process after that. */
export async function holdPort() {
  for (;;) {
    const taken = (block ??= takeBlock());
    const own = await taken;
    if (own.used === kBlockPorts) {
      if (block === taken) block = undefined;
      continue;
    }
    const port = own.first + own.used++;
    const server = await listenOn(port);
    if (!server) continue; // a stranger's
    const release = async () => {
      server.close();
      await once(server, 'close');
    };
    return { port, release };
  }
}

/** A port that nobody listens on. */
export async function freePort() {
  const { port, release } = await holdPort();
  await release();
  return port;
}
