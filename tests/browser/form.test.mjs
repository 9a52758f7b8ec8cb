// Typing: hints that help, errors that lead to the field, and nothing that needs a mouse.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stopClock } from './support/clock.mjs';
import { fixture } from './support/fixture.mjs';
import { syntheticNumbers } from './support/synthetic.mjs';

const made = fixture(async (publisher) => ({
  mobile: await publisher.publish('mobile', { kind: 'mobile', count: 20 }),
  aadhaar: await publisher.aadhaar(),
}));

const isFocused = (locator) => locator.evaluate((node) => node === document.activeElement);

test('while typing: how many digits are missing, and when the number is complete', async (t) => {
  const { checker } = await made.open(t);
  const digits = made.lists.aadhaar.members[0];
  await checker.chooseKind('aadhaar');
  await checker.number.pressSequentially(digits.slice(0, 9));
  await checker.message.getByText('3 more digits').waitFor();
  await checker.number.pressSequentially(digits.slice(9, 11));
  await checker.message.getByText('1 more digit').waitFor();
  await checker.number.pressSequentially(digits.slice(11));
  await checker.message.getByText('The number is complete.').waitFor();
  assert.equal(await checker.number.getAttribute('aria-invalid'), null);
  // As it was understood, before anything is checked.
  const groups = `${digits.slice(0, 4)} ${digits.slice(4, 8)} ${digits.slice(8)}`;
  assert.equal(await checker.readAs.innerText(), `This number will be checked: ${groups}`);
});

test('a number in another script, or with a prefix, is shown back in Latin digits; a hidden one is not', async (t) => {
  const { checker, page } = await made.open(t);
  const [digits] = made.lists.mobile.members;
  const groups = `${digits.slice(0, 5)} ${digits.slice(5)}`;
  await checker.chooseKind('mobile');
  const tamil = [...digits].map((digit) => String.fromCodePoint(0xbe6 + Number(digit))).join('');
  for (const typed of [tamil, `+91-${digits}`, `0${digits}`, `0091 ${digits}`]) {
    await checker.type(typed);
    await checker.readAs.getByText(groups).waitFor();
    await checker.type(typed.slice(0, -1));
    await checker.message.getByText('1 more digit').waitFor();
    assert.equal(await checker.readAs.isVisible(), false);
  }
  await checker.type(digits);
  await checker.readAs.getByText(groups).waitFor();
  await page.getByRole('button', { name: 'Hide number' }).click();
  assert.equal(await checker.readAs.isVisible(), false);
});

test('an Aadhaar number where a mobile number was asked for, and the reverse: one press puts it right', async (t) => {
  const { checker, page } = await made.open(t);
  const [aadhaarMember] = made.lists.aadhaar.members;
  await checker.chooseKind('mobile');
  await checker.number.pressSequentially(aadhaarMember);
  await checker.message.getByText('This looks like an Aadhaar number.').waitFor();
  await page.getByRole('button', { name: 'Check it as an Aadhaar number' }).click();
  assert.equal(await isFocused(page.getByLabel('What is your Aadhaar number?')), true);
  await checker.message.getByText('The number is complete.').waitFor();
  await checker.submit();
  assert.equal((await checker.readVerdict()).outcome, 'found');

  // Ten digits are an unfinished Aadhaar number too: then it is only offered.
  const [mobileMember] = made.lists.mobile.members;
  await checker.type(mobileMember);
  await checker.message.getByText('2 more digits').waitFor();
  await page.getByRole('button', { name: 'Check it as a mobile number' }).click();
  await checker.readAs.getByText(mobileMember.slice(5)).waitFor();
  await checker.submit();
  assert.equal((await checker.readVerdict()).outcome, 'found');
});

