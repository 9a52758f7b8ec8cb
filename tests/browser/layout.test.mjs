// What readers do to a page to be able to use it: zoom, their own spacing, their own colours, no motion. And nothing that can be pressed
// moves by itself.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture } from './support/fixture.mjs';
import { cutOff } from './support/readable.mjs';
import { statesOf } from './support/states.mjs';

const made = fixture(async (publisher) => ({
  mobile: await publisher.mobile(),
  aadhaar: await publisher.aadhaar(),
}));

/** What has the focus is on the screen, and nothing is in front of it; gives what it is. */
const focusSeen = (page) =>
  page.evaluate(() => {
    const node = document.activeElement;
    const { left, top, width, height } = node.getBoundingClientRect();
    const y = Math.max(top, 0) + Math.min(height, innerHeight - Math.max(top, 0)) / 2;
    const inFront = document.elementFromPoint(left + width / 2, y);
    const seen = top < innerHeight && top + height > 0 && (node.contains(inFront) || inFront?.contains(node));
    return `${node.localName}${seen ? '' : ' is not to be seen'}`;
  });

// WCAG 1.4.10 means a screen of 1280 x 1024 at 400%.
for (const [zoom, width, height] of [
  [200, 640, 512],
  [400, 320, 256],
]) {
  test(`at ${zoom}%, by keyboard: what has the focus is seen, and nothing is cut off`, async (t) => {
    const { page, checker } = await made.open(t, undefined, { context: { viewport: { width, height } } });
    await checker.kindButton('mobile').focus();
    assert.equal(await focusSeen(page), 'button');
    await page.keyboard.press('Enter');
    assert.equal(await focusSeen(page), 'input');
    await page.keyboard.type('98765', { delay: 10 });
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    assert.equal(await focusSeen(page), 'div');
    assert.deepEqual(await cutOff(page), []);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.equal(await focusSeen(page), 'input');
    await page.keyboard.press('Control+A');
    await page.keyboard.type(made.lists.mobile.members[0]);
    await page.keyboard.press('Enter');
    await checker.readVerdict();
    assert.equal(await focusSeen(page), 'h2');
    assert.ok((await checker.heading.boundingBox()).y >= 0, 'it is seen from its beginning');
    assert.deepEqual(await cutOff(page), []);
    for (let stops = 0; (await page.evaluate(() => document.activeElement.localName)) !== 'summary'; stops += 1) {
      assert.ok(stops < 30, 'the ledger can be reached');
      await page.keyboard.press('Tab');
      assert.doesNotMatch(await focusSeen(page), /not to be seen/);
    }
  });
}

test('in forced colours: everything that can be pressed, a verdict and the progress have edges, and the focus is seen', async (t) => {
  const opened = await made.open(t, undefined, { context: { forcedColors: 'active' } });
  const { page, checker } = opened;
  const withoutEdges = () =>
    page.evaluate(() => {
      const canvas = getComputedStyle(document.documentElement).backgroundColor;
      const hasEdge = ({ borderTopStyle, borderTopWidth, borderTopColor }) =>
        borderTopStyle === 'solid' && parseFloat(borderTopWidth) >= 1 && borderTopColor !== canvas;
      // Those that look like links are underlined instead.
      return [...document.querySelectorAll('button, #number, select, .notice, .verdict, .error-summary, .urgent, .offer')]
        .filter((node) => node.checkVisibility())
        .filter((node) => !hasEdge(getComputedStyle(node)) && getComputedStyle(node).textDecorationLine !== 'underline')
        .map((node) => node.className || node.id);
    });
  const focusRing = () =>
    page.evaluate(() => {
      const { outlineStyle, outlineWidth, outlineColor, backgroundColor } = getComputedStyle(document.activeElement);
      return outlineStyle === 'solid' && parseFloat(outlineWidth) >= 2 && outlineColor !== backgroundColor;
    });
  const states = statesOf(made);
  for (const state of ['start', 'bad_input', 'checking', 'found_mobile', 'whole_list_offer']) {
    await checker.open(opened.recorder.url);
    await states[state](opened);
    assert.deepEqual(await withoutEdges(), [], state);
    if (state === 'checking') {
      const bar = page.locator('.progress progress');
      assert.ok((await bar.boundingBox()).height >= 8);
    }
    await page.keyboard.press('Tab');
    assert.equal(await focusRing(), true, state);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  }
});

