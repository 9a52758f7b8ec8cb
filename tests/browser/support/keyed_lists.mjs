// Makes what tests of keyed lists ask about: small lists, one of each kind, with one key.
import { join } from 'node:path';
import { bucketFileName, CraftedList } from './crafted_list.mjs';

const kCount = 40;

/** Publishes the lists and returns them by kind, as a fixture needs them. */
export async function keyedLists(publisher, kinds = ['mobile', 'aadhaar']) {
  const lists = {};
  for (const kind of kinds) lists[kind] = await publisher.keyed(`keyed-${kind}`, { kind, count: kCount });
  return lists;
}

/** The list has 256 buckets, together too large to be fetched whole by everybody. The third number of a sitting stands out. */
export const kManyBits = 8;

/** Makes the site's list one with many buckets, each of which has all of its numbers. */
export async function inManyBuckets(files, secretKey) {
  const list = await CraftedList.read(files);
  const { bits: _, ...fields } = list.fields;
  list.fields = { ...fields, bits: kManyBits, k: 1, entries: fields.entries * 2 ** kManyBits };
  list.buckets = Array.from({ length: 2 ** kManyBits }, () => list.buckets[0]);
  list.bucketPaths = list.buckets.map((_, index) => join(list.bucketPaths[0], '..', bucketFileName(index)));
  await list.write(secretKey);
}
