// Every state of the page at a phone's size, in light and dark, in build/screenshots/ for people to look at. With
// UPDATE_SCREENSHOTS=1 the README's picture is taken anew.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fixture } from './support/fixture.mjs';
import { readmeScreenshot, screenshots } from './support/paths.mjs';

const made = fixture(async (publisher) => ({
  mobile: await publisher.mobile(),
  aadhaar: await publisher.aadhaar(),
}));

const mobile = () => made.lists.mobile;

async function holdBuckets(page) {
  await page.route('**/buckets/**', () => {}); // never answered
}

/** How each state is reached. */
const states = {
  start: async () => {},
  kind_chosen: async ({ checker }) => checker.chooseKind('aadhaar'),
  typing: async ({ checker }) => {
    await checker.chooseKind('mobile');
    await checker.number.pressSequentially(mobile().members[0].slice(0, 7));
    await checker.message.getByText('3 more digits').waitFor();
  },
  bad_input: async ({ checker, page }) => {
    await checker.chooseKind('aadhaar');
    await checker.type(made.lists.aadhaar.members[0].slice(0, 9));
    await checker.submit();
    await page.getByRole('alert').waitFor();
  },
  checking: async ({ checker, page }) => {
    await holdBuckets(page);
    await checker.chooseKind('mobile');
    await checker.type(mobile().members[0]);
    await checker.submit();
    await page.locator('.progress').waitFor();
  },
  found_mobile: ({ checker }) => checker.check('mobile', mobile().members[0]),
  found_aadhaar: ({ checker }) => checker.check('aadhaar', made.lists.aadhaar.members[0]),
  not_found: ({ checker }) => checker.check('mobile', mobile().others[0]),
  could_not_tell: async ({ checker, page }) => {
    await checker.chooseKind('mobile');
    await page.context().setOffline(true);
    await checker.check('mobile', mobile().others[0]);
  },
  whole_list_offer: async ({ checker, page }) => {
    for (const digits of mobile().others.slice(0, 4)) {
      await checker.check('mobile', digits);
      await page.getByRole('button', { name: 'Check another number' }).click();
    }
    await checker.type(mobile().members[0]);
    await checker.submit();
    await page.locator('.offer').waitFor();
  },
  ledger: async ({ checker, page }) => {
    await checker.check('mobile', mobile().members[0]);
    await page.locator('.ledger summary').click();
  },
  no_list_of_kind: async ({ checker, page }) => {
    await page.route('**/pins.json', async (route) => {
      const response = await route.fetch();
      const pins = await response.json();
      await route.fulfill({ response, json: { ...pins, lists: pins.lists.slice(0, 1) } });
    });
    await page.reload();
    await checker.chooseKind('aadhaar');
  },
  lists_failed: async ({ page }) => {
    await page.route('**/pins.json', (route) => route.abort());
    await page.reload();
    await page.getByText(/^Reason code/).waitFor();
  },
  no_lists: async ({ page }) => {
    await page.route('**/pins.json', (route) => route.fulfill({ status: 404 }));
    await page.reload();
    await page.getByText('This site has no lists yet').waitFor();
  },
};

for (const colorScheme of ['light', 'dark']) {
  for (const [state, reach] of Object.entries(states)) {
    test(`${state}, ${colorScheme}`, async (t) => {
      await mkdir(screenshots, { recursive: true });
      const opened = await made.open(t, undefined, { context: { colorScheme } });
      await reach(opened);
      await opened.page.waitForTimeout(150); // the ledger is drawn
      if (process.env.UPDATE_SCREENSHOTS === '1' && state === 'found_mobile' && colorScheme === 'light') {
        await opened.page.screenshot({ path: readmeScreenshot });
      }
      await opened.page.screenshot({ path: join(screenshots, `${state}_${colorScheme}.png`), fullPage: true });
    });
  }
}

test('without JavaScript: says what to do', async (t) => {
  await mkdir(screenshots, { recursive: true });
  const { page } = await made.open(t, undefined, { context: { javaScriptEnabled: false } });
  await page.getByRole('heading', { name: 'This page needs JavaScript' }).waitFor();
  await page.screenshot({ path: join(screenshots, 'no_javascript.png') });
});
