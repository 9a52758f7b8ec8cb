// The page on which an editor puts the widget together: what it shows and what it gives to paste are one thing, and work; and choices that can't be meant
// give nothing.
import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { violations } from './support/axe.mjs';
import { openPage } from './support/browser.mjs';
import { CheckerPage } from './support/checker_page.mjs';
import { clipboardReader } from './support/clipboard.mjs';
import { deploy } from './support/deployment.mjs';
import { fixture } from './support/fixture.mjs';
import { article, Host, pasted } from './support/host.mjs';
import { makeReactApp } from './support/react_app.mjs';
import { assertStill, watchShifts } from './support/shifts.mjs';

const kLong = ['--published', '2025-01-01T00:00:00Z', '--valid-until', '2025-02-01T00:00:00Z'];
const made = fixture(async (publisher) => ({
  mobile: await publisher.mobile(),
  aadhaar: await publisher.aadhaar(),
}));

/** Opens the page with everything that it says of the lists. `path` is the page's, below the site. */
async function openBuilder(t, { lists = made.lists, path = 'embed.html', damage, ...context } = {}) {
  const deployment = await deploy(t, lists, { damage });
  const opened = await openPage(made.browser, { serviceWorkers: 'allow', viewport: { width: 1280, height: 900 }, ...context });
  t.after(() => opened.context.close());
  const { page } = opened;
  await page.addInitScript(watchShifts);
  await page.goto(deployment.url + path);
  await page.locator('#list-choices [id^=facts-]', { hasText: /\d/ }).first().waitFor();
  return {
    ...{ ...opened, deployment },
    frame: page.locator('#preview iframe'),
    preview: new CheckerPage(page.frameLocator('#preview iframe')),
    box: (id) => page.locator(`#list-choices input[value="${id}"]`),
    saidOf: (id) => page.locator(`#message-${id}`),
    code: (kind) => page.locator(`[data-code=${kind}] textarea`),
    copy: (name) => page.getByRole('button', { name: `Copy ${name}` }),
  };
}

test('what is chosen is seen at both widths, and each code that is copied works where it is pasted', async (t) => {
  const { page, context, seen, deployment, frame, preview, box, code, copy } = await openBuilder(t);
  const readClipboard = await clipboardReader(t, context);
  // Without a choice: everything, as short as it can be, and as articles out there have it.
  assert.equal(await code('line').inputValue(), pasted(deployment).script);
  assert.equal(await code('frame').inputValue(), pasted(deployment).frame);
  await box('mobile').check();
  await page.getByLabel('Language').selectOption('ta');
  await page.getByLabel('Light or dark').selectOption('dark');
  await page.getByLabel('Your colour').fill('#b00');
  await page.getByLabel('Words of the link').fill('It\'s "leaked" <here> & \\ there');
  await page.getByLabel('Height').fill('640');
  await page.getByLabel('Height').press('Enter');
  const options = { lists: 'mobile', lang: 'ta', theme: 'dark', accent: '#b00', kind: 'mobile' };
  const { page: inFrame, number } = preview;
  for (const [button, width] of [
    ['On a phone', 328],
    ['On a computer', 640],
  ]) {
    await page.getByRole('button', { name: button }).click();
    // One list, so there is no question of which number.
    await number.waitFor();
    assert.equal(await inFrame.locator('html').getAttribute('lang'), 'ta');
    assert.equal(await inFrame.locator('html').evaluate((html) => html.style.colorScheme), 'dark');
    assert.equal((await frame.boundingBox()).width, width);
  }
  const { height } = await page.locator('#preview > .selfcheck').boundingBox();
  assert.equal(height, 640);

  const copied = {};
  for (const [kind, name] of Object.entries({
    line: 'The line',
    frame: 'The plain frame',
    wordpress: 'WordPress block',
    react: 'React component',
    policy: 'Security policy',
  })) {
    await copy(name).click();
    await page.getByText(`Copied: ${name}`).waitFor();
    copied[kind] = await readClipboard();
    assert.equal(copied[kind], await code(kind).inputValue(), kind);
  }
  for (const [name, value] of Object.entries(options)) assert.ok(copied.line.includes(` data-${name}="${value}"`), name);
  assert.ok(copied.line.includes('style="min-height:640px"'), copied.line);
  assert.equal(copied.wordpress, `<!-- wp:html -->\n${copied.line}\n<!-- /wp:html -->`);

  const host = await Host.start(t);
  const { markup, client } = await makeReactApp(deployment, { component: copied.react });
  host.page('client.js', client, { 'Content-Type': 'text/javascript' });
  const policy = { 'Content-Security-Policy': `default-src 'none'; style-src 'unsafe-inline'; ${copied.policy}` };
  const at = (content) => article(content, { before: 0 });
  for (const [name, content, headers] of [
    ['line', at(copied.line), policy],
    ['frame', at(copied.frame), policy],
    ['wordpress', at(copied.wordpress)],
    ['react', markup],
  ]) {
    await page.goto(host.page(name, content, headers));
    assert.equal(await page.locator('a', { hasText: 'leaked' }).innerText(), 'It\'s "leaked" <here> & \\ there', name);
    const checker = new CheckerPage(page.frameLocator('iframe'));
    await checker.number.fill(made.lists.mobile.members[0]);
    await checker.number.press('Enter');
    assert.equal((await checker.readVerdict()).outcome, 'found', name);
    assert.equal(await page.locator('iframe').evaluate(({ src }) => new URLSearchParams(new URL(src).hash.slice(1)).get('accent')), '#b00');
  }
  assert.deepEqual(seen.trouble.filter((line) => !line.includes('React DevTools')), []);
});