test('a slow press is not lost to an error that comes up under it', async (t) => {
  const { checker, page } = await made.open(t, undefined, { beforeOpen: ({ page: p }) => p.clock.install() });
  const [aadhaarMember] = made.lists.aadhaar.members;
  await checker.chooseKind('mobile');
  // Two seconds, by the page's clock.
  const pressSlowly = async (button) => {
    const { x, y, width, height } = await button.boundingBox();
    await page.mouse.move(x + width / 2, y + height / 2);
    await stopClock(page);
    await page.mouse.down();
    await page.clock.runFor(2000);
    await page.mouse.up();
    await page.clock.resume();
  };
  await checker.number.pressSequentially(aadhaarMember);
  const other = page.getByRole('button', { name: 'Check it as an Aadhaar number' });
  await other.waitFor();
  await pressSlowly(other);
  await page.getByLabel('What is your Aadhaar number?').waitFor();
  await checker.type(aadhaarMember.slice(0, 7));
  await checker.message.getByText('5 more digits').waitFor();
  await pressSlowly(page.getByRole('button', { name: 'Check', exact: true }));
  await page.getByRole('alert').getByText('5 digits are missing').waitFor();
});

test('a wrong check digit is a hint while typing and an error on leaving the field', async (t) => {
  const { checker } = await made.open(t);
  const digits = made.lists.aadhaar.members[0];
  const wrong = digits.slice(0, 11) + String((Number(digits[11]) + 1) % 10);
  await checker.chooseKind('aadhaar');
  await checker.number.pressSequentially(wrong);
  await checker.message.getByText('A digit seems wrong').waitFor();
  assert.equal(await checker.number.getAttribute('aria-invalid'), null);
  await checker.number.press('Tab');
  await checker.message.getByText('One digit is wrong, or two digits have changed places').waitFor();
  assert.equal(await checker.number.getAttribute('aria-invalid'), 'true');
});

const [mobile] = syntheticNumbers('mobile', 1, 5);
const [aadhaar] = syntheticNumbers('aadhaar', 1, 5);
const half = mobile.slice(0, 5);

const mistakes = [
  ['mobile', '', /Type the number/],
  ['mobile', half, /5 digits are missing/],
  ['mobile', `${mobile}98`, /2 digits too many/],
  ['mobile', `5${mobile.slice(1)}`, /starts with 6, 7, 8 or 9/],
  ['mobile', `${half}abc10`, /letters/],
  ['mobile', `${half}XXXXX`, /hidden/],
  ['mobile', `${half}\u0967\u0968\u0969\u096a\u096b`, /two scripts/],
  ['mobile', `${half}!${half}`, /a sign in the number/],
  ['mobile', `-${mobile}`, /minus sign/],
  ['mobile', `(${mobile})`, /in brackets/],
  ['mobile', `${half}.${mobile.slice(5)}`, /look like a decimal/],
  ['mobile', `91 ${mobile.slice(0, 8)}`, /91 at the start is the country code/],
  ['mobile', '+44 7700 900123', /another country/], // of the range that Ofcom keeps for fiction
  ['aadhaar', `1${aadhaar.slice(1)}`, /never starts with 0 or 1/],
  ['aadhaar', `+91 ${mobile}`, /looks like a mobile number/],
  ['aadhaar', `${aadhaar}1234`, /virtual ID/],
  ['aadhaar', '9'.repeat(600), /too long|too many/],
];

for (const [kind, typed, message] of mistakes) {
  test(`a mistake in a number (${kind}, ${message}): the summary takes the focus and leads to the field`, async (t) => {
    const { checker, page, recorder } = await made.open(t);
    await checker.chooseKind(kind);
    recorder.clear();
    await checker.type(typed);
    await checker.submit();
    const summary = page.getByRole('alert');
    await summary.getByText(message).waitFor();
    assert.equal(await isFocused(summary), true);
    assert.match(await page.title(), /^Error: /);
    await summary.getByRole('link').click();
    assert.equal(await isFocused(checker.number), true);
    assert.match(await checker.message.textContent(), message);
    assert.equal(await checker.verdict.count(), 0);
    assert.deepEqual(recorder.paths(), []);
    await checker.type('1');
    assert.equal(await summary.count(), 0);
    assert.equal(await page.title(), 'Check your number: Selfcheck');
  });
}

