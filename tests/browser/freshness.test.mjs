// When a list is asked for again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importWebModule } from './support/web_module.mjs';

const { Freshness } = await importWebModule('check/freshness.ts');

const kMinute = 60_000;

function heardAt(start) {
  let now = start;
  const freshness = new Freshness(() => now);
  assert.equal(freshness.isDue, true, 'never asked');
  freshness.renew();
  return { freshness, at: (time) => (now = time) };
}

test('due after ten minutes', () => {
  const { freshness, at } = heardAt(5000);
  assert.equal(freshness.isDue, false);
  at(5000 + 10 * kMinute - 1);
  assert.equal(freshness.isDue, false);
  at(5000 + 10 * kMinute);
  assert.equal(freshness.isDue, true);
  freshness.renew();
  assert.equal(freshness.isDue, false);
});

test('due when the clock was set back, however little', () => {
  const { freshness, at } = heardAt(3 * 24 * 60 * kMinute);
  at(3 * 24 * 60 * kMinute - 1);
  assert.equal(freshness.isDue, true);
});

test('due when the device has been on for ten minutes, whatever its clock says', (t) => {
  const { freshness } = heardAt(5000);
  const ticks = performance.now();
  t.mock.method(performance, 'now', () => ticks + 11 * kMinute);
  assert.equal(freshness.isDue, true);
});

test('due at once when it has turned out not to be relied on', () => {
  const { freshness } = heardAt(5000);
  freshness.expire();
  assert.equal(freshness.isDue, true);
});
