// scripts/dist and a publisher's files: nothing gets onto the web server but lists that are sound by their pins, and nothing is lost.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rename, rm, stat, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import { contents, dist, kArguments, kOrigin, kRemote, publisherFolder, writePins } from './support/dist.mjs';
import { buildList } from './support/lists.mjs';
import { ListFiles, makeTemporaryDirectory } from './support/site.mjs';
import { syntheticNumbers } from './support/synthetic.mjs';

/** The next edition of lists/mobile. */
async function buildAgain(folder, options) {
  const numbers = syntheticNumbers('aadhaar', 40, 1);
  const list = { directory: join(folder.directory, 'lists/mobile'), pinFile: join(folder.directory, 'again.json'), options };
  await buildList({ ...list, secretKey: folder.secretKey, kind: 'aadhaar', numbers });
}

test('a list is published with its present edition and the one before it, with their times, and nothing else', async (t) => {
  const folder = await publisherFolder(t);
  const { directory } = folder;
  const list = new ListFiles(join(directory, 'lists/mobile'));
  const editions = [await list.manifestFields()];
  for (let built = 0; built < 2; built += 1) {
    await buildAgain(folder);
    editions.push(await list.manifestFields());
  }
  for (const name of ['lists/.DS_Store', 'lists/Thumbs.db', 'lists/mobile/thumbs.db', `lists/mobile/buckets/${editions[0].root}/._3333.bin`]) {
    await writeFile(join(directory, name), 'a file manager was here');
  }
  const { stdout } = await dist(directory, kArguments);

  const published = await contents(join(directory, 'dist/site/lists'));
  const mobile = Object.keys(published).map((path) => path.replace(/^mobile\//, ''));
  const roots = new Set(mobile.filter((path) => path.startsWith('buckets/')).map((path) => path.split('/')[1]));
  assert.deepEqual(roots, new Set(editions.slice(1).map((edition) => edition.root)));
  assert.equal(mobile.filter((path) => /^manifest-[0-9a-f]{64}\.json$/.test(path)).length, 2);
  assert.ok(mobile.every((path) => /^(?:current\.minisig|manifest-.*\.json|buckets\/[0-9a-f]{64}\/.{4}\.bin)$/.test(path)), mobile.join());
  for (const [path, text] of Object.entries(published)) {
    assert.equal(text, await readFile(join(directory, 'lists', path), 'latin1'));
    const times = await Promise.all(['lists', 'dist/site/lists'].map(async (base) => (await stat(join(directory, base, path))).mtimeMs));
    assert.equal(Math.floor(times[0] / 1000), Math.floor(times[1] / 1000), path);
  }
  const { valid_until: expiry } = await list.manifestFields();
  for (const word of ['lists/mobile/', 'Synthetic Aadhaar numbers', 'TEST LIST', '40 entries', 'edition 3 of', `expires ${expiry}`, kRemote]) {
    assert.ok(stdout.includes(word), word);
  }
});

test('an edition that was never published is not published now', async (t) => {
  const folder = await publisherFolder(t);
  const list = new ListFiles(join(folder.directory, 'lists/mobile'));
  const manifests = [basename(await list.manifest())];
  await buildAgain(folder);
  manifests.push(basename(await list.manifest()));
  // What a killed build leaves: its pointer, which was not put in its place yet.
  const pointer = await readFile(list.pointer);
  await buildAgain(folder);
  manifests.push(basename(await list.manifest()));
  await mkdir(join(list.directory, '.build-abcdef'));
  await writeFile(join(list.directory, '.build-abcdef/pointer'), pointer);
  const { stderr } = await dist(folder.directory, kArguments);
  assert.match(stderr, /warning: lists\/mobile: other_files: .*never published/);
  const published = await readdir(join(folder.directory, 'dist/site/lists/mobile'));
  assert.deepEqual(manifests.map((name) => published.includes(name)), [true, false, true]);
});

/** Builds the next edition, then changes what is there of the one before. `change` gets {list, manifest, bucket}: three paths. */
const spoilOlder = (change) => async (folder) => {
  const files = new ListFiles(folder.list);
  const [manifest, [bucket]] = [await files.manifest(), await files.buckets()];
  await buildAgain(folder);
  await change({ list: folder.list, manifest, bucket });
};

const kPinsMark = async ({ directory }) => {
  const pins = join(directory, 'pins.json');
  await writeFile(pins, `\uFEFF${await readFile(pins, 'utf8')}`);
};

/** Each spoils the folder, or gives other arguments; with what the message must say. */
const kRefused = {
  'a signing key among the lists': { spoil: ({ lists, secretKey }) => cp(secretKey, join(lists, 'my.key')), says: /move away: my\.key/ },
  'a signing key in a list': { spoil: ({ list, secretKey }) => cp(secretKey, join(list, 'my.key')), says: /not sound.*my\.key/ },
  "a signing key among a list's buckets": { spoil: ({ list, secretKey }) => cp(secretKey, join(list, 'buckets/my.key')), says: /not sound.*my\.key/ },
  "numbers in an older edition's folder": {
    spoil: spoilOlder(({ bucket }) => writeFile(join(dirname(bucket), 'numbers.txt'), '9876543210\n')),
    says: /not sound.*numbers\.txt/,
  },
  'numbers in the place of a bucket of an older edition': {
    spoil: spoilOlder(({ bucket }) => writeFile(bucket, '9876543210\n')),
    says: /not sound.*older_editions.*wrong length/,
  },
  'an older edition without its buckets': { spoil: spoilOlder(({ bucket }) => rm(bucket)), says: /not sound.*older_editions.*missing/ },
  "more than a manifest in an older edition's": {
    spoil: spoilOlder(async ({ list, manifest }) => {
      const content = JSON.stringify({ ...JSON.parse(await readFile(manifest, 'utf8')), note: '9876543210' });
      const hash = execFileSync('b2sum', ['-l', '256'], { input: content, encoding: 'utf8' }).slice(0, 64);
      await writeFile(join(list, `manifest-${hash}.json`), content);
      await rm(manifest);
    }),
    says: /not sound.*older_editions.*more than a manifest/,
  },
  'a manifest of an older edition under another name': {
    spoil: spoilOlder(({ list, manifest }) => rename(manifest, join(list, `manifest-${'0'.repeat(64)}.json`))),
    says: /not sound.*older_editions.*name is not the hash/,
  },
  'a folder with the name of what file managers leave': {
    spoil: ({ lists, secretKey }) => cp(secretKey, join(lists, '.DS_Store/my.key')),
    says: /move away: \.DS_Store/,
  },
  'numbers, in a file that is named after one': { spoil: ({ lists }) => writeFile(join(lists, '9876543210.txt'), '9876543210\n'), says: /move away: #{10}\.txt/ },
  'a pin': { spoil: ({ lists }) => writeFile(join(lists, 'mobile.pin.json'), '{}'), says: /move away: mobile\.pin\.json/ },
  'a repository': { spoil: ({ lists }) => mkdir(join(lists, '.git/objects'), { recursive: true }), says: /move away: \.git/ },
  'a link': { spoil: ({ lists }) => symlink('/etc', join(lists, 'etc')), says: /move away: etc \(a link\)/ },
  'a list that is a link': {
    spoil: async ({ directory, list }) => {
      await rename(list, join(directory, 'elsewhere'));
      await symlink('../elsewhere', list);
    },
    says: /mobile \(a link\)/,
  },
  'a list that no pin names': { spoil: ({ lists, list }) => cp(list, join(lists, 'other'), { recursive: true }), says: /no pin names.*other/ },
  'a damaged list': { spoil: async ({ list }) => truncate((await new ListFiles(list).buckets())[0], 5), says: /lists\/mobile is not sound by the pin one: .*buckets/ },
  'an expired list': { spoil: (folder) => buildAgain(folder, ['--published', '2024-01-01T00:00:00Z']), says: /freshness/ },
  "another list's pin": { pins: ([one, two]) => [{ ...one, list_id: 'ab'.repeat(16) }, two], says: /not sound by the pin one/ },
  'a pin that wants a later edition': { pins: ([one, two]) => [{ ...one, min_sequence: 7 }, two], says: /not sound by the pin one/ },
  'a pin whose list is not there': { pins: ([one, two]) => [{ ...one, url: 'lists/none/' }, two], says: /pin one is of a list in lists\/none\// },
  'a pin with this site in its address, whose list is not there': {
    pins: ([one, two]) => [{ ...one, url: `${kOrigin}/lists/none/` }, two],
    says: /pin one is of a list in lists\/none\//,
  },
  'a pin that leads out of the lists': { pins: ([one, two]) => [{ ...one, url: 'lists/../mobile/' }, two], says: /pin one has the address/ },
  'a pin that leads out of the site': { pins: ([one, two]) => [{ ...one, url: '../mobile/' }, two], says: /pin one has the address/ },
  "a pin of a list on the reader's own machine": { pins: ([one, two]) => [one, { ...two, url: 'http://127.0.0.1:8080/two/' }], says: /pin two has the address/ },
  'pins that no client would take': { pins: ([one, two]) => [one, { ...two, keys: [] }], says: /no pins file/ },
  'no lists, though a pin is of one': { args: ['--origin', kOrigin, '--pins', 'pins.json'], says: /--lists is missing/ },
  'no such directory': { args: [...kArguments.slice(0, 4), '--lists', 'none'], says: /no directory .*none/ },
  'a site among the lists': { args: [...kArguments, '--out', 'lists/dist'], says: /--out .*lists\/dist is in --lists/ },
  'lists in the site': {
    spoil: ({ directory, lists }) => cp(lists, join(directory, 'dist/site/lists'), { recursive: true }),
    args: [...kArguments.slice(0, 4), '--lists', 'dist/site/lists'],
    says: /--lists .* is in .*dist\/site/,
  },
  'no origin': { args: kArguments.slice(2), says: /--origin is missing/ },
  'no pins': { args: kArguments.slice(0, 2), says: /--pins is missing/ },
  'an origin that is none': { args: ['--origin', 'check.example', ...kArguments.slice(2)], says: /is no address/ },
  'an origin of another kind': { args: ['--origin', 'ftp://check.example', ...kArguments.slice(2)], says: /not the address of a site/ },
  'a host that nobody knows': { args: [...kArguments, '--host', 'geocities'], says: /--host geocities is not known/ },
  'an option that there is not': { args: ['--frobnicate'], says: /frobnicate/ },
  'pins with a byte order mark': { spoil: kPinsMark, says: /pins\.json begins with a byte order mark: save it as UTF-8 without one/ },
  // Where somebody types a number in the place of something else, it is not repeated.
  'a number for the lists': { args: [...kArguments.slice(0, 4), '--lists', './9876543210'], says: /no directory .*\/#{10}/ },
  'a number for the pins': { args: [...kArguments.slice(0, 2), '--pins', '9876543210.json'], says: /can't read #{10}\.json/ },
  'a number for the origin': { args: ['--origin', '98765 43210', ...kArguments.slice(2)], says: /--origin #{5} #{5} is no address/ },
  'a number for the host': { args: [...kArguments, '--host', '9876543210'], says: /--host #{10} is not known/ },
  'a number as an option': { args: ['--9876543210'], says: /--#{10}/ },
  'a number as a folder where no folder can be': { args: [...kArguments, '--out', 'pins.json/9876543210'], says: /pins\.json\/#{10}/ },
  "a number in a pin's address": { pins: ([one, two]) => [{ ...one, url: '9876543210/' }, two], says: /pin one has the address #{10}\// },
};

for (const [what, { spoil, pins, args = kArguments, says }] of Object.entries(kRefused)) {
  test(`refused in one line, with nothing made: ${what}`, async (t) => {
    const folder = await publisherFolder(t);
    const { directory } = folder;
    const [lists, list] = [join(directory, 'lists'), join(directory, 'lists/mobile')];
    await spoil?.({ ...folder, lists, list });
    if (pins) await writePins(directory, pins(folder.pins));
    const before = await contents(directory);
    await assert.rejects(dist(directory, args), (error) => {
      assert.match(error.stderr, says);
      assert.equal(error.stderr.trim().split('\n').length, 1, error.stderr);
      assert.doesNotMatch(error.stderr, /98765/);
      return true;
    });
    assert.deepEqual(await contents(directory), before);
  });
}

test('what an earlier run left goes, with lists that are no longer there', async (t) => {
  const { directory, pins } = await publisherFolder(t);
  await cp(join(directory, 'lists/mobile'), join(directory, 'lists/gone'), { recursive: true, preserveTimestamps: true });
  await writePins(directory, [...pins, { ...pins[0], id: 'gone', url: 'lists/gone/' }]);
  await dist(directory, kArguments);
  assert.ok((await readdir(join(directory, 'dist/site/lists'))).includes('gone'));
  await rm(join(directory, 'lists/gone'), { recursive: true });
  await writePins(directory, pins);
  await writeFile(join(directory, 'dist/mine.txt'), 'beside what is made');
  await dist(directory, kArguments);
  assert.deepEqual(await readdir(join(directory, 'dist/site/lists')), ['mobile']);
  assert.deepEqual((await readdir(join(directory, 'dist'))).sort(), ['dist.sha256', 'mine.txt', 'server', 'site']);
});

test('a file that an earlier run did not make, or that was changed since, stops it and stays', async (t) => {
  const { directory } = await publisherFolder(t);
  const site = join(directory, 'dist/site');
  await mkdir(site, { recursive: true });
  const refusesToLose = async (path, says) => {
    const before = await contents(join(directory, 'dist'));
    await assert.rejects(dist(directory, kArguments), (error) => {
      assert.match(error.stderr, says);
      return true;
    });
    assert.deepEqual(await contents(join(directory, 'dist')), before);
    await rm(join(directory, 'dist', path));
  };
  await writeFile(join(site, 'thesis.txt'), 'ten years of work');
  await refusesToLose('site/thesis.txt', /site\/thesis\.txt .*was not made by scripts\/dist/);
  await dist(directory, kArguments);
  await writeFile(join(site, 'lists/notes.txt'), 'ten years of work');
  await refusesToLose('site/lists/notes.txt', /site\/lists\/notes\.txt .*was not made by scripts\/dist/);
  await writeFile(join(site, 'pins.json'), '{}');
  await refusesToLose('site/pins.json', /site\/pins\.json .*was changed after it was made/);
  await writeFile(join(site, 'embed-0123456789ab.js'), 'not what its name says');
  await refusesToLose('site/embed-0123456789ab.js', /embed-/);

  // Through a link nothing is deleted either.
  const elsewhere = await makeTemporaryDirectory();
  t.after(() => rm(elsewhere, { recursive: true, force: true }));
  await writeFile(join(elsewhere, 'thesis.txt'), 'ten years of work');
  await rm(site, { recursive: true });
  await symlink(elsewhere, site);
  await assert.rejects(dist(directory, kArguments));
  assert.deepEqual(await readdir(elsewhere), ['thesis.txt']);
});

test('a web server can read everything, whatever the umask of whoever made it', async (t) => {
  const { directory } = await publisherFolder(t);
  await dist(directory, kArguments, { umask: '077' });
  const entries = await readdir(join(directory, 'dist'), { recursive: true, withFileTypes: true });
  const closed = [];
  for (const entry of entries) {
    const path = join(entry.path ?? entry.parentPath, entry.name);
    const wanted = entry.isDirectory() ? 0o755 : 0o644;
    if (entry.name !== 'dist.sha256' && ((await stat(path)).mode & 0o777) !== wanted) closed.push(path);
  }
  assert.deepEqual(closed, []);
});

test('a list whose files have lost their times is published with a warning', async (t) => {
  const { directory } = await publisherFolder(t);
  const [bucket] = await new ListFiles(join(directory, 'lists/mobile')).buckets();
  await utimes(bucket, new Date(), new Date());
  const { stderr } = await dist(directory, kArguments);
  assert.match(stderr, /warning: lists\/mobile: times: /);
});

test('of the pins only what the format knows is published', async (t) => {
  const { directory, pins } = await publisherFolder(t);
  const noted = pins.map((pin) => ({ ...pin, note: '9876543210' }));
  await writeFile(join(directory, 'pins.json'), JSON.stringify({ note: '9876543210', format: 'selfcheck-pins/1', lists: noted }));
  await dist(directory, kArguments);
  const published = JSON.parse(await readFile(join(directory, 'dist/site/pins.json'), 'utf8'));
  assert.deepEqual(published, { format: 'selfcheck-pins/1', lists: pins });
});

test('what is printed does not repeat a number that is in a name', async (t) => {
  const { directory } = await publisherFolder(t);
  const { stdout, stderr } = await dist(directory, [...kArguments, '--out', '9876543210']);
  assert.match(stdout, /#{10}\/site/);
  assert.doesNotMatch(stdout + stderr, /98765/);
});