test('keyboard only: choose, type, check, read, check another', async (t) => {
  const { page, checker } = await made.open(t);
  const { keyboard } = page;
  const tabTo = async (locator, limit) => {
    for (let i = 0; i < limit && !(await isFocused(locator)); i += 1) await keyboard.press('Tab');
    assert.equal(await isFocused(locator), true, String(locator));
  };
  // Past the link to the content, the site's name, the choice of language, how it works and the lists.
  await tabTo(checker.kindButton('mobile'), 7);
  await keyboard.press('Enter');
  assert.equal(await isFocused(checker.number), true);
  await keyboard.type(made.lists.mobile.members[0]);
  await keyboard.press('Enter');
  assert.equal((await checker.readVerdict()).outcome, 'found');
  assert.equal(await isFocused(checker.heading), true);
  // The next stop is in the verdict, and all of its links can be reached.
  await keyboard.press('Tab');
  assert.equal(await checker.verdict.evaluate((node) => node.contains(document.activeElement)), true);
  await tabTo(page.getByRole('link', { name: '1930' }), 3);
  await tabTo(page.getByRole('button', { name: 'Print these steps' }), 25);
  await tabTo(page.getByRole('button', { name: 'Check another number' }), 6);
  await keyboard.press('Enter');
  const question = page.getByRole('heading', { name: 'Which number do you want to check?' });
  assert.equal(await isFocused(question), true);
  await tabTo(checker.kindButton('aadhaar'), 2);
  await keyboard.press('Space');
  assert.equal(await isFocused(checker.number), true);
  assert.equal(await checker.number.inputValue(), '');
  await keyboard.type(made.lists.aadhaar.others[0]);
  // Past "Hide number" and "Clear".
  await tabTo(page.getByRole('button', { name: 'Check', exact: true }), 3);
  await keyboard.press('Space');
  assert.equal((await checker.readVerdict()).outcome, 'not_found');
  await tabTo(page.locator('.ledger summary'), 12);
  await keyboard.press('Enter');
  await page.locator('.requests li').first().waitFor();
  // Back to the number, by its own way.
  const back = page.getByRole('button', { name: 'Back' });
  for (let i = 0; i < 20 && !(await isFocused(back)); i += 1) await keyboard.press('Shift+Tab');
  await keyboard.press('Enter');
  assert.equal(await isFocused(question), true);
  assert.equal(await checker.verdict.count(), 0);
});

test('going back clears the number; clearing and hiding it do what they say', async (t) => {
  const { page, checker } = await made.open(t);
  await checker.chooseKind('mobile');
  await checker.type(half);
  await page.getByRole('button', { name: 'Hide number' }).click();
  assert.equal(await checker.number.evaluate((field) => getComputedStyle(field).webkitTextSecurity), 'disc');
  assert.equal(await checker.number.getAttribute('type'), 'text');
  await page.getByRole('button', { name: 'Show number' }).click();
  assert.equal(await checker.number.evaluate((field) => getComputedStyle(field).webkitTextSecurity), 'none');
  await checker.chooseKind('aadhaar');
  assert.equal(await checker.number.inputValue(), '');
  await checker.type('9999');
  await page.getByRole('button', { name: 'Clear' }).click();
  assert.equal(await checker.number.inputValue(), '');
  assert.equal(await isFocused(checker.number), true);
});

/** Everything that is said from now on to those who don't see the page. */
async function listen(page) {
  await page.getByRole('status').evaluate((status) => {
    window.said = [];
    new MutationObserver(() => window.said.push(status.textContent)).observe(status, { childList: true });
  });
  return { said: () => page.evaluate(() => window.said), last: () => page.getByRole('status').textContent() };
}

test('the progress of a check is announced, and the verdict takes the focus: nothing is left to be read beside it', async (t) => {
  const { page, checker } = await made.open(t);
  assert.equal(await page.getByRole('status').getAttribute('aria-live'), 'polite');
  const { said, last } = await listen(page);
  await checker.check('mobile', made.lists.mobile.others[0]);
  assert.ok((await said()).some((text) => /Checking on this device/.test(text)));
  assert.equal(await last(), '');
});

test('nothing is wider than a narrow screen, in any state', async (t) => {
  const { page, checker } = await made.open(t, undefined, { context: { viewport: { width: 320, height: 568 } } });
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.equal(await overflow(), 0);
  await checker.chooseKind('mobile');
  assert.equal(await overflow(), 0);
  await checker.check('mobile', made.lists.mobile.members[0]);
  await checker.openLedger();
  assert.equal(await overflow(), 0);
});
