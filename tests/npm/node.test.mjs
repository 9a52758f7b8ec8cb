// Tests the package under Node: the README's example as it stands, and what must hold for every check.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { bucketIndex } from '../browser/support/crafted_list.mjs';
import { kMobileBits, Publisher } from '../browser/support/publisher.mjs';
import { Recorder } from '../browser/support/recorder.mjs';
import { ListFiles, Server } from '../browser/support/site.mjs';
import { canonicalForm } from '../browser/support/synthetic.mjs';
import { Scratch } from './support/scratch.mjs';

/** How long a process may take in all; the slowest thing in it takes a second. */
const kProcessTimeoutMs = 300_000;

/**
 * A script that takes away the functions which Node has added since 18.0. (The compiler knows about additions to the language.) Node's
 * threads keep the functions, since they have globals of their own.
 */
const kAsNode18 = `
  fetch('data:,'); // Node's own code loads with all of it
  const lack = (owner, ...names) => names.forEach((name) => delete owner[name]);
  lack(globalThis, 'CustomEvent', 'File', 'WebSocket', 'crypto', 'Crypto', 'CryptoKey', 'SubtleCrypto', 'navigator', 'Navigator');
  lack(Object.getPrototypeOf(performance), 'clearResourceTimings', 'setResourceTimingBufferSize');
  lack(AbortSignal, 'any');
  lack(Blob.prototype, 'bytes');
  lack(Headers.prototype, 'getSetCookie');
  lack(ReadableStream, 'from');
  lack(Response, 'json');
  lack(Response.prototype, 'bytes');
  lack(URL, 'canParse', 'parse');
  lack(WebAssembly, 'compileStreaming', 'instantiateStreaming');
`;

let scratch, publisher, lists, server, recorder, openChecker;

before(async () => {
  scratch = await Scratch.make();
  publisher = await Publisher.make();
  lists = { mobile: await publisher.mobile(), aadhaar: await publisher.aadhaar() };
  server = await Server.start(publisher.root);
  recorder = await Recorder.start(server.url);
  ({ openChecker } = await import(pathToFileURL(join(scratch.installed, 'node.js'))));
});
after(async () => {
  recorder?.stop();
  await server?.stop();
  await publisher?.remove();
  await scratch?.remove();
});

function pinsOf(...names) {
  return { format: 'selfcheck-pins/1', lists: names.map((name) => ({ ...lists[name].pin, id: name, url: `${name}/` })) };
}

async function open(t, options) {
  const checker = await openChecker({ pins: pinsOf('mobile', 'aadhaar'), baseUrl: recorder.url, ...options });
  t.after(() => checker.close());
  return checker;
}

const onDisk = () => pathToFileURL(`${publisher.root}/`);

/** Runs a script of the project to its end. */
async function runNode(script, input, flags = []) {
  const child = spawn(process.execPath, [...flags, script], { cwd: scratch.project, timeout: kProcessTimeoutMs });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr']) child[stream].on('data', (chunk) => (output[stream] += chunk));
  child.stdin.end(input);
  const [code, signal] = await new Promise((resolve) => child.once('close', (...how) => resolve(how)));
  return { code, signal, ...output };
}

/** Returns what the README's example prints, after its process has ended by itself. */
async function runExample(number, baseUrl = recorder.url, flags) {
  const script = await scratch.write('example.mjs', await scratch.example('Under Node'));
  const pins = pinsOf('mobile');
  pins.lists[0].url = new URL('mobile/', baseUrl).href;
  await scratch.write('pins.json', JSON.stringify(pins));
  const { code, signal, stdout, stderr } = await runNode(script, `${number}\n`, flags);
  assert.deepEqual({ code, signal, stderr }, { code: 0, signal: null, stderr: '' });
  return stdout.trim();
}

test('the README’s example: found, not found, bad input; it ends by itself', async () => {
  assert.equal(await runExample(lists.mobile.members[0]), 'found');
  assert.equal(await runExample(lists.mobile.others[0]), 'not_found');
  assert.equal(await runExample('12345'), 'bad_input');
});

