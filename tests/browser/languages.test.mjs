// The page in other languages than English: which one somebody gets, changing it, and what must stay as it is. The language is
// one made up for the test, from right to left.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { untilIn } from './support/checker_page.mjs';
import { fixture } from './support/fixture.mjs';
import { hold } from './support/hold.mjs';
import { makeLocales } from './support/pseudo_language.mjs';
import { until } from './support/until.mjs';

const made = fixture(async (publisher) => ({ mobile: await publisher.mobile(), aadhaar: await publisher.aadhaar() }));

async function open(t, { languages = 'ur-IN', lists, ...options } = {}) {
  const locales = await makeLocales(join(made.publisher.root, 'locales'));
  const opened = await made.open(t, lists, { locales, context: { locale: languages }, ...options });
  const html = opened.page.locator('html');
  return {
    ...opened,
    html,
    menu: opened.page.locator('select'),
    shown: async () => [await html.getAttribute('lang'), await html.getAttribute('dir')],
    wordFiles: () => opened.recorder.paths().filter((path) => path.startsWith('/locales/')),
  };
}

/** Into a page in any language: the kinds are in a fixed order. */
async function typeMobile({ checker, page }, digits) {
  await page.locator('button.choice').first().click();
  await checker.type(digits);
}

test("the browser's language is used, and no other is loaded", async (t) => {
  const { shown, wordFiles, page, checker } = await open(t);
  assert.deepEqual(await shown(), ['ur', 'rtl']);
  assert.match(wordFiles().join(), /^\/locales\/ur-[0-9a-f]{12}\.json$/);
  assert.doesNotMatch(await page.locator('h1').innerText(), /[A-Za-z]/);
  assert.doesNotMatch(await page.title(), /Was|number/);
  assert.equal(await checker.number.getAttribute('dir'), 'ltr');
});

test('a language that there is not: English', async (t) => {
  const { shown, wordFiles } = await open(t, { languages: 'fr-FR' });
  assert.deepEqual(await shown(), ['en', 'ltr']);
  assert.match(wordFiles().join(), /^\/locales\/en-[0-9a-f]{12}\.json$/);
});

test('a language file that does not load, or is damaged: English, and no alarm', async (t) => {
  for (const answer of [(route) => route.abort(), (route) => route.fulfill({ body: '{"page.title"' })]) {
    const { shown, page, menu } = await open(t, { beforeOpen: ({ page: p }) => p.route('**/locales/ur-*', answer) });
    assert.deepEqual(await shown(), ['en', 'ltr']);
    assert.equal(await menu.inputValue(), 'en');
    assert.equal(await page.getByRole('alert').count(), 0);
    await page.getByRole('heading', { name: 'Was your number leaked?' }).waitFor();
  }
});

test('every language is in the menu by its own name, marked as what it is', async (t) => {
  const { menu } = await open(t, { languages: 'en-IN' });
  assert.equal(await menu.evaluate((select) => select.labels[0].innerText.includes('Language')), true);
  const options = await menu.locator('option').evaluateAll((all) => all.map(({ lang, dir, text }) => [lang, dir, text]));
  assert.ok(options.some((option) => option.join() === 'en,ltr,English'));
  assert.ok(options.some((option) => option.join() === 'ur,rtl,اردو'));
});

test('changing the language, by keyboard, keeps the question and what was typed; it is remembered in the address alone', async (t) => {
  const opened = await open(t, { languages: 'en-IN' });
  const { page, checker, menu, shown, recorder, context } = opened;
  const digits = made.lists.mobile.members[0];
  await typeMobile(opened, digits);
  await checker.readAs.waitFor();
  await page.getByRole('button', { name: 'Hide number' }).click();
  await menu.focus();
  await page.keyboard.press('End');
  while ((await menu.inputValue()) !== 'ur') await page.keyboard.press('ArrowUp');
  await untilIn(page, 'ur');
  assert.deepEqual(await shown(), ['ur', 'rtl']);
  assert.equal(await menu.evaluate((node) => node === document.activeElement), true);
  assert.equal(await checker.number.inputValue(), digits);
  assert.equal(await checker.number.evaluate((field) => getComputedStyle(field).webkitTextSecurity), 'disc');
  await page.waitForURL(`${recorder.url}?lang=ur`);
  const kept = await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]);
  assert.deepEqual(kept, [0, 0, '']);
  assert.deepEqual(await context.cookies(), []);
  await page.reload();
  await untilIn(page, 'ur');
  await page.goto(recorder.url);
  await untilIn(page, 'en');
});

