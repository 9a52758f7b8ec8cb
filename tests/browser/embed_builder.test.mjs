// The page on which a newsroom puts its widget together: what it shows and what it gives to paste are one thing, and work.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from './support/axe.mjs';
import { openPage } from './support/browser.mjs';
import { CheckerPage } from './support/checker_page.mjs';
import { deploy } from './support/deployment.mjs';
import { fixture } from './support/fixture.mjs';
import { article, Host, pasted } from './support/host.mjs';

const made = fixture(async (publisher) => ({
  mobile: await publisher.mobile(),
  aadhaar: await publisher.aadhaar(),
}));

async function openBuilder(t, context) {
  const deployment = await deploy(t, made.lists);
  const opened = await openPage(made.browser, { serviceWorkers: 'allow', viewport: { width: 1000, height: 900 }, ...context });
  t.after(() => opened.context.close());
  const { page } = opened;
  await page.goto(`${deployment.url}embed.html`);
  const preview = (which) => new CheckerPage(page.frameLocator(`#preview-${which} iframe`));
  return { ...opened, deployment, preview, code: page.getByLabel('The line for your article:') };
}

test('what is chosen is seen at both widths, and what is copied works where it is pasted', async (t) => {
  const { page, context, seen, deployment, preview, code } = await openBuilder(t);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  // Without a choice: everything, as short as it can be.
  assert.equal(await code.inputValue(), pasted(deployment).script);
  await page.getByLabel('mobile (mobile)').check();
  await page.getByLabel('Language').selectOption('ta');
  await page.getByLabel('Colours').selectOption('dark');
  await page.getByLabel('Your colour').fill('#b00');
  await page.getByLabel('Your colour').press('Tab');
  for (const [which, width] of [
    ['phone', 328],
    ['desktop', 640],
  ]) {
    await page.locator(`#preview-${which} iframe`).scrollIntoViewIfNeeded();
    const { number, page: frame } = preview(which);
    // One list, so there is no question of which number.
    await number.waitFor();
    assert.equal(await frame.locator('html').getAttribute('lang'), 'ta');
    assert.equal((await page.locator(`#preview-${which} iframe`).boundingBox()).width, width);
  }
  await page.getByRole('button', { name: 'Copy' }).first().click();
  await page.getByText('Copied.').waitFor();
  // A page that copies may not read.
  const host = await Host.start(t);
  const reader = await context.newPage();
  await reader.goto(host.page('reader', '<title>Reader</title>'));
  const copied = await reader.evaluate(() => navigator.clipboard.readText());
  await reader.close();
  assert.equal(copied, await code.inputValue());
  const options = { lists: 'mobile', lang: 'ta', theme: 'dark', accent: '#b00', kind: 'mobile' };
  for (const [name, value] of Object.entries(options)) assert.ok(copied.includes(` data-${name}="${value}"`), name);
  assert.ok(copied.includes('>உங்கள் எண் கசிந்துள்ளதா?</a>'), copied);

  await page.getByText('If your system takes no scripts').click();
  const frameCode = await page.getByLabel('A plain frame.').inputValue();
  for (const [name, content] of Object.entries({ copied, frameCode })) {
    await page.goto(host.page(name, article(content, { before: 0 })));
    const checker = new CheckerPage(page.frameLocator('iframe'));
    await checker.number.fill(made.lists.mobile.members[0]);
    await checker.number.press('Enter');
    assert.equal((await checker.readVerdict()).outcome, 'found', name);
  }
  assert.deepEqual(seen.trouble, []);
});

test('a colour that is none is said to be none, and is left out', async (t) => {
  const { page, code } = await openBuilder(t);
  await page.getByLabel('Your colour').fill('red');
  await page.getByLabel('Your colour').press('Tab');
  await page.getByText('Not a colour.').waitFor();
  assert.doesNotMatch(await code.inputValue(), /accent/);
});

test('axe-core has nothing to say, on a phone and on a computer, in light and dark', async (t) => {
  const { page } = await openBuilder(t);
  const found = [];
  for (const width of [360, 1000]) {
    for (const colorScheme of ['light', 'dark']) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      found.push(...(await violations(page)).map((one) => `${width}, ${colorScheme}: ${one}`));
      const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (excess > 0) found.push(`${excess} px too wide at ${width}`);
    }
  }
  assert.deepEqual(found, []);
});

test('the page is no part of what a reader loads', async (t) => {
  const { page, deployment } = await openBuilder(t);
  deployment.recorder.clear();
  const opened = await openPage(made.browser, { serviceWorkers: 'allow' });
  t.after(() => opened.context.close());
  await new CheckerPage(opened.page).open(deployment.url);
  assert.deepEqual(deployment.recorder.paths().filter((path) => /builder|embed|widget|dark/.test(path)), []);
  await page.close();
});
