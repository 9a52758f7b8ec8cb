// HTTP/2 packs a request's path by HPACK, whose Huffman code has shorter and longer characters. The names of buckets are of characters that
// are equally long in it, so that requests for all buckets are of one length inside the encryption, too: measured with two encoders, in the
// frames that they send. SELFCHECK_PRIVACY_NAMES is how many of a list's 65,536 possible names are asked for.
import assert from 'node:assert/strict';
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { test } from 'node:test';
import { launchBrowser, openPage } from '../browser/support/browser.mjs';
import { bucketFileName } from '../browser/support/crafted_list.mjs';
import { makeCertificate } from '../browser/support/nginx.mjs';
import { withWebModule } from '../browser/support/web_module.mjs';

const kAllNames = 2 ** 16;
const kNames = Number(process.env.SELFCHECK_PRIVACY_NAMES ?? 512);
/** So many requests are under way at a time. */
const kAtOnce = 64;
const kPreface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const kFrameHead = 9;
const kHeaders = 1;

const directory = `/lists/leak/buckets/${'ab'.repeat(32)}/`;
/** The names, evenly from all, with the first and the last one. */
const names = Array.from({ length: kNames }, (_, i) => bucketFileName(Math.round((i * (kAllNames - 1)) / (kNames - 1))));
const paths = names.map((name) => directory + name);
/** The same in the usual hexadecimal digits, in a directory where each bit more than 0000.bin has is a byte more. */
const usualPaths = Array.from({ length: kNames }, (_, i) => `${directory.replace('leak', 'leakk')}${i.toString(16).padStart(4, '0')}.bin`);

/** A server that answers everything over HTTP/2 with nothing, and keeps what its clients send it. */
async function serve(t, certificate) {
  const sent = [];
  const backend = createHttp2Server();
  backend.on('stream', (stream) => {
    stream.respond({ ':status': 200 });
    stream.end();
  });
  backend.listen(0, '127.0.0.1');
  await once(backend, 'listening');
  const front = createTlsServer({ ...certificate, ALPNProtocols: ['h2'] }, (client) => {
    const chunks = [];
    sent.push(chunks);
    const server = connect(backend.address().port, '127.0.0.1');
    client.on('data', (chunk) => chunks.push(chunk));
    client.pipe(server).pipe(client);
    client.on('error', () => server.destroy());
    server.on('error', () => client.destroy());
    client.on('close', () => server.destroy());
  });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  t.after(() => {
    front.close();
    backend.close();
  });
  return { url: `https://localhost:${front.address().port}/`, sent };
}

/** Returns the lengths of the frames with requests that came over one connection. */
function requestLengths(chunks) {
  const bytes = Buffer.concat(chunks);
  assert.equal(bytes.toString('latin1', 0, kPreface.length), kPreface);
  const lengths = [];
  for (let at = kPreface.length; at + kFrameHead <= bytes.length; ) {
    const length = bytes.readUIntBE(at, 3);
    if (bytes[at + 3] === kHeaders) lengths.push(length);
    at += kFrameHead + length;
  }
  return lengths;
}

/** Asks by `ask(path)`, some at a time. */
async function askAll(paths, ask) {
  for (let i = 0; i < paths.length; i += kAtOnce) await Promise.all(paths.slice(i, i + kAtOnce).map(ask));
}

/**
 * Returns the lengths of the requests for each of the groups of paths. The first request is of another length: it has what the encoder then
 * remembers.
 */
async function lengthsInNode(t, certificate, groups) {
  const { url, sent } = await serve(t, certificate);
  const client = connectHttp2(url, { rejectUnauthorized: false });
  t.after(() => client.destroy());
  const ask = async (path) => {
    const stream = client.request({ ':path': path, 'accept-language': 'en' });
    stream.resume();
    await once(stream, 'end');
  };
  await ask(directory);
  return measured(sent, groups, (group) => askAll(group, ask));
}

/** Returns the lengths of the requests that `run` makes for each group. */
async function measured(sent, groups, run) {
  const lengths = () => sent.map(requestLengths);
  const found = [];
  for (const group of groups) {
    const before = lengths();
    await run(group);
    found.push(lengths().flatMap((all, i) => all.slice(before[i]?.length ?? 0)));
  }
  return found;
}

/** Asks with the page's own network, for files of one length. */
const askInPage = async (module, paths, atOnce) => {
  const network = new module.Network({ open: () => ({ received: () => {}, close: () => {} }) });
  const ask = (path) => network.bucket({ url: new URL(path, location.href), list: 0 }, 'bucket', { size: 0 });
  for (let i = 0; i < paths.length; i += atOnce) await Promise.all(paths.slice(i, i + atOnce).map(ask));
};

async function lengthsInChromium(t, certificate, groups) {
  const { url, sent } = await serve(t, certificate);
  const browser = await launchBrowser();
  t.after(() => browser.close());
  const { page } = await openPage(browser, { ignoreHTTPSErrors: true });
  await page.goto(url);
  const ask = await withWebModule('network/network.ts', askInPage.toString());
  const run = (group) => page.evaluate(`(${ask})(${JSON.stringify(group)}, ${kAtOnce})`);
  await run([directory]);
  return measured(sent, groups, run);
}

const kEncoders = { 'Node’s (nghttp2)': lengthsInNode, 'Chromium’s, asked by the page’s network': lengthsInChromium };

for (const [name, lengthsOf] of Object.entries(kEncoders)) {
  test(`requests for all buckets are of one length in HTTP/2: ${name}`, async (t) => {
    const { key, cert } = await makeCertificate(t);
    const [lengths, usual] = await lengthsOf(t, { key, cert }, [paths, usualPaths]);
    assert.equal(lengths.length, paths.length);
    assert.equal(new Set(lengths).size, 1);
    t.diagnostic(`${lengths.length} names, each in ${lengths[0]} bytes`);
    // Hexadecimal digits would tell, so this test can see it.
    assert.ok(new Set(usual).size > 1);
  });
}
