// Runs contestants in Node, each in a process of its own.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const kHost = fileURLToPath(new URL('node_host.mjs', import.meta.url));

class Lane {
  async start({ id }, list) {
    // With the serialization "advanced", byte arrays arrive as byte arrays.
    this.process = fork(kHost, [id], { serialization: 'advanced' });
    this.exited = once(this.process, 'exit').then(([code]) => {
      throw new Error(`${id} ended with status ${code}`);
    });
    this.exited.catch(() => {});
    const { loadMs } = await this.#answer();
    this.loadMs = loadMs;
    await this.#ask({ open: list });
    return this;
  }

  hash(input) {
    return this.#ask({ input });
  }

  stop() {
    this.process.kill();
    return this.exited.catch(() => {});
  }

  #ask(message) {
    this.process.send(message);
    return this.#answer();
  }

  async #answer() {
    const [answer] = await Promise.race([once(this.process, 'message'), this.exited]);
    return answer;
  }
}

export async function nodeLanes(list) {
  const start = (contestant) => new Lane().start(contestant, list);
  return {
    /** Starts a lane of its own for the contestant: {loadMs, hash(input), stop()}. */
    start,
    startFresh: start,
    stop: async () => {},
  };
}