test('the README’s example where the host is out of reach: could not tell', async () => {
  assert.equal(await runExample(lists.mobile.members[0], 'http://127.0.0.1:9/'), 'could_not_tell');
});

test('with no more than Node 18.0 has', async () => {
  const older = await scratch.write('node_18_0.cjs', kAsNode18);
  assert.equal(await runExample(lists.mobile.members[0], recorder.url, ['--require', older]), 'found');
});

test('what a callback throws is an uncaught exception of the program, and changes no verdict', async () => {
  const script = await scratch.write(
    'throwing.mjs',
    `import { openChecker } from '@selfcheck/checker';
    const uncaught = new Set();
    process.on('uncaughtException', ({ message }) => uncaught.add(message));
    const fail = (message) => () => { throw new Error(message); };
    const options = { pins: ${JSON.stringify(pinsOf('mobile'))}, baseUrl: '${recorder.url}' };
    const checker = await openChecker({ ...options, onLedgerChange: fail('ledger') });
    for (const number of ['${lists.mobile.members[0]}', '${lists.mobile.others[0]}']) {
      const { outcome } = await checker.check('mobile', number, { wholeLists: true, onProgress: fail('progress') });
      console.log(outcome);
    }
    checker.close();
    console.log([...uncaught].sort().join());`,
  );
  const { code, stdout, stderr } = await runNode(script, '');
  assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: 'found\nnot_found\nledger,progress\n', stderr: '' });
});

test('what the caller’s clock throws is what opening and checking reject with, and there is no verdict', async (t) => {
  const broken = new Error('no clock');
  let read = () => {
    throw broken;
  };
  const now = () => read();
  const opening = { pins: pinsOf('mobile'), baseUrl: recorder.url, now };
  await assert.rejects(openChecker(opening), broken);
  read = () => Number.NaN;
  await assert.rejects(openChecker(opening), TypeError);
  read = Date.now;
  const checker = await open(t, { now });
  read = () => {
    throw broken;
  };
  await assert.rejects(checker.check('mobile', lists.mobile.others[0]), broken);
  read = () => '0';
  await assert.rejects(checker.check('mobile', lists.mobile.others[0]), TypeError);
  read = Date.now;
  assert.equal((await checker.check('mobile', lists.mobile.others[0])).outcome, 'not_found');
});

test('limits are any of the three, and a wrong one names its rule', async (t) => {
  for (const limits of [{}, { count: 1 }, { memKib: 1 }, { idleMs: 0 }, { count: undefined }]) {
    const checker = await open(t, { pins: pinsOf('mobile'), limits });
    assert.equal((await checker.check('mobile', lists.mobile.members[0])).outcome, 'found');
  }
  for (const [limits, message] of [
    [null, /^limits must be an object$/],
    [{ count: 0 }, /^limits\.count must be a whole number from 1 to 2147483647$/],
    [{ count: 1.5 }, /^limits\.count must be a whole number/],
    [{ memKib: '65536' }, /^limits\.memKib must be a whole number from 1/],
    [{ idleMs: Number.NaN }, /^limits\.idleMs must be a whole number from 0/],
    [{ idleMs: 2 ** 31 }, /^limits\.idleMs must be a whole number/],
  ]) {
    await assert.rejects(openChecker({ pins: pinsOf('mobile'), limits }), { name: 'TypeError', message });
  }
});

test('a checker that nobody has closed keeps no process alive', async () => {
  const script = await scratch.write(
    'forgetful.mjs',
    `import { openChecker } from '@selfcheck/checker';
    const checker = await openChecker({ pins: ${JSON.stringify(pinsOf('mobile'))}, baseUrl: '${recorder.url}' });
    checker.prepare('mobile');
    const { outcome } = await checker.check('mobile', '${lists.mobile.members[0]}');
    console.log(outcome);`,
  );
  const { code, signal, stdout } = await runNode(script, '');
  assert.deepEqual({ code, signal, stdout }, { code: 0, signal: null, stdout: 'found\n' });
});

