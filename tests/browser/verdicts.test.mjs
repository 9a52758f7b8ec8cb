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
  assert.match(text, /in “Synthetic mobile numbers”\. Publisher: The Daily Example\. Date of the list: \d+ \w+ 20\d\d/);
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
