// Tests what Lighthouse says about the page on a phone. Its score for performance depends on what else this machine does, and is measured
// by `bench/run lighthouse` instead.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Publisher } from '../browser/support/publisher.mjs';
import { Server, Site } from '../browser/support/site.mjs';
import { audit } from './audit.mjs';
import { serveCompressed } from './compressing_host.mjs';

const kLeast = 95;

let publisher, site, server, host;

before(async () => {
  publisher = await Publisher.make();
  site = await Site.make({ mobile: await publisher.mobile(), aadhaar: await publisher.aadhaar() });
  server = await Server.start(site.directory);
  host = await serveCompressed(server.url);
});

after(async () => {
  host?.stop();
  await server?.stop();
  await site?.remove();
  await publisher?.remove();
});

test(`accessibility and best practices: at least ${kLeast} of 100`, async (t) => {
  const { scores, problems } = await audit(host.url, ['accessibility', 'best-practices']);
  t.diagnostic(JSON.stringify(scores));
  for (const [category, score] of Object.entries(scores)) assert.ok(score >= kLeast, `${category}: ${score}\n${problems.join('\n')}`);
  assert.equal(Object.keys(scores).length, 2);
});
