// WCAG 2.2 AA as far as a program can tell: axe-core in every state and language (every rule in three of
// them, and in the others what words can change), room for large text on a narrow screen,
// targets that a thumb can hit. In one browser's page throughout, because starting one takes longer than looking.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kOfWords, violations } from './support/axe.mjs';
import { fixture } from './support/fixture.mjs';
import { kAllowed } from './support/offline.mjs';
import { cutOff, cutOffAtTwiceTheSize, cutOffWhenSpaced } from './support/readable.mjs';
import { statesOf } from './support/states.mjs';

const made = fixture(async (publisher) => ({
  mobile: await publisher.mobile(),
  aadhaar: await publisher.aadhaar(),
}));

/** The languages in which every rule is looked at: the first, one with letters that go above and below others, and one from right to left. */
const kWhole = ['en', 'hi', 'ur'];

/** What can't be read at 320 px, with text of twice the size, and with the most space between letters, words and lines. */
async function unreadable(page) {
  await page.setViewportSize({ width: 320, height: 640 });
  const narrow = await cutOff(page);
  await page.setViewportSize({ width: 360, height: 740 });
  const looks = { '320 px': narrow, 'text at 200%': await cutOffAtTwiceTheSize(page), 'spaced text': await cutOffWhenSpaced(page) };
  return Object.entries(looks).flatMap(([how, found]) => found.map((one) => `${how}: ${one}`));
}

/** Buttons, menus and links that stand alone: 44 px high, or 24 at the least where that would tear a line apart. */
const smallTargets = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('button, select, summary, input, .links a')]
      .filter((node) => node.checkVisibility())
      // A box to tick can be pressed by its words as well.
      .map((node) => [node.outerHTML.slice(0, 80), (node.closest('label.tick') ?? node).getBoundingClientRect()])
      .filter(([, { width, height }]) => height < 44 || width < 24)
      .map(([html, { width, height }]) => `${html}: ${width} x ${height}`),
  );

test('axe-core, narrow screens, large text and targets: nothing to say, in every state and language', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  const { checker, page, recorder } = opened;
  const languages = await page.locator('select option').evaluateAll((options) => options.map(({ value }) => value));
  for (const language of kWhole) assert.ok(languages.includes(language), language);
  const found = [];
  for (const [state, reach] of Object.entries(statesOf(made))) {
    await checker.open(recorder.url);
    await reach(opened);
    for (const language of languages) {
      await checker.speak(language);
      const problems = [...(await violations(page, kWhole.includes(language) ? undefined : kOfWords)), ...(await smallTargets(page)), ...(await unreadable(page))];
      if (language === 'en') {
        await page.emulateMedia({ colorScheme: 'dark' });
        problems.push(...(await violations(page, ['color-contrast'])).map((one) => `dark: ${one}`));
        await page.emulateMedia({ colorScheme: 'light' });
      }
      found.push(...problems.map((one) => `${state}, ${language}: ${one}`));
    }
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  }
  assert.deepEqual(found, []);
});

test('axe-core sees what is wrong, so that its silence means something', async (t) => {
  const { page } = await made.open(t);
  await page.evaluate(() => {
    const button = document.createElement('button');
    button.style.cssText = 'color: #888; background: #999; min-height: 10px; height: 10px; padding: 0; font-size: 8px';
    document.querySelector('main').append(button, document.createElement('img'));
    document.querySelector('html').removeAttribute('lang');
  });
  const rules = (await violations(page)).map((line) => line.split(':')[0]);
  for (const rule of ['button-name', 'image-alt', 'html-has-lang']) assert.ok(rules.includes(rule), rule);
  assert.equal((await smallTargets(page)).length, 1);
});

test('without JavaScript: says what this is and what to do, and leads to what can be read all the same', async (t) => {
  const { page } = await made.open(t, undefined, { context: { javaScriptEnabled: false } });
  const said = page.locator('noscript [lang=en]');
  await said.getByRole('heading', { level: 1, name: 'Was your number leaked?' }).waitFor();
  await said.getByText(/^This page needs JavaScript\./).waitFor();
  assert.equal(await said.getByRole('link', { name: 'How it works' }).getAttribute('href'), 'en/how.html');
  assert.equal(await page.getByText('Loading…').isVisible(), false);
});
