// The browser's own "Back" and "Forward", reloading, and what is left for the next person on this phone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture } from './support/fixture.mjs';
import { kAllowed } from './support/offline.mjs';

const made = fixture(async (publisher) => ({
  mobile: await publisher.mobile(),
  aadhaar: await publisher.aadhaar(),
}));

const question = ({ page }) => page.getByRole('heading', { name: 'Which number do you want to check?' });

/** What the browser remembers of the page: where it is, and how deep. */
const entry = (page) => page.evaluate(() => [location.href, history.state, history.length]);

/** The depth that the browser has arrived at. */
const arrived = (page, depth) => page.waitForFunction((wanted) => (history.state ?? 0) === wanted, depth);

/** Nothing on the page, seen or not, that is of a verdict. */
async function assertNoVerdict({ page, checker }) {
  assert.equal(await checker.verdict.count(), 0);
  assert.equal(await page.getByRole('status').textContent(), '');
}

test('back goes a step back: from the verdict to the number, from there to the question, and then away', async (t) => {
  const opened = await made.open(t);
  const { checker, page, recorder } = opened;
  const [, , before] = await entry(page);
  const [digits] = made.lists.mobile.members;
  await checker.check('mobile', digits);
  assert.deepEqual(await entry(page), [recorder.url, 2, before + 2]);
  await page.goBack();
  await checker.verdict.waitFor({ state: 'detached' });
  await assertNoVerdict(opened);
  assert.equal(await checker.number.inputValue(), digits);
  assert.equal(await checker.number.evaluate((field) => field === document.activeElement), true);
  // There is nothing to go forward to.
  await page.goForward();
  await arrived(page, 1);
  await assertNoVerdict(opened);
  await page.goBack();
  await question(opened).waitFor();
  assert.equal(await checker.number.inputValue(), '');
  assert.equal(await checker.readAs.textContent(), '');
  assert.equal(await question(opened).evaluate((node) => node === document.activeElement), true);
  await page.goForward();
  await arrived(page, 0);
  assert.equal(await checker.number.isVisible(), false);
  await page.goBack();
  assert.equal(page.url(), 'about:blank');
});

test("the page's own ways back are the browser's: none leaves an entry of its own behind", async (t) => {
  const opened = await made.open(t);
  const { checker, page, recorder } = opened;
  const [, , before] = await entry(page);
  await checker.check('mobile', made.lists.mobile.members[0]);
  // A number that is edited is at the number's step again.
  await checker.type('9');
  await arrived(page, 1);
  await checker.check('mobile', made.lists.mobile.members[0]);
  await checker.another();
  await arrived(page, 0);
  await checker.check('aadhaar', made.lists.aadhaar.members[0]);
  await arrived(page, 2);
  await checker.press('Back');
  await arrived(page, 0);
  await question(opened).waitFor();
  assert.deepEqual(await entry(page), [recorder.url, null, before + 2]);
});

test('loaded again at a verdict: the first step, which "Back" leaves', async (t) => {
  const opened = await made.open(t);
  const { checker, page } = opened;
  await checker.check('mobile', made.lists.mobile.members[0]);
  await page.reload();
  await question(opened).waitFor();
  await arrived(page, 0);
  assert.equal(await checker.number.inputValue(), '');
  await page.goBack();
  assert.equal(page.url(), 'about:blank');
});

test('loaded again because what was stored is deleted: the first step, too', async (t) => {
  const { checker, page } = await made.open(t, { aadhaar: made.lists.aadhaar }, kAllowed);
  await checker.keep('aadhaar');
  await checker.openOffline();
  await checker.press('Delete the stored lists');
  await page.locator('p.notice', { hasText: 'Nothing is stored on this device now.' }).waitFor();
  await arrived(page, 0);
  await page.goBack();
  assert.equal(page.url(), 'about:blank');
});

test('a page that is kept for coming back has nothing of who left: not even to be heard', async (t) => {
  const opened = await made.open(t);
  const { checker, page } = opened;
  await checker.chooseKind('mobile');
  const [digits] = made.lists.mobile.members;
  /** Leaves and comes back as the browser's back/forward cache does it; gives what is there meanwhile, and what is heard later. */
  const leave = () =>
    page.evaluate(async () => {
      window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
      const texts = () => ['[role=status]', '#number-message', '.read-as', '.suggestion', '.verdict', '[role=alert]'].map(
        (selector) => document.querySelector(selector)?.textContent ?? '',
      );
      const atOnce = [...texts(), document.querySelector('#number').value, document.title];
      // Longer than the longest announcement waits.
      await new Promise((resolve) => setTimeout(resolve, 1200));
      const later = texts();
      window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
      return [...atOnce, ...later].join('');
    });
  const kTitle = 'Check your number: Selfcheck';
  await checker.number.pressSequentially(digits);
  await checker.message.getByText('The number is complete.').waitFor();
  assert.equal(await leave(), kTitle, 'while an announcement waits');
  await checker.chooseKind('mobile');
  await checker.type(digits.slice(1));
  await checker.submit();
  await page.getByRole('alert').waitFor();
  assert.equal(await leave(), kTitle, 'with a mistake on the screen');
  await checker.check('mobile', digits);
  assert.equal(await leave(), kTitle, 'with a verdict on the screen');
  await arrived(page, 0);
});

test('a verdict that was announced is silent as soon as the number is another', async (t) => {
  const { checker, page } = await made.open(t);
  const status = page.getByRole('status');
  // The reader of a frame has gone on to the page around it: there the verdict can't take the focus, and is announced.
  await page.addInitScript(() => {
    Object.defineProperty(window, 'parent', { value: {} });
    window.addEventListener('focus', (event) => event.stopImmediatePropagation());
  });
  await page.reload();
  for (const change of [
    () => checker.type('9'),
    () => checker.press('Clear'),
    () => checker.press('Back'),
    () => checker.speak('hi'),
  ]) {
    await checker.chooseKind('mobile');
    await checker.type(made.lists.mobile.members[0]);
    await page.evaluate(() => window.dispatchEvent(new Event('blur')));
    await checker.submit();
    const heading = await checker.heading.textContent();
    await status.getByText(heading).waitFor();
    await change();
    assert.notEqual(await status.textContent(), heading);
  }
});

test('a site with lists of one kind asks once at the most, and "Back" leads to what was there', async (t) => {
  const opened = await made.open(t, { mobile: made.lists.mobile });
  const { checker, page } = opened;
  await checker.check('mobile', made.lists.mobile.members[0]);
  await checker.another();
  // Nothing else can be answered.
  assert.equal(await checker.number.evaluate((field) => field === document.activeElement), true);
  assert.equal(await page.getByRole('button', { name: 'Back' }).count(), 0);
  await arrived(page, 0);
  await checker.check('mobile', made.lists.mobile.others[0]);
  await page.goBack();
  await checker.verdict.waitFor({ state: 'detached' });
  assert.equal(await checker.number.inputValue(), made.lists.mobile.others[0]);
  await page.goBack();
  assert.equal(page.url(), 'about:blank');
});
