// Whatever is wrong with a list, a file, the clock or the connection: "could not tell", with the reason. Each number tried is
// not in the list, so that a check which let a fault pass would say "not found".
import assert from 'node:assert/strict';
import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { CraftedList, storedValue } from './support/crafted_list.mjs';
import { flipByte } from './support/damage.mjs';
import { fixture } from './support/fixture.mjs';
import { makeKey } from './support/lists.mjs';
import { syntheticNumbers } from './support/synthetic.mjs';
import { importWebModule } from './support/web_module.mjs';

const { failures } = await importWebModule('failures.ts');

/** What a button can do, by what the page advises. */
const kAgain = { retry: ['Try again'], clock: ['Try again'], memory: ['Try again'], reload: ['Load the page again'], update: ['Load the page again'] };

const kDay = 24 * 3600 * 1000;

const made = fixture(async (publisher) => ({ aadhaar: await publisher.aadhaar() }));
const number = () => made.lists.aadhaar.others[0];

/** Opens a damaged site, checks a number that isn't in the list, and expects this one reason. */
async function expectCode(t, code, options) {
  const { lists, ...rest } = options;
  const opened = await made.open(t, lists, rest);
  const { outcome, codes } = await opened.checker.check('aadhaar', number());
  assert.deepEqual({ outcome, codes }, { outcome: 'could_not_tell', codes: [code] });
  assert.match(await opened.checker.verdict.innerText(), /neither a yes nor a no/);
  const again = await opened.checker.verdict.getByRole('button', { name: /^(Try again|Load the page again)$/ }).allTextContents();
  assert.deepEqual(again, kAgain[failures[code].advice] ?? [], 'offered where it can help');
  return opened;
}

const firstBucket = async (site) => (await site.lists.aadhaar.buckets())[0];

const damages = [
  ['a flipped byte in the manifest', 'manifest_mismatch', async (site) => flipByte(await site.lists.aadhaar.manifest(), 100)],
  ['a flipped bit in the signature', 'signature_invalid', async (site) => {
    const lines = (await readFile(site.lists.aadhaar.pointer, 'utf8')).split('\n');
    const signature = Buffer.from(lines[1], 'base64');
    signature[40] ^= 1;
    lines[1] = signature.toString('base64');
    await writeFile(site.lists.aadhaar.pointer, lines.join('\n'));
  }],
  ['a flipped byte in the trusted comment', 'signature_invalid', async (site) => {
    const text = await readFile(site.lists.aadhaar.pointer, 'utf8');
    await flipByte(site.lists.aadhaar.pointer, text.indexOf('manifest-') + 20);
  }],
  ['a flipped byte in the bucket', 'bucket_proof', async (site) => flipByte(await firstBucket(site), 10)],
  ['a flipped last byte in the bucket', 'bucket_proof', async (site) => flipByte(await firstBucket(site), -1)],
  ['a bucket cut short', 'bucket_length', async (site) => truncate(await firstBucket(site), 50)],
  ['an empty bucket', 'bucket_length', async (site) => truncate(await firstBucket(site), 0)],
  ['a bucket that goes on', 'bucket_length', async (site) => {
    const path = await firstBucket(site);
    await writeFile(path, Buffer.concat([await readFile(path), Buffer.alloc(5_000_000)]));
  }],
  ['a missing bucket', 'file_missing', async (site) => rm(await firstBucket(site))],
  ['a missing manifest', 'file_missing', async (site) => rm(await site.lists.aadhaar.manifest())],
  ['a missing signature', 'file_missing', async (site) => rm(site.lists.aadhaar.pointer)],
  ['an empty signature', 'signature_format', async (site) => truncate(site.lists.aadhaar.pointer, 0)],
  ['a signature that goes on', 'too_large', async (site) => writeFile(site.lists.aadhaar.pointer, 'x'.repeat(5000))],
  ['a manifest that goes on', 'too_large', async (site) =>
    writeFile(await site.lists.aadhaar.manifest(), ' '.repeat(70_000))],
  ['a lower sequence than pinned', 'sequence_too_low', async (site) => site.pin([{ ...site.pins[0], min_sequence: 2 }])],
];

for (const [what, code, damage] of damages) {
  test(`${what}: ${code}`, async (t) => {
    await expectCode(t, code, { damage });
  });
}

