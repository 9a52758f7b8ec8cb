import { test } from 'node:test';
import { openPage } from './support/browser.mjs';
import { CheckerPage } from './support/checker_page.mjs';
import { deploySecurely } from './support/deployment.mjs';
import { fixture } from './support/fixture.mjs';
import { article, Host, pasted } from './support/host.mjs';
import { makeCertificate } from './support/nginx.mjs';
const made = fixture(async (publisher) => ({ aadhaar: await publisher.aadhaar() }));
test('x', async (t) => {
  const certificate = await makeCertificate(t);
  const secure = await deploySecurely(t, made.lists, certificate);
  const host = await Host.start(t, certificate);
  const isolated = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
  for (let i = 0; i < 15; i++) for (const kind of ['script', 'frame']) {
    const { page, seen, context } = await openPage(made.browser, { serviceWorkers: 'allow', ignoreHTTPSErrors: true });
    await page.goto(host.page(kind, article(pasted(secure)[kind], { before: 1 }), isolated));
    const c = new CheckerPage(page.frameLocator('iframe'));
    const t0 = Date.now();
    try { const v = await c.check('aadhaar', made.lists.aadhaar.others[0]); console.log(i, kind, v.outcome, Date.now() - t0); }
    catch (e) { console.log(i, kind, 'FAILED', seen.trouble, await page.frames()[1].evaluate(() => [document.querySelector('#number').value.length, document.body.innerText.slice(0, 600)])); await page.screenshot({ path: `/tmp/flake${i}.png` }); }
    await context.close();
  }
});
