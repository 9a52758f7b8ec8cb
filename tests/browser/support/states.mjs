// Knows every state that the page can be in, and how a reader gets there from a page that was just opened. `made` is a fixture with the
// lists `mobile` and `aadhaar`, whose pages are opened where service workers are allowed.
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { hold } from './hold.mjs';

const kOutOfDate = ['--published', '2025-01-01T00:00:00Z', '--valid-until', '2025-02-01T00:00:00Z'];

/** Puts two lists beside those of the open site, or in their place: one that its publisher has taken back and one that is out of date. */
async function addDeadLists(made, { site, page }, { alone = false } = {}) {
  const pins = [];
  for (const [name, options] of [
    ['withdrawn', ['--withdrawn']],
    ['expired', kOutOfDate],
  ]) {
    const { directory, pin } = await made.publisher.publish(name, { kind: 'aadhaar', count: 40, options });
    await cp(directory, join(site.directory, 'lists', name), { recursive: true });
    pins.push({ ...pin, id: name, url: `lists/${name}/` });
  }
  await withPins(page, (lists) => (alone ? pins : [...lists, ...pins]));
}

/** Opens the page anew with other pins than the site has. */
async function withPins(page, change) {
  await page.route('**/pins.json', async (route) => {
    const response = await route.fetch();
    const pins = await response.json();
    await route.fulfill({ response, json: { ...pins, lists: change(pins.lists) } });
  });
  await page.reload();
}

export function statesOf(made) {
  const mobile = () => made.lists.mobile;
  const aadhaar = () => made.lists.aadhaar;
  return {
    start: async () => {},
    kind_chosen: async ({ checker }) => checker.chooseKind('aadhaar'),
    typing: async ({ checker }) => {
      await checker.chooseKind('mobile');
      await checker.number.pressSequentially(mobile().members[0].slice(0, 7));
      await checker.message.filter({ hasText: '3' }).waitFor();
    },
    complete: async ({ checker }) => {
      await checker.chooseKind('aadhaar');
      await checker.type(aadhaar().members[0]);
      await checker.readAs.waitFor();
    },
    other_kind: async ({ checker, page }) => {
      await checker.chooseKind('mobile');
      await checker.type(aadhaar().members[0]);
      await page.locator('.suggestion button').waitFor();
    },
    bad_input: async ({ checker, page }) => {
      await checker.chooseKind('aadhaar');
      await checker.type(aadhaar().members[0].slice(0, 9));
      await checker.submit();
      await page.getByRole('alert').waitFor();
    },
    checking: async ({ checker, page }) => {
      await hold(page, '**/buckets/**');
      await checker.chooseKind('mobile');
      await checker.type(mobile().members[0]);
      await checker.submit();
      await page.locator('.progress').waitFor();
    },
    found_mobile: ({ checker }) => checker.check('mobile', mobile().members[0]),
    found_aadhaar: ({ checker }) => checker.check('aadhaar', aadhaar().members[0]),
    not_found: ({ checker }) => checker.check('mobile', mobile().others[0]),
    could_not_tell: async ({ checker, page }) => {
      await checker.chooseKind('mobile');
      await page.context().setOffline(true);
      await checker.check('mobile', mobile().others[0]);
      await page.context().setOffline(false);
    },
    found_in_some: async (opened) => {
      await addDeadLists(made, opened);
      await opened.checker.check('aadhaar', aadhaar().members[0]);
    },
    not_found_in_some: async (opened) => {
      await addDeadLists(made, opened);
      await opened.checker.check('aadhaar', aadhaar().others[0]);
    },
    no_list_answers: async (opened) => {
      await addDeadLists(made, opened, { alone: true });
      await opened.checker.check('aadhaar', aadhaar().others[0]);
    },
    whole_list_offer: async ({ checker, page }) => {
      for (const digits of mobile().others.slice(0, 4)) {
        await checker.check('mobile', digits);
        await checker.another();
      }
      await checker.chooseKind('mobile');
      await checker.type(mobile().members[0]);
      await checker.submit();
      await page.locator('.offer h2:focus').waitFor();
    },
    ledger: async ({ checker }) => {
      await checker.check('mobile', mobile().members[0]);
      await checker.openLedger();
    },
    no_list_of_kind: async ({ page }) => {
      await withPins(page, (lists) => lists.slice(0, 1));
      await page.locator('.no-list').waitFor();
    },
    lists_failed: async ({ page }) => {
      await page.route('**/pins.json', (route) => route.abort());
      await page.reload();
      await page.getByRole('alert').waitFor();
    },
    no_lists: async ({ page }) => {
      await page.route('**/pins.json', (route) => route.fulfill({ status: 404 }));
      await page.reload();
      await page.locator('.notice h2').waitFor();
    },
    // From here on the page may be kept on the device. These states come last, and each goes on where the one before it has ended.
    offline_failed: async ({ checker, page }) => {
      await page.route('**/buckets/**', (route) => route.abort());
      await checker.chooseKind('mobile');
      await checker.pressLoad();
      await checker.offline.getByRole('alert').waitFor();
    },
    offline_loading: async ({ checker, page }) => {
      await hold(page, '**/buckets/**');
      await checker.chooseKind('mobile');
      await checker.pressLoad();
      await checker.offline.locator('progress').waitFor();
    },
    offline_kept: async ({ checker }) => {
      await checker.keep('mobile');
      await checker.openOffline();
    },
    offline_not_stored: async ({ checker }) => checker.check('aadhaar', aadhaar().others[0]),
    offline_without_network: async ({ checker, page }) => {
      await page.context().setOffline(true);
      await checker.check('mobile', mobile().others[0]);
      await checker.openOffline();
    },
  };
}
