// Members are found, others are not, whatever form the number is typed in, and the page says what that means.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture } from './support/fixture.mjs';

const made = fixture(async (publisher) => ({
  mobile: await publisher.mobile(),
  aadhaar: await publisher.aadhaar(),
}));

const inScript = (digits, zero) => [...digits].map((digit) => String.fromCodePoint(zero + Number(digit))).join('');
const kDevanagariZero = 0x966;
const kTamilZero = 0xbe6;
const kFullWidthZero = 0xff10;

/** Ways to write one number. */
const forms = {
  mobile: [
    (n) => n,
    (n) => `+91 ${n.slice(0, 5)} ${n.slice(5)}`,
    (n) => `0${n}`,
    (n) => `0091-${n.slice(0, 5)}-${n.slice(5)}`,
    (n) => `(+91) ${n.slice(0, 3)}.${n.slice(3, 6)}.${n.slice(6)}`,
    (n) => inScript(n, kDevanagariZero),
    (n) => inScript(n, kTamilZero),
  ],
  aadhaar: [
    (n) => n,
    (n) => `${n.slice(0, 4)} ${n.slice(4, 8)} ${n.slice(8)}`,
    (n) => `${n.slice(0, 4)}\u00a0${n.slice(4, 8)}-${n.slice(8)}`,
    (n) => inScript(n, kDevanagariZero),
    (n) => inScript(n, kFullWidthZero),
  ],
};

for (const kind of ['mobile', 'aadhaar']) {
  for (const [who, outcome] of [
    ['members', 'found'],
    ['others', 'not_found'],
  ]) {
    test(`${kind}: ${who} are ${outcome}`, async (t) => {
      const { checker, seen, recorder, page } = await made.open(t);
      for (const [i, form] of forms[kind].entries()) {
        // Each in a sitting of its own, since several numbers in one would be too telling.
        if (i > 0) await checker.open(recorder.url);
        const verdict = await checker.check(kind, form(made.lists[kind][who][i]));
        assert.deepEqual([i, verdict.outcome, verdict.codes], [i, outcome, []]);
      }
      assert.match(await page.locator('body').innerText(), /Test list/);
      assert.deepEqual(seen.trouble, []);
    });
  }
}

test('a found number comes with its source, the chance of coincidence and what to do', async (t) => {
  const { checker, page, site } = await made.open(t);
  await checker.check('mobile', made.lists.mobile.members[0]);
  const text = await checker.verdict.innerText();
  assert.match(text, /^(Test list\s+)?This mobile number is in a list of leaked numbers\n/);
  assert.match(text, /in “Synthetic mobile numbers”\. Publisher: The Daily Example\. Date of the list: \d+ \w+ 20\d\d/);
  // What frightens less and what is urgent come before what is only to be known.
  const order = [/not your fault/, /What to do now/, /Call 1930/, /Know Your Mobile Connections/, /Publisher:/, /wrong by chance/];
  const places = order.map((words) => text.search(words));
  assert.deepEqual(places, [...places].sort((a, b) => a - b));
  const [, whole] = /in about 1 of ([\d,]+) such answers/.exec(text);
  const { entries, p } = await site.lists.mobile.manifestFields();
  const expected = 1 + entries / (1.1e9 / 2 ** p);
  assert.ok(Math.abs(Number(whole.replaceAll(',', '')) / expected - 1) < 0.05, `${whole}, and not ${expected}`);
  assert.match(text, /not your fault/);
  const links = await checker.verdict.getByRole('link').evaluateAll((all) => all.map((a) => [a.href, a.rel]));
  const addresses = links.map(([href]) => href);
  assert.ok(addresses.indexOf('tel:1930') < addresses.indexOf('https://cybercrime.gov.in/'));
  assert.ok(addresses.includes('https://sancharsaathi.gov.in/'));
  for (const [href, rel] of links) if (href.startsWith('http')) assert.equal(rel, 'noopener noreferrer');
  assert.equal(await page.evaluate(() => document.activeElement === document.querySelector('.verdict h2')), true);
});

