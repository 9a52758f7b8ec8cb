// Tests what Lighthouse says about the page on a phone. Its score for performance depends on what else this machine does, and is measured
// by `bench/run lighthouse` instead.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Publisher } from '../browser/support/publisher.mjs';
import { Server, Site } from '../browser/support/site.mjs';
import { audit } from './audit.mjs';
import { serveCompressed } from './compressing_host.mjs';

let publisher, site, server, host;

before(async () => {
  publisher = await Publisher.make();
  const lists = { mobile: await publisher.mobile(), aadhaar: await publisher.aadhaar() };
  // Some pages are only on a site that knows its address.
  site = await Site.make(lists, { origin: 'https://check.example' });
  server = await Server.start(site.directory);
  host = await serveCompressed(server.url);
});

after(async () => {
  host?.stop();
  await server?.stop();
  await site?.remove();
  await publisher?.remove();
});

const kPages = ['', ...['how', 'questions', 'help', 'lists', 'about', 'poster', 'embed'].map((name) => `en/${name}.html`)];

for (const page of kPages) {
  test(`${page || 'the check'}: 100 of 100 for accessibility, best practices and SEO`, async (t) => {
    const { scores, problems } = await audit(new URL(page, host.url).href, ['accessibility', 'best-practices', 'seo']);
    t.diagnostic(JSON.stringify(scores));
    assert.deepEqual(scores, { accessibility: 100, 'best-practices': 100, seo: 100 }, problems.join('\n'));
  });
}

test('search engines are told that they may read everything', async () => {
  const response = await fetch(new URL('robots.txt', host.url));
  assert.deepEqual([response.status, response.headers.get('content-type')], [200, 'text/plain; charset=utf-8']);
  assert.match(await response.text(), /^User-agent: \*\nAllow: \/$/m);
});
