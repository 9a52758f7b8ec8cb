// Nothing moves on the check that the reader has not moved: what comes late has its room, or is where nothing is seen of it. Every flow, on a phone with
// a slow processor and on a wide screen.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fixture } from './support/fixture.mjs';
import { hold } from './support/hold.mjs';
import { assertStill, watch } from './support/shifts.mjs';
import { statesOf } from './support/states.mjs';

const made = fixture(async (publisher) => ({
  mobile: await publisher.mobile(),
  aadhaar: await publisher.aadhaar(),
}));

/** How long something takes that must not come while the browser takes what moves for the effect of a press, in milliseconds. */
const kLateMs = 700;

/** Options of `open`: every answer comes late. */
const kLateAnswers = {
  beforeOpen: ({ page }) => page.route('**/buckets/**', (route) => sleep(kLateMs).then(() => route.continue())),
};

/** A site in a page that is watched from its first moment on. */
async function open(t, viewport, { locale = 'en-IN', lists = made.lists, beforeOpen } = {}) {
  return made.open(t, lists, {
    context: { locale, viewport },
    beforeOpen: async (opened) => {
      await watch(opened);
      await beforeOpen?.(opened);
    },
  });
}

for (const viewport of [
  { width: 360, height: 740 },
  { width: 1280, height: 800 },
]) {
  const { width } = viewport;

  for (const locale of ['en-IN', 'ta-IN', 'ur-IN']) {
    test(`the start, with lists and code that come late, ${width} px, ${locale}`, async (t) => {
      const held = [];
      const { page, checker } = await open(t, viewport, {
        locale,
        beforeOpen: async ({ page: p }) => {
          for (const file of ['**/pins.json', '**/later-*.js']) held.push(await hold(p, file));
        },
      });
      await assertStill(page, 'before the lists');
      held[0].release();
      await page.locator('.covered .strong').first().waitFor();
      await assertStill(page, 'the lists');
      held[1].release();
      await checker.untilWhole();
      await assertStill(page, 'the ledger');
    });
  }

  test(`one kind of list only, ${width} px`, async (t) => {
    const { page, checker } = await open(t, viewport, { lists: { mobile: made.lists.mobile } });
    await checker.untilWhole();
    await assertStill(page, 'the start');
  });

  test(`typing, and lists that come when the kind is chosen already, ${width} px`, async (t) => {
    let held;
    const { page, checker } = await open(t, viewport, {
      beforeOpen: async ({ page: p }) => {
        held = await hold(p, '**/current.minisig');
      },
    });
    await checker.answerKind('mobile');
    await checker.number.pressSequentially(made.lists.mobile.members[0].slice(0, 7));
    await checker.message.filter({ hasText: '3' }).waitFor();
    held.release();
    await page.locator('.list-card').waitFor();
    await assertStill(page, 'the lists');
    await checker.type(made.lists.mobile.members[0]);
    await checker.readAs.waitFor();
    await checker.untilWhole();
    await assertStill(page, 'a whole number');
  });

  for (const kind of ['mobile', 'aadhaar']) {
    test(`code that comes when the kind is chosen already, ${kind}, ${width} px`, async (t) => {
      let held;
      const { page, checker } = await open(t, viewport, {
        beforeOpen: async ({ page: p }) => {
          held = await hold(p, '**/later-*.js');
        },
      });
      await checker.chooseKindEarly(kind);
      await sleep(kLateMs);
      held.release();
      await checker.untilWhole();
      await assertStill(page, 'the code');
    });
  }

  const flows = ['bad_input', 'checking', 'found_mobile', 'found_aadhaar', 'not_found', 'could_not_tell', 'found_in_some', 'not_found_in_some', 'ledger'];
  for (const flow of flows) {
    test(`${flow}, ${width} px`, async (t) => {
      const opened = await open(t, viewport, kLateAnswers);
      const { page } = opened;
      await statesOf(made)[flow](opened);
      // The ledger is drawn once more, a moment after what it tells of.
      await sleep(kLateMs);
      await assertStill(page, flow);
    });
  }

  test(`check after check, until whole lists are offered, ${width} px`, async (t) => {
    const { page, checker } = await open(t, viewport, kLateAnswers);
    const { members, others } = made.lists.mobile;
    for (const digits of others.slice(0, 4)) {
      await checker.check('mobile', digits);
      await assertStill(page, 'a check');
      await checker.another();
      // Each check is a flow of its own.
      await page.evaluate(() => {
        window.shifts = [];
      });
    }
    await checker.chooseKind('mobile');
    await checker.type(members[0]);
    await checker.submit();
    await page.locator('.offer h2:focus').waitFor();
    await sleep(kLateMs);
    await assertStill(page, 'the offer');
  });

  test(`another language, ${width} px`, async (t) => {
    const { page, checker } = await open(t, viewport);
    await checker.untilWhole();
    for (const language of ['ta', 'ur', 'en']) {
      // Each choice is a flow of its own. From right to left the header is the other way round.
      await page.evaluate(() => {
        window.shifts = [];
      });
      await checker.speak(language);
      await assertStill(page, language);
    }
  });
}