test('an Aadhaar number that is found comes with the steps for Aadhaar', async (t) => {
  const { checker } = await made.open(t);
  await checker.check('aadhaar', made.lists.aadhaar.members[0]);
  const text = await checker.verdict.innerText();
  for (const words of [/biometrics/, /virtual ID/, /authentication history/, /1947/, /1930/]) assert.match(text, words);
});

test('not found is dated and promises nothing', async (t) => {
  const { checker } = await made.open(t);
  const { heading } = await checker.check('mobile', made.lists.mobile.others[0]);
  assert.equal(heading, 'This mobile number is not in this list');
  const text = await checker.verdict.innerText();
  assert.match(text, /We looked in “Synthetic mobile numbers”\. .* Date of the list: \d+ \w+ 20\d\d/);
  assert.match(text, /does not mean that the number is safe/);
  assert.match(text, /If one digit is wrong, this answer is about another number/);
  assert.match(text, /Call 1930 at once/);
});

test('what to do begins on the first screen of the answer, in every language', async (t) => {
  const { checker, page, recorder } = await made.open(t, undefined, { context: { viewport: { width: 360, height: 640 } } });
  const languages = await page.locator('select option').evaluateAll((options) => options.map(({ value }) => value));
  const below = [];
  for (const kind of ['mobile', 'aadhaar']) {
    await checker.open(recorder.url);
    await checker.speak('en');
    await checker.check(kind, made.lists[kind].members[0]);
    for (const language of languages) {
      await checker.speak(language);
      const top = async (place) => (await place.boundingBox()).y;
      const answer = await top(checker.heading);
      const firstStep = await top(checker.verdict.locator('.steps li').first());
      // With room for its first line.
      if (firstStep - answer > 640 - 28) below.push(`${kind}, ${language}: ${Math.round(firstStep - answer)} px down`);
    }
  }
  assert.deepEqual(below, []);
});

const kLong = ['--published', '2025-01-01T00:00:00Z', '--valid-until', '2025-02-01T00:00:00Z'];
/** Two lists that answer, and two that can't. */
async function partlyDead() {
  const publish = (name, rest) => made.publisher.publish(name, { kind: 'aadhaar', count: 40, ...rest });
  return {
    first: made.lists.aadhaar,
    second: await publish('second', { seed: 2 }),
    withdrawn: await publish('withdrawn', { options: ['--withdrawn'] }),
    expired: await publish('expired', { options: kLong }),
  };
}

/** How a list's answer looks, but for its colours and its words. */
const looksOf = (cards) =>
  cards.evaluateAll((all) =>
    all.map((card) => {
      const { borderTopStyle, borderTopWidth } = getComputedStyle(card);
      const marks = [...card.querySelectorAll('svg')];
      const canvas = getComputedStyle(document.body).backgroundColor;
      const drawn = marks.filter((mark) => mark.checkVisibility() && mark.ariaHidden === 'true' && getComputedStyle(mark).color !== canvas);
      return {
        outcome: card.classList[1],
        shape: drawn.map((mark) => [...mark.querySelectorAll('path')].map((path) => path.getAttribute('d')).join()).join(' and '),
        edge: `${borderTopStyle} ${borderTopWidth}`,
        words: card.querySelector('.finding')?.textContent,
        colours: drawn.map((mark) => getComputedStyle(mark).color === getComputedStyle(document.body).color),
        apart: marks.every((mark) => mark.getBoundingClientRect().right <= mark.nextElementSibling.getBoundingClientRect().left),
      };
    }),
  );