test('lists have the titles, editions and days of their manifests; one that can\'t be opened has its short name, and a word why', async (t) => {
  const lists = { ...made.lists, gone: await made.publisher.aadhaar('gone') };
  const damage = (site) => rm(join(site.directory, 'lists/gone/current.minisig'));
  const { page, box, saidOf, code } = await openBuilder(t, { lists, damage });
  const manifest = await readFile(join(made.lists.mobile.directory, await manifestName(made.lists.mobile.directory)), 'utf8');
  const { sequence, texts } = JSON.parse(manifest);
  const item = page.locator('[data-list=mobile]');
  await item.getByText(texts.en.title).waitFor();
  assert.match(await item.innerText(), new RegExp(`Mobile numbers\\. Edition ${sequence}\\. Expires on \\d+ [A-Z][a-z]+ \\d{4}\\.`));
  await saidOf('mobile').getByText('This is a test list.').waitFor();
  await page.locator('[data-list=gone] .title', { hasText: /^gone$/ }).waitFor();
  await saidOf('gone').getByText('This page could not open this list.').waitFor();
  // Readers may reach it all the same: the editor may choose it.
  await box('gone').check();
  assert.match(await code('line').inputValue(), /data-lists="gone"/);
});

/** Returns the name of a list's manifest. */
async function manifestName(directory) {
  return /manifest-[0-9a-f]{64}\.json/.exec(await readFile(join(directory, 'current.minisig'), 'utf8'))[0];
}

test('choices that can\'t be meant: a word beside the field, no code, and no preview', async (t) => {
  const publish = (name, options) => made.publisher.publish(name, { kind: 'aadhaar', count: 40, options });
  const lists = { ...made.lists, withdrawn: await publish('withdrawn', ['--withdrawn']), expired: await publish('expired', kLong) };
  const { page, box, saidOf, code, copy, frame } = await openBuilder(t, { lists });
  const kind = page.getByLabel('Which number');
  const nothing = page.getByText('There is no code yet');
  const assertNothing = async (what) => {
    assert.equal(await nothing.isVisible(), true, what);
    assert.equal(await copy('The line').isVisible(), false, what);
    assert.equal(await code('line').inputValue(), '', what);
    assert.equal(await frame.count(), 0, what);
  };
  // Of lists among all others the editor is told, and there is code.
  await saidOf('expired').getByText('This list has expired.').waitFor();
  await saidOf('withdrawn').getByText('The publisher has taken this list back.').waitFor();
  assert.equal(await nothing.isVisible(), false);
  for (const id of ['expired', 'withdrawn']) {
    await box(id).check();
    await assertNothing(id);
    assert.equal(await box(id).getAttribute('aria-invalid'), 'true');
    assert.match(await box(id).getAttribute('aria-describedby'), new RegExp(`message-${id}`));
    await box(id).uncheck();
    assert.equal(await nothing.isVisible(), false);
  }
  await box('mobile').check();
  await kind.selectOption('aadhaar');
  await assertNothing('a list of mobile numbers, and Aadhaar numbers');
  await page.getByText('You ticked a list of other numbers.').waitFor();
  assert.equal(await kind.getAttribute('aria-invalid'), 'true');
  await kind.selectOption('mobile');
  assert.equal(await nothing.isVisible(), false);
  assert.equal(await frame.count(), 1);
  assert.match(await code('line').inputValue(), /data-lists="mobile" data-kind="mobile"/);
});

test('a kind that no list of the site has is refused', async (t) => {
  const { page } = await openBuilder(t, { lists: { mobile: made.lists.mobile } });
  await page.getByLabel('Which number').selectOption('aadhaar');
  await page.getByText('This site has no list of Aadhaar numbers.').waitFor();
  await page.getByText('There is no code yet').waitFor();
});