test('a language can be linked; one that there is not is as if it were not there', async (t) => {
  const { page, recorder, menu, shown, checker } = await open(t, { languages: 'en-IN' });
  for (const [wish, language] of [['?lang=ur', 'ur'], ['?lang=xx', 'en'], ['?x=1&lang=hi-IN#y', 'hi']]) {
    await checker.open(recorder.url + wish);
    await menu.waitFor();
    assert.equal((await shown())[0], language);
    assert.equal(page.url(), recorder.url + wish);
  }
  // Another choice leaves the rest of the address as it is, also at another step.
  await page.locator('button.choice').first().click();
  await menu.selectOption('ur');
  await untilIn(page, 'ur');
  await page.waitForURL(`${recorder.url}?x=1&lang=ur#y`);
  await page.goBack();
  await page.locator('button.choice').first().waitFor();
  await page.waitForURL(`${recorder.url}?x=1&lang=ur#y`);
});

test('a language that comes in the middle of a number takes no digit of it, nor the focus', async (t) => {
  const { page, checker, menu } = await open(t, { languages: 'en-IN' });
  const digits = made.lists.mobile.members[0];
  await checker.chooseKind('mobile');
  const urdu = await hold(page, '**/locales/ur-*');
  await checker.number.pressSequentially(digits.slice(0, 4));
  await page.evaluate(() => {
    window.field = document.activeElement;
  });
  await menu.selectOption('ur');
  await urdu.firstAsked;
  await checker.number.focus();
  await page.keyboard.type(digits.slice(4, 7));
  urdu.release();
  await untilIn(page, 'ur');
  await page.keyboard.type(digits.slice(7));
  assert.equal(await checker.number.inputValue(), digits);
  assert.equal(await page.evaluate(() => document.activeElement === window.field), true);

  // Nor from what has to be said anew: it is on the same button.
  await page.keyboard.press('Enter');
  await checker.readVerdict();
  const hindi = await hold(page, '**/locales/hi-*');
  await menu.selectOption('hi');
  await hindi.firstAsked;
  await page.locator('.verdict .actions button').last().focus();
  hindi.release();
  await untilIn(page, 'hi');
  assert.equal(await page.locator('.verdict .actions button').last().evaluate((node) => node === document.activeElement), true);
});

test('from right to left, digits and +91 stay from left to right', async (t) => {
  const opened = await open(t);
  const { page, checker } = opened;
  const digits = made.lists.mobile.members[0];
  await typeMobile(opened, digits);
  await checker.readAs.waitFor();
  assert.equal(await checker.readAs.locator('bdi').innerText(), `${digits.slice(0, 5)} ${digits.slice(5)}`);
  // Where each sign is drawn.
  const places = (selector) =>
    page.locator(selector).evaluate((node) => {
      const text = node.firstChild;
      return [...text.data].map((_, i) => {
        const range = document.createRange();
        range.setStart(text, i);
        range.setEnd(text, i + 1);
        return range.getBoundingClientRect().left;
      });
    });
  for (const selector of ['.read-as bdi', '#number-hint bdi']) {
    const lefts = await places(selector);
    assert.ok(lefts.length >= 3);
    assert.deepEqual(lefts, [...lefts].sort((a, b) => a - b), selector);
  }
  // The words around them do not.
  const [first, , third] = await places('h1');
  assert.ok(first > third);
});

test('where Urdu is in Nastaliq, its digits are in another font: in the phone numbers, and among words', async (t) => {
  const { page, checker } = await open(t, { languages: 'en-IN' });
  const session = await page.context().newCDPSession(page);
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const inNastaliq = async (selector) => {
    const { root } = await session.send('DOM.getDocument');
    const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector });
    const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
    return fonts.filter(({ familyName }) => /nasta/i.test(familyName)).reduce((sum, { glyphCount }) => sum + glyphCount, 0);
  };
  await checker.check('mobile', made.lists.mobile.members[0]);
  await checker.speak('ur');
  if ((await inNastaliq('h1')) === 0) return t.skip('no Nastaliq font is installed');
  assert.equal(await inNastaliq("[href='tel:1930']"), 0);
  // Numbers are among words; of the same words without a number as much is in Nastaliq.
  const before = await page.locator('.ledger summary').textContent();
  assert.match(before, /[0-9]/);
  // In a place of their own: the ledger is drawn anew a while after a check.
  const drawn = async (words) => {
    await page.evaluate((text) => {
      document.querySelector('#drawn')?.remove();
      const place = Object.assign(document.createElement('p'), { id: 'drawn', textContent: text });
      document.querySelector('h1').after(place);
    }, words);
    // The plain font is the device's, and there a moment later than the text.
    return until(async () => {
      await page.evaluate(() => document.fonts.ready.then(() => new Promise((resolve) => requestAnimationFrame(resolve))));
      return inNastaliq('#drawn');
    }, 'nothing is drawn in Nastaliq');
  };
  const withoutNumber = await drawn(before.replace(/[0-9]/g, ''));
  assert.ok(withoutNumber > 0);
  assert.equal(await drawn(before), withoutNumber);
});

