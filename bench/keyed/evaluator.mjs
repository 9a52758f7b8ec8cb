// An evaluator with the shares of a key of its own, and questions for it.
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

/** A date, for `selfcheck deal --until`. */
export const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** An evaluator of one share on one thread, which is stopped when `work` ends. */
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
    // Any element will do for B, which in a check is uniform: this one is P_1 itself.
    return await work({ pid: evaluator.pid, url, question: Buffer.concat([kHeader, key, key]) });
  } finally {
    evaluator?.removeAllListeners('exit');
    evaluator?.kill();
    await rm(directory, { recursive: true, force: true });
  }
}

/** Whose connections stay, or are made anew for each question. */
export const keepingAgent = (connections) => new Agent({ keepAlive: true, maxSockets: connections });
export const leavingAgent = (connections) => new Agent({ keepAlive: false, maxSockets: connections });

/** Rejects unless there is an answer. */
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

/** `count` questions, `at_once` at a time. */
export async function askMany(evaluator, agent, count, atOnce) {
  let left = count;
  const one = async () => {
    while (left-- > 0) await ask(evaluator, agent);
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}

const kTicksASecond = 100;

/** Of a process, in seconds: its own and the system's for it. */
export async function cpuSeconds(pid) {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ');
  return { user: Number(fields[11]) / kTicksASecond, system: Number(fields[12]) / kTicksASecond };
}

/** KiB, and how many files and connections are open. */
export async function resources(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kib = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)[1]);
  return { resident: kib('VmRSS'), peak: kib('VmHWM'), open: (await readdir(`/proc/${pid}/fd`)).length };
}

/** group.cpp: nanoseconds of processor time of one of what is named. */
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
