// client.ts without engines: to which of several a call goes when one takes another's place. The test answers in their stead.
import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { test } from 'node:test';
import { importWebModule } from './support/web_module.mjs';

globalThis.crypto ??= webcrypto;
const { EngineClient } = await importWebModule('engine/client.ts');

/** The end of an engine's line that its client has. It keeps what it was told, and answers each call with its own name. */
class Port {
  told = [];
  #receive;

  constructor(name) {
    this.name = name;
  }

  listen(receive) {
    this.#receive = receive;
  }

  postMessage({ id, method }) {
    if (!method) return;
    this.told.push(method);
    this.#receive({ id, ok: true, value: this.name });
  }

  close() {}
}

/** A session's client, and its engines in the order in which they were opened. `connect(port)` gives each one's port. */
function open(connect = (port) => Promise.resolve(port)) {
  const ports = [];
  const client = new EngineClient(() => {
    ports.push(new Port(`engine ${ports.length + 1}`));
    return [connect(ports.at(-1), ports.length), Promise.resolve({})];
  }, 'session');
  return { client, ports };
}

test('a call that was made just before its engine is replaced goes to the one that takes its place', async () => {
  const { client, ports } = open();
  await client.untilStarted();
  const call = client.call('validate');
  const restarted = client.restart();
  assert.equal(await call, 'engine 2');
  assert.equal(await restarted, true);
  assert.deepEqual(ports.map(({ told }) => told), [[], ['validate']]);
  client.close('not_ready');
});

test('a call that waits for an engine that can’t start goes to the one that another call has opened', async () => {
  const { client, ports } = open((port, count) => (count === 1 ? Promise.reject(new Error('no worker')) : Promise.resolve(port)));
  await client.untilStarted();
  assert.deepEqual(await Promise.all([client.call('readPins'), client.call('validate')]), ['engine 2', 'engine 2']);
  assert.equal(ports.length, 2);
  client.close('not_ready');
});

test('once a request has been counted no engine takes another’s place', async () => {
  const { client, ports } = open();
  await client.call('recordRequest');
  assert.equal(await client.restart(), false);
  assert.equal(await client.call('validate'), 'engine 1');
  client.close('not_ready');
  await assert.rejects(client.call('validate'), { code: 'not_ready' });
  assert.equal(ports.length, 1);
});