/** Returns the processor time of the calling thread, in microseconds. The file is read synchronously, so that no other thread reads it. */
function processorTimeOfThread() {
  const [nanoseconds] = readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ');
  return Number(nanoseconds) / 1000;
}

test('hashing does not hold up the program', async (t) => {
  lists.heavy = await publisher.publish('heavy', { kind: 'mobile', count: 3, memMib: 64 });
  const checker = await open(t, { pins: pinsOf('heavy') });
  // Processor time is compared, and not time on the clock, so that other work of the machine does not matter.
  const spentByAll = process.cpuUsage();
  const spent = processorTimeOfThread();
  assert.equal((await checker.check('mobile', lists.heavy.members[0])).outcome, 'found');
  const { user, system } = process.cpuUsage(spentByAll);
  const share = (processorTimeOfThread() - spent) / (user + system);
  assert.ok(share < 0.5, `${Math.round(100 * share)}% of the work is done by the program's own thread`);
});

test('memory for hashes is kept while a check waits for its bucket, and given back once nobody may need it', async (t) => {
  const threads = new Set();
  let started = 0;
  const onThread = (thread) => {
    started += 1;
    threads.add(thread);
    thread.once('exit', () => threads.delete(thread));
  };
  process.on('worker', onThread);
  t.after(() => process.off('worker', onThread));
  const onlySessionLeft = async () => {
    while (threads.size > 1) await sleep(10);
  };

  const idleMs = 50;
  const host = createServer(async (request, response) => {
    // This takes many times as long as the hash and the idle time together.
    if (request.url.includes('/buckets/')) await sleep(1000);
    // By now the check was stopped, and this test may be over.
    if (response.destroyed) return;
    // This does not go through the recorder, whose record belongs to the tests that come after.
    const answer = await fetch(new URL(request.url, server.url));
    response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise((resolve) => host.listen(0, '127.0.0.1', resolve));
  t.after(() => host.close());
  const baseUrl = `http://127.0.0.1:${host.address().port}/`;
  const checker = await open(t, { baseUrl, limits: { count: 1, idleMs } });
  assert.equal((await checker.check('mobile', lists.mobile.members[0])).outcome, 'found');
  assert.equal(started, 2, 'the session’s, and one that hashed');
  await onlySessionLeft();

  const stop = new AbortController();
  const stopped = checker.check('mobile', lists.mobile.members[0], { signal: stop.signal });
  while (threads.size < 2) await sleep(10);
  stop.abort(new Error('enough'));
  await assert.rejects(stopped, { message: 'enough' });
  await onlySessionLeft();
});

test('the host gets a bucket’s name and nothing else that depends on the number, and the ledger says so', async (t) => {
  const checker = await open(t);
  recorder.clear();
  const number = lists.mobile.members[1];
  const result = await checker.check('mobile', number);
  assert.equal(result.outcome, 'found');
  assert.ok(result.lists[0].coincidence < 0.01);
  assert.equal(result.lists[0].list.description.title, 'Synthetic mobile numbers');
  const requests = recorder.requests();
  assert.equal(requests.length, 1);
  assert.doesNotMatch(requests[0], /cookie|referer|authorization|origin:/i);
  const entry = checker.ledger.at(-1);
  assert.equal(new URL(entry.url).pathname, recorder.paths()[0]);
  const index = bucketIndex(canonicalForm('mobile', number), kMobileBits);
  assert.deepEqual(
    { ...entry, url: '' },
    {
      url: '',
      purpose: 'bucket',
      listId: 'mobile',
      bytes: result.lists[0].list.description.bucketFileSize,
      state: 'done',
      disclosure: { kind: 'mobile', index, bits: kMobileBits, anonymitySet: 68_750_000 },
      evaluator: undefined,
    },
  );
  assert.equal(checker.disclosedBits, kMobileBits);
  assert.deepEqual(checker.ledger.map(({ purpose }) => purpose).sort(), ['bucket', 'manifest', 'manifest', 'pointer', 'pointer']);
});

test('whole lists tell nothing; progress counts their bytes', async (t) => {
  const checker = await open(t);
  recorder.clear();
  const progress = [];
  const onProgress = (step) => progress.push(step);
  const result = await checker.check('mobile', lists.mobile.others[1], { wholeLists: true, onProgress });
  assert.equal(result.outcome, 'not_found');
  assert.equal(new Set(recorder.paths()).size, 2 ** kMobileBits);
  assert.equal(checker.disclosedBits, 0);
  assert.deepEqual(progress[0], { stage: 'working', blocksPage: false });
  assert.equal(progress.at(-1).bytes, progress.at(-1).totalBytes);
});

test('lists on disk disclose nothing, however many numbers are checked', async (t) => {
  const checker = await open(t, { baseUrl: onDisk() });
  recorder.clear();
  for (const [numbers, outcome] of [
    [lists.mobile.members, 'found'],
    [lists.mobile.others, 'not_found'],
  ]) {
    for (const number of numbers.slice(0, 5)) assert.equal((await checker.check('mobile', number)).outcome, outcome);
  }
  assert.equal((await checker.check('mobile', lists.mobile.members[5], { wholeLists: true })).outcome, 'found');
  assert.equal(checker.disclosedBits, 0);
  assert.ok(checker.ledger.every(({ url, disclosure }) => url.startsWith('file:') && disclosure === undefined));
  assert.deepEqual(recorder.requests(), []);
});

test('over the network as many numbers stand out, and nothing more is asked', async (t) => {
  const checker = await open(t);
  let result;
  let asked = 0;
  for (const number of lists.mobile.others.slice(0, 8)) {
    recorder.clear();
    result = await checker.check('mobile', number);
    if (result.status === 'stands_out') break;
    asked += 1;
  }
  assert.equal(result.status, 'stands_out');
  assert.ok(asked > 1);
  assert.deepEqual(recorder.requests(), []);
  assert.ok(result.downloadBytes > 0);
});

test('a damaged bucket, a missing one, a missing list and a redirect: could not tell, each with its code', async (t) => {
  const [member] = lists.aadhaar.members;
  const spoil = async (name, how) => {
    await cp(lists.aadhaar.directory, join(publisher.root, name), { recursive: true });
    await how(new ListFiles(join(publisher.root, name)));
    const pins = pinsOf('aadhaar');
    pins.lists[0].url = `${name}/`;
    const results = [];
    for (const baseUrl of [recorder.url, onDisk()]) {
      const checker = await open(t, { pins, baseUrl });
      results.push(await checker.check('aadhaar', member));
    }
    assert.deepEqual(results.map(({ outcome }) => outcome), ['could_not_tell', 'could_not_tell']);
    return results.map(({ lists: [list] }) => list.failure.code);
  };
  const flip = async (files) => {
    const [path] = await files.buckets();
    const bytes = await readFile(path);
    bytes[0] ^= 1;
    await writeFile(path, bytes);
  };
  const remove = async (files) => rm((await files.buckets())[0]);
  assert.deepEqual(await spoil('flipped', flip), ['bucket_proof', 'bucket_proof']);
  assert.deepEqual(await spoil('lacking', remove), ['file_missing', 'file_missing']);
  assert.deepEqual(await spoil('gone', (files) => rm(files.pointer)), ['file_missing', 'file_missing']);

  const elsewhere = createServer((request, response) => {
    response.writeHead(302, { location: new URL(request.url, recorder.url).href }).end();
  });
  await new Promise((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  t.after(() => elsewhere.close());
  const checker = await open(t, { baseUrl: `http://127.0.0.1:${elsewhere.address().port}/` });
  recorder.clear();
  const result = await checker.check('aadhaar', member);
  assert.equal(result.outcome, 'could_not_tell');
  assert.equal(result.lists[0].failure.code, 'network_failed');
  assert.deepEqual(recorder.requests(), []);
});

test('pins that are none, or no engine: a failure, and could not tell', async (t) => {
  for (const [options, code] of [
    [{ pins: '{' }, 'json_syntax'],
    [{ pins: { format: 'selfcheck-pins/2', lists: [] } }, 'unsupported_format'],
    [{ pins: new Uint8Array() }, 'json_syntax'],
    [{ filesUrl: onDisk() }, 'engine_missing'],
  ]) {
    const checker = await open(t, options);
    assert.equal(checker.failure.code, code);
    const { outcome, failure } = await checker.check('mobile', lists.mobile.members[0]);
    assert.deepEqual([outcome, failure.code], ['could_not_tell', code]);
  }
});

test('pins are taken as an object, text, bytes and a Buffer, which stays as it was', async (t) => {
  const text = JSON.stringify(pinsOf('mobile'));
  const buffer = Buffer.from(text);
  for (const pins of [JSON.parse(text), text, new TextEncoder().encode(text), buffer]) {
    const checker = await open(t, { pins });
    assert.equal(checker.failure, undefined);
    assert.deepEqual(checker.lists.map(({ id, failure }) => [id, failure]), [['mobile', undefined]]);
  }
  assert.equal(buffer.toString(), text);
});

test('a kind without a list: could not tell', async (t) => {
  const checker = await open(t, { pins: pinsOf('mobile') });
  const result = await checker.check('aadhaar', lists.aadhaar.members[0]);
  assert.deepEqual(result, { status: 'verdict', outcome: 'could_not_tell', lists: [] });
});

test('what is asked of it wrongly is a TypeError that repeats nothing', async (t) => {
  await assert.rejects(openChecker({ pins: 5 }), TypeError);
  await assert.rejects(openChecker({ pins: pinsOf('mobile'), language: 5 }), TypeError);
  const checker = await open(t);
  const number = Number(lists.mobile.members[0]);
  const wrong = [checker.check('mobile', number), checker.check(String(number), 'mobile'), checker.validate('mobile', number)];
  for (const { status, reason } of await Promise.allSettled(wrong)) {
    assert.equal(status, 'rejected');
    assert.ok(reason instanceof TypeError && !reason.message.includes(String(number)));
  }
});

test('validate says what is wrong and asks nobody', async (t) => {
  const checker = await open(t);
  recorder.clear();
  assert.deepEqual(await checker.validate('mobile', lists.mobile.members[0]), { status: 'well_formed' });
  const { status, problem } = await checker.validate('aadhaar', '9999');
  assert.deepEqual([status, problem.code, problem.number], ['bad_input', 'too_short', 8]);
  assert.deepEqual(recorder.requests(), []);
});

test('a check that is called off rejects with its signal’s reason; the next one works', async (t) => {
  const checker = await open(t);
  const stop = new AbortController();
  const reason = new Error('enough');
  const check = checker.check('mobile', lists.mobile.members[0], { signal: stop.signal });
  stop.abort(reason);
  await assert.rejects(check, reason);
  await assert.rejects(checker.check('mobile', lists.mobile.members[0], { signal: stop.signal }), reason);
  assert.equal((await checker.check('mobile', lists.mobile.members[0])).outcome, 'found');
});

test('once closed, checks under way and later ones could not tell', async (t) => {
  const checker = await open(t);
  const underWay = checker.check('mobile', lists.mobile.others[0]);
  checker.close();
  for (const { outcome, failure } of [await underWay, await checker.check('mobile', lists.mobile.others[0])]) {
    assert.deepEqual([outcome, failure.code], ['could_not_tell', 'not_ready']);
  }
  checker.prepare('mobile');
  assert.equal((await checker.validate('mobile', '12')).status, 'could_not_tell');
});
