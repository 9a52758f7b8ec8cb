// Lists with one bucket of about 32 KiB. The program builds them with cheap hashes. At a real cost that would take it half an hour, so
// such a list is made of a cheap one: the canary is hashed anew, and the manifest is signed again. None of the members is found in it.
import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { argon2id } from 'hash-wasm';
import { canaryEvaluation, CraftedList, storedValue } from '../../tests/browser/support/crafted_list.mjs';
import { ListFiles } from '../../tests/browser/support/site.mjs';
import { kHashSize, kMemoryKib, kPasses } from '../contestants/parameters.mjs';
import { syntheticList } from '../support/list.mjs';
import { outDirectory } from '../support/paths.mjs';

const kEntries = 10_000;

/** `options` are more options of `selfcheck build`. */
export function cheapList(name = 'bucket', options = []) {
  return syntheticList(name, { count: kEntries, options: ['--mem', '8', '--ops', '1', ...options] });
}

export async function defaultList() {
  return atCost('bucket', await cheapList(), { memKib: kMemoryKib, passes: kPasses });
}

/** Makes the list that cheapList made under this name into one of another cost. */
export async function atCost(name, cheap, { memKib, passes }) {
  const root = join(outDirectory, 'lists', name);
  const directory = join(root, `${memKib}-${passes}`);
  await rm(directory, { recursive: true, force: true });
  await cp(cheap.directory, directory, { recursive: true });
  const files = new ListFiles(directory);
  const crafted = await CraftedList.read(files);
  const { fields } = crafted;

  const y = canaryEvaluation(fields);
  const before = storedValue(Buffer.from(fields.canary.hash, 'hex'), fields, y);
  const hash = await argon2id({
    password: fields.canary.text,
    salt: Buffer.from(fields.group_salt, 'hex'),
    ...{ parallelism: 1, iterations: passes, memorySize: memKib, hashLength: kHashSize, outputType: 'hex' },
  });
  const after = storedValue(Buffer.from(hash, 'hex'), fields, y);
  crafted.buckets = crafted.buckets.map((values) =>
    values.map((value) => (value === before ? after : value)).sort((a, b) => (a < b ? -1 : 1)),
  );
  fields.canary.hash = hash;
  fields.mem_kib = memKib;
  fields.ops = passes;
  await crafted.write(join(root, 'bench.key'));
  return { ...cheap, directory, files };
}

export async function bucketBytes(list) {
  return (await readFile((await list.files.buckets())[0])).length;
}