test('a list pinned as another kind: pinned_kind', async (t) => {
  const damage = (site) => site.pin([{ ...site.pins[0], kind: 'mobile' }]);
  const { checker } = await made.open(t, undefined, { damage });
  const { outcome, codes } = await checker.check('mobile', syntheticNumbers('mobile', 1, 3)[0]);
  assert.deepEqual({ outcome, codes }, { outcome: 'could_not_tell', codes: ['pinned_kind'] });
});

test('signed with a key that is not pinned: signature_unknown_key', async (t) => {
  const secretKey = await makeKey(made.publisher.root, 'stranger');
  const theirs = await made.publisher.publish('theirs', { kind: 'aadhaar', count: 40, secretKey });
  await expectCode(t, 'signature_unknown_key', {
    lists: { aadhaar: { directory: theirs.directory, pin: { ...theirs.pin, keys: made.lists.aadhaar.pin.keys } } },
  });
});

test('another list of the same publisher: pinned_list_id', async (t) => {
  const other = await made.publisher.publish('other', { kind: 'aadhaar', count: 40, seed: 2 });
  await expectCode(t, 'pinned_list_id', {
    lists: { aadhaar: { directory: other.directory, pin: { ...other.pin, list_id: made.lists.aadhaar.pin.list_id } } },
  });
});

test('a withdrawn list: withdrawn', async (t) => {
  const aadhaar = await made.publisher.publish('withdrawn', { kind: 'aadhaar', count: 40, options: ['--withdrawn'] });
  await expectCode(t, 'withdrawn', { lists: { aadhaar } });
});

test('a list that was out of date when the page was opened: expired', async (t) => {
  const options = ['--published', '2025-01-01T00:00:00Z', '--valid-until', '2025-02-01T00:00:00Z'];
  const aadhaar = await made.publisher.publish('expired', { kind: 'aadhaar', count: 40, options });
  const { checker } = await expectCode(t, 'expired', { lists: { aadhaar } });
  assert.match(await checker.verdict.innerText(), /If the date on this device is wrong/);
});

test('a list that goes out of date while the page is open: expired', async (t) => {
  const { checker, page } = await made.open(t, undefined, { beforeOpen: ({ page: p }) => p.clock.install() });
  await checker.chooseKind('aadhaar');
  await page.clock.setFixedTime(Date.now() + 500 * kDay);
  const { codes } = await checker.check('aadhaar', number());
  assert.deepEqual(codes, ['expired']);
});

test('a list withdrawn while the page is open: withdrawn', async (t) => {
  const { checker, page, site } = await made.open(t, undefined, { beforeOpen: ({ page: p }) => p.clock.install() });
  await checker.chooseKind('aadhaar');
  const list = await CraftedList.read(site.lists.aadhaar);
  list.fields.withdrawn = true;
  await list.write(made.publisher.secretKey);
  await page.clock.setFixedTime(Date.now() + kDay);
  const { codes } = await checker.check('aadhaar', number());
  assert.deepEqual(codes, ['withdrawn']);
  // What is known of it stays, and it doesn't go on looking like a list that answers.
  const card = page.locator('.list-card');
  await card.getByText('This list cannot be used now.').waitFor();
  const text = await card.innerText();
  for (const words of [/Synthetic Aadhaar numbers/, /Publisher: The Daily Example/, /The publisher has taken the list back/]) assert.match(text, words);
});

test("a device whose clock is behind: not_yet_published, with the clock's advice", async (t) => {
  const beforeOpen = ({ page }) => page.clock.setFixedTime(new Date('2020-01-01'));
  const { checker } = await expectCode(t, 'not_yet_published', { beforeOpen });
  assert.match(await checker.verdict.innerText(), /date and time of this device/);
});

/** Signed by the right publisher, and still not to be believed. */
const crafts = [
  ['a bucket without the canary', 'canary_missing', (list) => {
    list.replaceValue(storedValue(Buffer.from(list.fields.canary.hash, 'hex'), list.fields));
  }],
  ['a canary with another hash', 'canary_hash', (list) => {
    list.fields.canary.hash = 'ab'.repeat(32);
  }],
  ['a newer version of the manifest', 'unsupported_format', (list) => {
    list.fields.format = 'selfcheck-list/2';
  }],
  ['another scheme', 'unsupported_scheme', (list) => {
    list.fields.scheme = 'voprf';
  }],
  ['a critical field that is not known', 'unsupported_critical', (list) => {
    list.fields.crit = ['sharding'];
  }],
  ['more buckets than leave anyone in company', 'anonymity_floor', (list) => {
    list.fields.bits = 17;
  }],
  ['a hash too weak for real data', 'limits', (list) => {
    list.fields.test = false;
  }],
];