test('not found in some lists, while others can\'t be searched: all of the heading says so, and no card looks like another', async (t) => {
  const { checker, page, recorder, seen } = await made.open(t, await partlyDead());
  const { outcome, heading, codes } = await checker.check('aadhaar', made.lists.aadhaar.others[0]);
  assert.equal(outcome, 'could_not_tell');
  assert.equal(
    heading,
    'The answer is incomplete: 2 lists could not be searched. This Aadhaar number is not in the 2 lists that could be searched.',
  );
  assert.deepEqual(codes, ['withdrawn', 'expired']);
  const text = await checker.verdict.innerText();
  assert.match(text, /The number can also be in a list that could not be searched\./);
  assert.match(text, /does not mean that the number is safe/);
  for (const words of [/Synthetic Aadhaar numbers\s+The publisher has taken the list back/, /Synthetic Aadhaar numbers\s+The list has expired/]) {
    assert.match(text, words);
  }
  // Nothing that a reader can do will bring these back.
  assert.equal(await page.getByRole('button', { name: 'Try again' }).count(), 0);
  const places = [/The answer is incomplete/, /Call 1930/, /Come back later/, /We looked in/, /The publisher has taken the list back/].map((words) => text.search(words));
  assert.deepEqual(places, [...places].sort((a, b) => a - b));

  // Whoever reads the largest words only has read that it is incomplete, in any language.
  for (const language of await page.locator('select option').evaluateAll((options) => options.map(({ value }) => value))) {
    await checker.speak(language);
    const lines = await checker.heading.locator('.finding').evaluateAll((all) =>
      all.map((line) => {
        const { fontSize, fontWeight, color } = getComputedStyle(line);
        return { size: [fontSize, fontWeight, color].join(), words: line.textContent, seen: line.checkVisibility() };
      }),
    );
    assert.equal(lines.length, 2, language);
    const [incomplete, absent] = lines;
    assert.equal(incomplete.size, absent.size, language);
    assert.notEqual(incomplete.words, absent.words, language);
    for (const line of lines) assert.match(line.words, /2/, language);
  }
  await checker.speak('en');

  await checker.open(recorder.url);
  const found = await checker.check('aadhaar', made.lists.aadhaar.members[0]);
  assert.deepEqual([found.outcome, found.heading], ['found', 'This Aadhaar number is in 1 of 2 lists of leaked numbers']);
  assert.match(await checker.verdict.innerText(), /The answer is incomplete: 2 lists could not be searched/);
  const cards = page.locator('.list-verdict');
  for (const media of [{}, { forcedColors: 'active' }]) {
    await page.emulateMedia({ forcedColors: null, ...media });
    const looks = await looksOf(cards);
    assert.deepEqual(looks.map((look) => look.outcome), ['found', 'not_found', 'could_not_tell', 'could_not_tell']);
    assert.ok(looks.every((look) => look.apart), 'no sign is in front of words');
    if (media.forcedColors) assert.ok(looks.every(({ colours }) => colours.every(Boolean)), 'signs are in the reader\'s own colour');
    for (const what of ['shape', 'edge', 'words']) {
      const different = new Set(looks.slice(0, 3).map((look) => look[what]));
      assert.equal(different.size, 3, `${what}: ${[...different].join('; ')}`);
      assert.ok(!different.has('') && !different.has(undefined), what);
      assert.equal(looks[2][what], looks[3][what]);
    }
  }
  assert.deepEqual(seen.trouble, []);
});

test('no list can be searched: neither a yes nor a no, what to do before the lists, and no "try again"', async (t) => {
  const { withdrawn, expired } = await partlyDead();
  const { checker, page } = await made.open(t, { withdrawn, expired });
  const { outcome, heading } = await checker.check('aadhaar', made.lists.aadhaar.others[0]);
  assert.deepEqual([outcome, heading], ['could_not_tell', 'We could not tell if the number is in a list']);
  const text = await checker.verdict.innerText();
  const places = [/neither a yes nor a no/, /Call 1930/, /Come back later/, /The publisher has taken the list back/, /The list has expired/].map((words) => text.search(words));
  assert.deepEqual(places, [...places].sort((a, b) => a - b));
  assert.ok(places.every((place) => place >= 0), places.join());
  assert.equal(await page.getByRole('button', { name: 'Try again' }).count(), 0);
});

test('a number of the other kind is not looked up but explained', async (t) => {
  const { checker, page, recorder } = await made.open(t);
  await checker.chooseKind('mobile');
  recorder.clear();
  await checker.type(made.lists.aadhaar.members[0]);
  await checker.submit();
  const summary = page.getByRole('alert');
  await summary.getByRole('link', { name: /looks like an Aadhaar number/ }).click();
  assert.equal(await checker.number.evaluate((field) => field === document.activeElement), true);
  assert.equal(new URL(page.url()).hash, '');
  assert.deepEqual(recorder.paths(), []);
});