test('the colour picker and the field are in step; what is no colour, and a height beyond the limits, is left out and said', async (t) => {
  const { page, code } = await openBuilder(t);
  const colour = page.getByLabel('Your colour');
  const picker = page.getByLabel('Pick a colour');
  await picker.fill('#00aa55');
  assert.equal(await colour.inputValue(), '#00aa55');
  assert.match(await code('line').inputValue(), /data-accent="#00aa55"/);
  await colour.fill('#b0c');
  assert.equal(await picker.inputValue(), '#bb00cc');
  await colour.fill('red');
  await colour.press('Tab');
  await page.getByText('This is not a colour.').waitFor();
  assert.doesNotMatch(await code('line').inputValue(), /accent/);
  const height = page.getByLabel('Height');
  for (const wrong of ['479', '1001', '6e2', '-600']) {
    await height.fill(wrong);
    await height.press('Enter');
    await page.getByText('Only a number from 480 to 1000 works here.').waitFor();
    assert.match(await code('line').inputValue(), /min-height:600px/, wrong);
  }
  await height.fill('1000');
  await height.press('Enter');
  assert.match(await code('frame').inputValue(), / height="1000" style="min-height:1000px!important;/);
  assert.equal(await page.locator('#height-message').isVisible(), false);
});

test('by keyboard alone: choose, see what is copied, and hear of it; where the browser lets nothing be copied, it is selected', async (t) => {
  const { page, context, code } = await openBuilder(t);
  const readClipboard = await clipboardReader(t, context);
  const focused = (id) => page.evaluate((wanted) => document.activeElement?.id === wanted || document.activeElement?.value === wanted, id);
  const tabTo = async (id) => {
    for (let i = 0; i < 80 && !(await focused(id)); i += 1) await page.keyboard.press('Tab');
    assert.ok(await focused(id), id);
  };
  await tabTo('mobile');
  await page.keyboard.press('Space');
  await tabTo('theme');
  await page.keyboard.press('d');
  await tabTo('line-copy');
  await page.keyboard.press('Enter');
  await page.locator('[role=status]', { hasText: 'Copied: The line' }).waitFor();
  assert.match(await readClipboard(), /data-lists="mobile".*data-theme="dark"/);
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'));
  });
  await page.keyboard.press('Enter');
  await page.locator('[role=status]', { hasText: 'The code is selected now.' }).waitFor();
  assert.equal(await page.evaluate(() => document.getSelection().toString()), await code('line').inputValue());
});

test('in every language at its own address, and at the old one in the site\'s; without JavaScript the code without a choice is there', async (t) => {
  const { page, deployment, preview, frame } = await openBuilder(t, { path: 'ur/embed.html' });
  assert.deepEqual(await page.locator('html').evaluate(({ lang, dir }) => ({ lang, dir })), { lang: 'ur', dir: 'rtl' });
  await frame.waitFor();
  await preview.page.getByText(new URL(deployment.url).host).first().waitFor();
  const opened = await openPage(made.browser, { javaScriptEnabled: false });
  t.after(() => opened.context.close());
  for (const path of ['embed.html', 'hi/embed.html']) {
    await opened.page.goto(deployment.url + path);
    assert.equal(await opened.page.locator('[data-code=line] textarea').inputValue(), pasted(deployment).script);
    assert.equal(await opened.page.locator('[data-code=line] button').isVisible(), false);
    assert.equal(await opened.page.locator('.no-script').isVisible(), true);
  }
});

test('axe-core has nothing to say, on a phone and on a computer, in light and dark, with and without code; nothing moves by itself', async (t) => {
  const { page, box } = await openBuilder(t);
  const found = [];
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await page.reload();
    await page.locator('#list-choices [id^=facts-]', { hasText: /\d/ }).first().waitFor();
    await assertStill(page, `at ${width} px`);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      for (const kind of ['', 'aadhaar']) {
        await box('mobile').setChecked(kind !== '');
        await page.getByLabel('Which number').selectOption(kind);
        found.push(...(await violations(page)).map((one) => `${width}, ${colorScheme}, ${kind}: ${one}`));
        const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (excess > 0) found.push(`${excess} px too wide at ${width}`);
      }
    }
  }
  assert.deepEqual(found, []);
});

test('the page is no part of what a reader loads', async (t) => {
  // Nobody has opened the page here: what its preview loads late would be taken for the reader's.
  const { url, recorder } = await deploy(t, made.lists);
  const opened = await openPage(made.browser, { serviceWorkers: 'allow' });
  t.after(() => opened.context.close());
  const reader = new CheckerPage(opened.page);
  await reader.open(url);
  await reader.untilWhole();
  const asked = recorder.paths();
  assert.ok(asked.includes('/pins.json'));
  assert.deepEqual(asked.filter((path) => /builder|embed|widget|dark/.test(path)), []);
});