test('a verdict, a mistake and a check under way are said again in the new language', async (t) => {
  const opened = await open(t, { languages: 'en-IN' });
  const { page, checker } = opened;
  await checker.check('mobile', made.lists.mobile.members[0]);
  await checker.openLedger();
  await checker.speak('ur');
  assert.equal(await page.locator('.verdict.found').count(), 1);
  assert.doesNotMatch(await checker.heading.innerText(), /[A-Za-z]/);
  assert.equal(await page.locator('.ledger details').getAttribute('open'), '');
  // The publisher's words are still English, and say so.
  const title = checker.verdict.getByText('Synthetic mobile numbers');
  assert.equal(await title.getAttribute('lang'), 'en');

  await checker.type(made.lists.mobile.members[0].slice(0, 8));
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  await checker.speak('en');
  await page.getByRole('alert').getByText('2 digits are missing').waitFor();
  assert.match(await page.title(), /^Error:/);

  const { release, firstAsked } = await hold(page, '**/buckets/**');
  await checker.type(made.lists.mobile.others[0]);
  await checker.submit();
  await page.locator('.progress').waitFor();
  await checker.speak('ur');
  await page.locator('.progress').waitFor();
  assert.equal(await page.locator('button.primary[aria-disabled=true]').count(), 1);
  await firstAsked;
  release();
  await page.locator('.verdict.not_found').waitFor();
});

test('lists say what they are in the new language at once, and nothing is asked for', async (t) => {
  const texts = { ur: { title: 'فہرست', publisher: 'اخبار', about: '', link: '' } };
  const list = await made.publisher.publish('two_languages', { kind: 'mobile', count: 40, texts });
  const { page, checker, recorder } = await open(t, { languages: 'en-IN', lists: { list } });
  await checker.check('mobile', list.members[0]);
  await checker.openLedger(); // the requests are drawn for who looks
  recorder.clear();
  for (const [language, title] of [['ur', 'فہرست'], ['en', 'Synthetic mobile numbers'], ['ur', 'فہرست']]) {
    await checker.speak(language);
    for (const place of [checker.verdict, page.locator('.list-card'), page.locator('.requests')]) {
      assert.match(await place.locator('bdi[lang]').first().textContent(), new RegExp(title));
    }
  }
  assert.deepEqual(recorder.paths().filter((path) => !path.startsWith('/locales/')), []);
});

test('words of another length stay out of sight until they have been drawn once, however long that takes', async (t) => {
  const { page, menu } = await open(t, { languages: 'en-IN' });
  await page.evaluate(() => {
    const draw = window.requestAnimationFrame.bind(window);
    const held = [];
    window.requestAnimationFrame = (call) => held.push(call);
    window.drawAgain = () => {
      window.requestAnimationFrame = draw;
      held.forEach(draw);
    };
  });
  await menu.selectOption('ur');
  await page.locator('html[lang=ur] .changing').waitFor();
  await page.waitForTimeout(500);
  assert.equal(await page.locator('.changing').count(), 1);
  await page.evaluate(() => window.drawAgain());
  await untilIn(page, 'ur');
});

test('a language that can not be had later leaves the page as it is, and says so', async (t) => {
  const { page, menu, shown, recorder, checker } = await open(t, { languages: 'en-IN' });
  await checker.ledger.locator('summary').waitFor();
  await page.route('**/locales/**', (route) => route.abort());
  await menu.selectOption('ur');
  await page.getByRole('alert').getByText('That language could not be loaded.').waitFor();
  assert.equal(await menu.inputValue(), 'en');
  assert.deepEqual(await shown(), ['en', 'ltr']);
  assert.equal(page.url(), recorder.url);
  // It is in front of what it is above, until something is pressed.
  await page.locator('h1').click({ force: true });
  assert.equal(await page.getByRole('alert').count(), 0);
});

test('of two choices in a row the later one counts, and the menu never goes back', async (t) => {
  const { page, menu, shown } = await open(t, { languages: 'en-IN' });
  const hindi = await hold(page, '**/locales/hi-*');
  const urdu = await hold(page, '**/locales/ur-*');
  await menu.selectOption('hi');
  await hindi.firstAsked;
  await menu.selectOption('ur');
  await urdu.firstAsked;
  const [answer] = await Promise.all([page.waitForResponse('**/locales/hi-*'), hindi.release()]);
  await answer.finished();
  await page.waitForTimeout(200);
  assert.deepEqual([await menu.inputValue(), ...(await shown())], ['ur', 'en', 'ltr']);
  urdu.release();
  await untilIn(page, 'ur');
  assert.deepEqual([await menu.inputValue(), ...(await shown())], ['ur', 'ur', 'rtl']);
});