test('for those who want less motion, nothing moves', async (t) => {
  const opened = await made.open(t, undefined, { context: { reducedMotion: 'reduce' } });
  const { page } = opened;
  await statesOf(made).checking(opened);
  await page.locator('.progress p').waitFor();
  assert.equal(await page.locator('.progress progress').isVisible(), false);
  assert.deepEqual(await page.evaluate(() => document.getAnimations().map(({ animationName }) => animationName)), []);
});

for (const locale of ['en-IN', 'ta-IN', 'ur-IN']) {
  test(`nothing that can be pressed moves while the page loads, ${locale}`, async (t) => {
    const { page } = await made.open(t, undefined, {
      context: { locale },
      beforeOpen: ({ page: opening }) =>
        opening.addInitScript(() => {
          window.moved = [];
          new PerformanceObserver((entries) => {
            for (const { sources } of entries.getEntries()) {
              for (const { node, previousRect, currentRect } of sources) {
                if (node?.querySelector?.('button')) window.moved.push(`${node.localName}: ${previousRect.y} to ${currentRect.y}`);
              }
            }
          }).observe({ type: 'layout-shift', buffered: true });
        }),
    });
    await page.locator('.notice.test').waitFor();
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
    assert.deepEqual(await page.evaluate(() => window.moved), []);
  });
}

for (const locale of ['en-IN', 'ml-IN', 'ta-IN', 'ur-IN']) {
  test(`above a keyboard, field and button are seen together, and nothing that is said moves them, ${locale}`, async (t) => {
    const { page, checker } = await made.open(t, undefined, { context: { locale, viewport: { width: 360, height: 400 } } });
    const submit = page.locator('button.primary');
    const [digits] = made.lists.mobile.members;
    await page.locator('button.choice').first().click();
    await page.locator('.list-card').waitFor();
    const places = () =>
      page.evaluate(() =>
        ['#number', '.tools', 'button.primary'].map((selector) => {
          const { top, bottom } = document.querySelector(selector).getBoundingClientRect();
          return { top: top + scrollY, seen: top >= 0 && bottom <= innerHeight };
        }),
      );
    const before = await places();
    const look = async (state) => assert.deepEqual([state, ...(await places())], [state, ...before]);
    assert.deepEqual(before.map(({ seen }) => seen), [true, true, true]);
    const said = async (state, typed) => {
      await checker.type(typed);
      await page.locator('#number-message:not(:empty)').waitFor();
      await look(state);
    };
    await said('a hint', digits.slice(0, 7));
    await said('complete', digits);
    const { y, height } = await checker.message.boundingBox();
    // Nastaliq is too tall for that.
    if (locale !== 'ur-IN') assert.ok(y + height <= 400, 'what is said is seen, too');
    await said('a number of the other kind', made.lists.aadhaar.members[0]);
    await page.locator('.suggestion button').waitFor();
    await look('an offer to take it for the other kind');
    await checker.number.evaluate((field) => field.blur());
    await page.locator('#number[aria-invalid]').waitFor();
    await look('an error');
    // What takes the focus may scroll.
    const tops = async () => (await places()).map(({ top }) => top);
    await submit.press('Enter');
    await page.getByRole('alert').waitFor();
    assert.deepEqual(await tops(), before.map(({ top }) => top), 'a summary');
    await page.getByRole('alert').getByRole('link').click();
    await look('back in the field');
  });
}

for (const locale of ['en-IN', 'ml-IN', 'ur-IN']) {
  for (const [missing, left] of [[0, 1], [1, 0]]) {
    test(`a kind without a list goes from the question when that is known, and the other stays where it is, ${missing}, ${locale}`, async (t) => {
      let release;
      const released = new Promise((resolve) => {
        release = resolve;
      });
      // The site has had both when it was built.
      const { page, checker } = await made.open(t, undefined, {
        context: { locale },
        beforeOpen: ({ page: p }) =>
          p.route('**/pins.json', async (route) => {
            await released;
            const response = await route.fetch();
            const pins = await response.json();
            await route.fulfill({ response, json: { ...pins, lists: [pins.lists[left]] } });
          }),
      });
      const answers = page.getByRole('group').getByRole('button');
      assert.equal(await answers.count(), 2);
      const before = await answers.nth(left).boundingBox();
      release();
      await page.locator('.no-list').waitFor();
      await page.locator('.notice.test').waitFor();
      assert.equal(await answers.count(), 1);
      assert.deepEqual(await answers.first().boundingBox(), before);
      await answers.first().click();
      await checker.number.waitFor();
    });
  }
}
