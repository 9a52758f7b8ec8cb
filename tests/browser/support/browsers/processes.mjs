// Programs that must not outlive the tests.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

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
 * The ports that holdPort() gives. A system gives others of itself, so that nobody gets one of these between its release and the moment when a program
 * listens on it. Test files, which run at the same time, each begin elsewhere.
 */
const kFirstPort = 20_000;
const kPorts = 10_000;
let place = (process.pid * 31) % kPorts;

/** A port that nobody else gets before it is released. */
export async function holdPort() {
  for (;;) {
    const port = kFirstPort + place;
    place = (place + 1) % kPorts;
    const server = createServer();
    const isHeld = await once(server.listen(port, '127.0.0.1'), 'listening').then(
      () => true,
      () => false, // somebody else's
    );
    if (!isHeld) continue;
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
