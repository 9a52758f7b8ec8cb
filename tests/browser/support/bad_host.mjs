// Serves a site whose lists are each served badly, in a way of its own. It stands before the site's server and passes everything else on.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { ListFiles } from './site.mjs';
import { flipBit } from './tampering.mjs';

const kPart = { 'current.minisig': 'pointer', json: 'manifest', bin: 'bucket' };
/** What a server's answer is passed on with; all else is about the connection, or about a body that may change. */
const kKept = ['content-type', 'content-security-policy', 'cache-control', 'access-control-allow-origin', 'cross-origin-resource-policy'];

const kPage = '<!doctype html><html><head><title>Welcome</title></head><body>Nothing here</body></html>';
const kLongPage = kPage.padEnd(2_000_000);
const kPauseMs = 5;
const kMark = Buffer.from('\ufeff');

/** What sites' own servers have answered, by address: hosts are asked for the same files again and again. These servers run for as long as the tests do. */
const rightAnswers = new Map();

/** Returns what a site's own server answers: {status, headers, body}. */
function rightAnswer({ href }) {
  if (!rightAnswers.has(href)) {
    const answer = askForRightAnswer(href);
    answer.catch(() => rightAnswers.delete(href));
    rightAnswers.set(href, answer);
  }
  return rightAnswers.get(href);
}

async function askForRightAnswer(address) {
  const answer = await fetch(address, { headers: { 'Accept-Encoding': 'identity' } });
  const headers = Object.fromEntries(kKept.flatMap((name) => (answer.headers.has(name) ? [[name, answer.headers.get(name)]] : [])));
  return { status: answer.status, headers, body: Buffer.from(await answer.arrayBuffer()) };
}

export class BadHost {
  #server;
  #target;
  #behaviours;

