// Two lists with one bucket of about 32 KiB: as the program builds it, with cheap hashes, and the same with the default hash, which
// would take it half an hour: the canary is hashed anew and the manifest signed again. None of the members is found in that one.
import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CraftedList, storedValue } from '../../tests/browser/support/crafted_list.mjs';
import { ListFiles } from '../../tests/browser/support/site.mjs';
import { startNative } from '../argon2/native_lane.mjs';
import { kMemoryKib, kPasses } from '../contestants/parameters.mjs';
import { syntheticList } from '../support/list.mjs';
import { outDirectory } from '../support/paths.mjs';

const kEntries = 10_000;

export function cheapList() {
  return syntheticList('bucket', { count: kEntries, options: ['--mem', '8', '--ops', '1'] });
}

/** As cheapList. */
export async function defaultList() {
  const cheap = await cheapList();
  const directory = join(outDirectory, 'lists', 'bucket', 'default');
  await rm(directory, { recursive: true, force: true });
  await cp(cheap.directory, directory, { recursive: true });
  const files = new ListFiles(directory);
  const crafted = await CraftedList.read(files);
  const { fields } = crafted;

  const before = storedValue(Buffer.from(fields.canary.hash, 'hex'), fields);
  const native = startNative();
  const { hash } = await native.hash({
    password: Buffer.from(fields.canary.text),
    salt: Buffer.from(fields.group_salt, 'hex'),
  });
  await native.stop();
  const after = storedValue(Buffer.from(hash, 'hex'), fields);
  crafted.buckets = crafted.buckets.map((values) =>
    values.map((value) => (value === before ? after : value)).sort((a, b) => (a < b ? -1 : 1)),
  );
  fields.canary.hash = hash;
  fields.mem_kib = kMemoryKib;
  fields.ops = kPasses;
  await crafted.write(join(outDirectory, 'lists', 'bucket', 'bench.key'));
  return { ...cheap, directory, files };
}

export async function bucketBytes(list) {
  return (await readFile((await list.files.buckets())[0])).length;
}
