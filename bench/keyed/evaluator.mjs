// Starts an evaluator with the one share of a key of its own, and asks it questions.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { fromRoot, outDirectory } from '../support/directories.mjs';

const execute = promisify(execFile);
export const cli = process.env.SELFCHECK_CLI;
const program = process.env.SELFCHECK_EVALUATOR;
const group = fromRoot('build/bench/keyed/group');

const kHeader = Buffer.from('selfcheck-eval/1');
const kAnswerSize = 112;

/** Returns the date in so many days, as `selfcheck deal --until` takes it. */
export const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Starts an evaluator of one share on one thread, calls `work` with it, and stops it when `work` ends. */
export async function withEvaluator(work) {
  const directory = await mkdtemp(join(outDirectory, 'keyed-'));
  let evaluator;
  try {
    const deal = ['deal', '--threshold', '1', '--of', '1', '--until', inDays(30), '--out', 'key', '--no-password'];
    await execute(cli, deal, { cwd: directory });
    const { commitments } = JSON.parse(await readFile(join(directory, 'key/evaluation.json'), 'utf8'));
    const key = Buffer.from(commitments[0], 'hex');
    const options = ['--share', 'key/share-1.key', '--port', '0', '--threads', '1', '--rate', '100000'];
    evaluator = spawn(program, options, { cwd: directory, stdio: ['ignore', 'pipe', 'inherit'] });
    const url = await new Promise((resolve, reject) => {
      evaluator.once('exit', (code) => reject(new Error(`the evaluator ended with ${code}`)));
      createInterface(evaluator.stdout).once('line', (line) => resolve(new URL(/http:\S+/.exec(line)[0])));
    });
    // B is uniform in a check, but any element will do here; this one is P_1 itself.
    return await work({ pid: evaluator.pid, url, question: Buffer.concat([kHeader, key, key]) });
  } finally {
    evaluator?.removeAllListeners('exit');
    evaluator?.kill();
    await rm(directory, { recursive: true, force: true });
  }
}

/** The connections of the first kind of agent stay open; those of the second are made anew for each question. */
export const keepingAgent = (connections) => new Agent({ keepAlive: true, maxSockets: connections });
export const leavingAgent = (connections) => new Agent({ keepAlive: false, maxSockets: connections });

/** Asks one question. The promise rejects unless an answer of the right size comes. */
export function ask({ url, question }, agent) {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', agent, headers: { 'Content-Length': question.length } }, (response) => {
      let size = 0;
      response.on('data', (data) => (size += data.length));
      response.on('end', () => {
        if (response.statusCode === 200 && size === kAnswerSize) resolve();
        else reject(new Error(`status ${response.statusCode}, ${size} bytes`));
      });
    });
    asked.on('error', reject);
    asked.end(question);
  });
}

/** Asks `count` questions, `atOnce` of them at a time. */
export async function askMany(evaluator, agent, count, atOnce) {
  let left = count;
  const one = async () => {
    while (left-- > 0) await ask(evaluator, agent);
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}

const kTicksASecond = 100;

/** Returns a process's processor time in seconds: its own, and the system's for it. */
export async function cpuSeconds(pid) {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ');
  return { user: Number(fields[11]) / kTicksASecond, system: Number(fields[12]) / kTicksASecond };
}

/** Returns a process's memory now and at its peak, in KiB, and how many files and connections it has open. */
export async function resources(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kib = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)[1]);
  return { resident: kib('VmRSS'), peak: kib('VmHWM'), open: (await readdir(`/proc/${pid}/fd`)).length };
}

/** Starts the program of group.cpp. Its `measure` returns how many nanoseconds of processor time one run of `what` takes. */
export function startGroup() {
  const child = spawn(group, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    async measure(what, count) {
      child.stdin.write(`${what} ${count}\n`);
      const { value } = await lines.next();
      return Number(value);
    },
    stop: () => child.stdin.end(),
  };
}