for (const [what, code, craft] of crafts) {
  test(`${what}: ${code}`, async (t) => {
    await expectCode(t, code, {
      damage: async (site) => {
        const list = await CraftedList.read(site.lists.aadhaar);
        craft(list);
        await list.write(made.publisher.secretKey);
      },
    });
  });
}

test('a newer version of the pointer: unsupported_format', async (t) => {
  await expectCode(t, 'unsupported_format', {
    damage: async (site) => {
      const list = await CraftedList.read(site.lists.aadhaar);
      await list.write(made.publisher.secretKey, 'selfcheck-list/2');
    },
  });
});

test('a crafted list without a fault is accepted: the faults above are what is refused', async (t) => {
  const { checker } = await made.open(t, undefined, {
    damage: async (site) => (await CraftedList.read(site.lists.aadhaar)).write(made.publisher.secretKey),
  });
  assert.equal((await checker.check('aadhaar', number())).outcome, 'not_found');
});

test('a bad copy of the manifest in the browser alone is got over', async (t) => {
  const { checker } = await made.open(t, undefined, {
    beforeOpen: ({ page }) =>
      page.addInitScript(() => {
        // Answers as a cache would: unless it is told to be passed by. (Playwright's routes turn the real one off.)
        const fetchAnyway = window.fetch;
        window.fetch = (url, options) =>
          /manifest-/.test(url) && options.cache !== 'reload'
            ? Promise.resolve(new Response('{}'))
            : fetchAnyway(url, options);
      }),
  });
  assert.equal((await checker.check('aadhaar', number())).outcome, 'not_found');
});

test('a server that stops after the page was opened: network_failed; back again, another try gives the verdict', async (t) => {
  const { checker, page } = await made.open(t);
  await checker.chooseKind('aadhaar');
  await checker.untilWhole();
  await page.context().setOffline(true);
  const { outcome, codes } = await checker.check('aadhaar', number());
  assert.deepEqual({ outcome, codes }, { outcome: 'could_not_tell', codes: ['network_failed'] });
  await page.context().setOffline(false);
  await checker.verdict.getByRole('button', { name: 'Try again' }).press('Enter');
  await checker.page.locator('.verdict.not_found').waitFor();
});

test('a server that is gone after the page was opened: network_failed', async (t) => {
  const { checker, server } = await made.open(t);
  await checker.chooseKind('aadhaar');
  await checker.untilWhole();
  await server.stop();
  const { outcome, codes } = await checker.check('aadhaar', number());
  assert.deepEqual({ outcome, codes }, { outcome: 'could_not_tell', codes: ['network_failed'] });
});

test('a home page in the place of the pins: a file is missing, and not that the site has no lists', async (t) => {
  const { page } = await made.open(t, undefined, {
    damage: (site) => writeFile(join(site.directory, 'pins.json'), '<!doctype html><title>Welcome</title>'),
  });
  await page.getByRole('heading', { name: 'The lists could not be loaded' }).waitFor();
  await page.getByText('A file of the list is missing.').waitFor();
  await page.getByText('Reason code: not_the_file').waitFor();
});

test('pins with an address that browsers can not read: the page says so at once', async (t) => {
  const { page } = await made.open(t, undefined, {
    damage: async (site) => {
      const path = join(site.directory, 'pins.json');
      const pins = JSON.parse(await readFile(path, 'utf8'));
      pins.lists[0].url = 'https://lists.example:99999/';
      await writeFile(path, JSON.stringify(pins));
    },
  });
  await page.getByRole('heading', { name: 'The lists could not be loaded' }).waitFor();
  await page.getByText('Reason code: field_value').waitFor();
});

test('pins that are damaged: the page says so at once', async (t) => {
  const { page } = await made.open(t, undefined, {
    damage: (site) => writeFile(join(site.directory, 'pins.json'), '{"format":"selfcheck-pins/1"'),
  });
  await page.getByRole('heading', { name: 'The lists could not be loaded' }).waitFor();
  await page.getByText('Reason code: json_syntax').waitFor();
});