  /** `behaviours` maps a list's id to {part, act}. `act` is one of the functions below, for that part of the list's files. */
  static async start(target, behaviours) {
    const host = new BadHost();
    host.#target = target;
    host.#behaviours = behaviours;
    host.#server = createServer((request, response) => void host.#answer(request, response).catch(() => response.destroy()));
    host.#server.listen(0, '127.0.0.1');
    await once(host.#server, 'listening');
    host.url = `http://127.0.0.1:${host.#server.address().port}/`;
    return host;
  }

  stop() {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer({ url }, response) {
    const [, id, file] = /^\/lists\/([^/]+)\/(.+)$/.exec(url) ?? [];
    const behaviour = this.#behaviours[id];
    const part = kPart[file] ?? kPart[/\w+$/.exec(url)?.[0]];
    const right = await rightAnswer(new URL(url, this.#target));
    if (!behaviour || ![part, 'all'].includes(behaviour.part)) return send(response, right);
    // What a browser makes of an answer can depend on the one before it on the same connection: after a 204, Firefox ignores another protocol.
    response.setHeader('Connection', 'close');
    return behaviour.act({ right, response, url, file });
  }
}

function send(response, { status, headers, body }) {
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

/** Sends another body. `change` gets the right one. */
const changed = (change) => ({ right, response }) => send(response, { ...right, body: change(right.body) });

const says = (status, headers = {}) => ({ right, response }) => send(response, { status, headers: { ...right.headers, ...headers }, body: '' });

const withHeaders = (headers) => ({ right, response }) => send(response, { ...right, headers: { ...right.headers, ...headers } });

/** Sends bytes that are not made by Node's server, and closes the connection, unless `more` goes on with it. */
const raw = (make, more) => ({ right, response }) => {
  const { socket } = response;
  socket.write(make(right.body));
  if (more) more(socket);
  else socket.end();
};

const head = (length) => `HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n${length === undefined ? '' : `Content-Length: ${length}\r\n`}\r\n`;
const joined = (...parts) => Buffer.concat(parts.map((part) => Buffer.from(part)));

/** Sends `part` again and again for as long as somebody takes it, with pauses: as much as a network brings, and not as much as a processor can write. */
const forever = (part) => (socket) => {
  socket.on('error', () => {});
  const go = async () => {
    while (!socket.destroyed) {
      if (!socket.write(part)) await once(socket, 'drain').catch(() => {});
      await sleep(kPauseMs);
    }
  };
  void go();
};

const html = (page) => ({ response }) => send(response, { status: 200, headers: { 'Content-Type': 'text/html' }, body: page });

/** Answers with what a list in another directory has. */
const from = ({ directory }) => async ({ response, file, right }) => {
  const body = await readFile(join(directory, file)).catch(() => undefined);
  send(response, { ...right, status: body ? 200 : 404, body: body ?? '' });
};

/** Answers with the contents of a file that `find` finds. */
const contentsOf = (find) => async ({ response, right, url }) => send(response, { ...right, body: await readFile(await find(url)) });

/** Signs what is to be read with what another edition was signed with: of the four lines, the two with signatures are the other's. */
const signedAs = ({ pointer }) => async ({ response, right }) => {
  const [own, other] = [right.body.toString(), await readFile(pointer, 'utf8')].map((text) => text.split('\n'));
  send(response, { ...right, body: [own[0], other[1], own[2], other[3], ''].join('\n') });
};

const half = (body) => Math.floor(body.length / 2);

const everywhere = (code) => ({ pointer: code, manifest: code, bucket: code });
/** The codes of a file that has its right length or less, and other contents. */
const kOther = { pointer: ['signature_format', 'signature_invalid'], manifest: ['manifest_mismatch'], bucket: ['bucket_proof'] };
const kShorter = { pointer: ['signature_format'], manifest: ['manifest_mismatch'], bucket: ['bucket_length'] };

/** What a host can do wrong: its name, how, and the codes that fit, by the file that it does it to. */
export const misdeeds = [
  ['404', says(404), everywhere(['file_missing'])],
  ['410', says(410), everywhere(['file_missing'])],
  ['403', says(403), everywhere(['server_error 403'])],
  ['500', says(500), everywhere(['server_error 500'])],
  ['503 with Retry-After', says(503, { 'Retry-After': '7' }), everywhere(['server_error 503'])],
  ['204', says(204), everywhere(['server_error 204'])],
  ['a part of the file', ({ right, response }) => {
    const body = right.body.subarray(0, 10);
    send(response, { status: 206, headers: { ...right.headers, 'Content-Range': `bytes 0-9/${right.body.length}` }, body });
  }, everywhere(['server_error 206', 'network_failed'])],
  ['a redirect', says(302, { Location: '/elsewhere' }), everywhere(['network_failed'])],
  ['a redirect to itself', ({ response, url }) => send(response, { status: 307, headers: { Location: url }, body: '' }), everywhere(['network_failed'])],
  ['a home page', html(kPage), everywhere(['not_the_file'])],
  ['a long home page', html(kLongPage), everywhere(['not_the_file'])],
  ['nothing at all', ({ response }) => response.destroy(), everywhere(['network_failed'])],
  // Firefox takes it for the contents of a file, from a server of the year 1991.
  ['another protocol', raw(() => '220 smtp.example ESMTP\r\n'.repeat(50)), {
    pointer: ['network_failed', 'signature_format'],
    manifest: ['network_failed', 'manifest_mismatch'],
    bucket: ['network_failed', 'bucket_length'],
  }],
  ['cut short', raw((body) => joined(head(body.length), body.subarray(0, half(body)))), everywhere(['network_failed'])],
  ['endless', raw(() => head(), forever(Buffer.alloc(1 << 16))), { pointer: ['too_large'], manifest: ['too_large'], bucket: ['bucket_length'] }],
  ['endless headers', raw(() => 'HTTP/1.1 200 OK\r\n', forever(`X-More: ${'x'.repeat(2000)}\r\n`.repeat(16))), everywhere(['network_failed'])],
  ['gzip, and not called so', changed((body) => gzipSync(body)), { ...kShorter, bucket: ['bucket_length'] }],
  ['an announced length that is too short', raw((body) => joined(head(body.length - 1), body)), kShorter],
  ['a bit flipped', changed((body) => flipBit(body, half(body))), kOther],
  ['half of it', changed((body) => body.subarray(0, half(body))), kShorter],
  ['nothing in it', changed(() => ''), kShorter],
  ['zeros', changed((body) => Buffer.alloc(body.length)), kOther],
  ['twice', changed((body) => joined(body, body)), kShorter],
  ['a byte order mark', changed((body) => joined(kMark, body)), kShorter],
  ['another encoding', changed((body) => Buffer.from(body.toString('latin1'), 'utf16le')), kShorter],
  ['backwards', changed((body) => Buffer.from(body).reverse()), kOther],
];

/**
 * What is done to one of the files only, or with a whole list. `list` is the list itself, `sibling` another one of the same publisher, and `stranger` one by another
 * key, each as {directory}; `list.older` is the directory of its first edition, if the pin asks for the second.
 */
export async function swaps({ list, sibling, stranger }) {
  const [own, theirs] = [list, sibling].map(({ directory }) => new ListFiles(directory));
  const hasNext = (await own.buckets()).length > 1;
  return [
    ['the manifest with CRLF', 'manifest', changed((body) => Buffer.from(body.toString().replaceAll('\n', '\r\n'))), ['manifest_mismatch']],
    ['another list, whole', 'all', from(sibling), ['pinned_list_id']],
    ['a list by another key, whole', 'all', from(stranger), ['signature_unknown_key']],
    ['another list’s pointer', 'pointer', from(sibling), ['file_missing']],
    ['another key’s pointer', 'pointer', from(stranger), ['signature_unknown_key']],
    ['another list’s manifest', 'manifest', contentsOf(() => theirs.manifest()), ['manifest_mismatch']],
    ['another list’s bucket', 'bucket', contentsOf(async () => (await theirs.buckets())[0]), ['bucket_length', 'bucket_proof']],
    ...(hasNext ? [['the next bucket', 'bucket', contentsOf((url) => nextBucket(own, url)), ['bucket_proof']]] : []),
    ...(list.older ? olderEdition(list.older) : []),
  ];
}

function olderEdition(directory) {
  const older = new ListFiles(directory);
  return [
    // Its other files are still there.
    ['an older edition’s pointer', 'pointer', from({ directory }), ['sequence_too_low']],
    ['an older edition’s signatures', 'pointer', signedAs(older), ['signature_invalid']],
    ['an older edition’s manifest', 'manifest', contentsOf(() => older.manifest()), ['manifest_mismatch']],
    ['an older edition’s bucket', 'bucket', contentsOf(async (url) => join(dirname((await older.buckets())[0]), basename(url))), ['bucket_proof']],
  ];
}

/** Finds the file of the bucket after the one that is asked for; after the last comes the first. */
async function nextBucket(files, url) {
  const all = await files.buckets();
  return all[(all.findIndex((path) => basename(path) === basename(url)) + 1) % all.length];
}

/** What can be said wrongly of a file that comes as it is, and what nobody signs: the verdicts are the list's own. */
export const untouched = [
  ['another type', ['pointer', 'manifest', 'bucket'], withHeaders({ 'Content-Type': 'text/html; charset=utf-16' })],
  ['packed, and called so', ['pointer', 'manifest', 'bucket'], ({ right, response }) =>
    send(response, { ...right, headers: { ...right.headers, 'Content-Encoding': 'gzip' }, body: gzipSync(right.body) })],
  ['no length', ['pointer', 'manifest', 'bucket'], raw((body) => joined(head(), body))],
  ['CRLF in the place of LF', ['pointer'], changed((body) => body.toString().replaceAll('\n', '\r\n'))],
  ['another first line', ['pointer'], changed((body) => body.toString().replace(/^.*/, 'untrusted comment: somebody else’s'))],
];

/** Says of a file, which comes as it is, that it is packed. WebKitGTK then takes it as it is, and the others take nothing. */
export const calledPacked = ['plain, and called gzip', withHeaders({ 'Content-Encoding': 'gzip' }), everywhere(['network_failed'])];

const kDrip = Buffer.alloc(32, 'u');

/** How slow hosts behave: each act is for a part of a list's files, as the functions above. */
export class SlowHosts {
  #dripping = new Set();
  #silent = new Set();

  /** Sends an answer's head at once, and of its body a few bytes at each `drip()`, without an end. */
  dripping = ({ right, response }) => {
    response.writeHead(200, right.headers);
    response.flushHeaders();
    this.#keep(this.#dripping, response);
  };

  /** Takes the request, and never answers. */
  silent = ({ response }) => this.#keep(this.#silent, response);

  /** Lets a few bytes of each body come that is still waited for, and returns how many these bodies are. */
  drip() {
    for (const response of this.#dripping) response.write(kDrip);
    return this.#dripping.size;
  }

  /** How many answers are still waited for. */
  get awaited() {
    return this.#dripping.size + this.#silent.size;
  }

  #keep(all, response) {
    all.add(response);
    response.on('close', () => all.delete(response));
  }
}
