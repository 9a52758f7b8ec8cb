// Takes pictures of the widget in an article, on a phone and on a computer, and of the page that writes its code.
import { join } from 'node:path';
import { test } from 'node:test';
import { openPage } from '../browser/support/browser.mjs';
import { CheckerPage } from '../browser/support/checker_page.mjs';
import { deploy } from '../browser/support/deployment.mjs';
import { fixture } from '../browser/support/fixture.mjs';
import { article, Host, pasted } from '../browser/support/host.mjs';
import { screenshots } from '../browser/support/paths.mjs';

const made = fixture(async (publisher) => ({ mobile: await publisher.mobile() }));

const kSizes = { phone: { width: 360, height: 740 }, desktop: { width: 1000, height: 900 } };

test('the widget in an article, in each state, and the page that writes it', async (t) => {
  const deployment = await deploy(t, made.lists);
  const host = await Host.start(t);
  const { page, context } = await openPage(made.browser, { serviceWorkers: 'allow' });
  t.after(() => context.close());
  const checker = new CheckerPage(page.frameLocator('iframe'));
  for (const [size, viewport] of Object.entries(kSizes)) {
    await page.setViewportSize(viewport);
    for (const [language, theme, options] of [
      ['en', 'light', {}],
      ['hi', 'dark', { accent: '#b00' }],
      ['ur', 'light', { kind: 'mobile', accent: '#070' }],
    ]) {
      const picture = (state) => page.screenshot({ path: join(screenshots, `widget_${state}_${size}_${language}_${theme}.png`) });
      const content = pasted(deployment, { lang: language, theme, ...options }).script;
      await page.goto(host.page(`${size}-${language}`, article(content, { before: 2 })));
      await checker.page.locator('.notice.test').waitFor();
      await page.locator('iframe').scrollIntoViewIfNeeded();
      await picture('start');
      await checker.number.fill(made.lists.mobile.members[0]);
      await checker.readAs.waitFor();
      await picture('typed');
      await checker.number.press('Enter');
      await checker.readVerdict();
      await page.waitForTimeout(200);
      await picture('found');
    }
    await page.goto(`${deployment.url}embed.html`);
    await page.locator('#preview iframe').scrollIntoViewIfNeeded();
    await page.frameLocator('#preview iframe').locator('#number').waitFor();
    await page.screenshot({ path: join(screenshots, `embed_builder_${size}.png`), fullPage: true });
  }
});
