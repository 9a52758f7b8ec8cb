// Publishes one publisher's lists, which are copied into each of a test file's sites. A list takes up to half a minute to build, so it is
// kept for every other test file that wants the same.
import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kept } from './kept.mjs';
import { bucketIndex } from './crafted_list.mjs';
import { Evaluators } from './evaluators.mjs';
import { buildList, makeKey, selfcheck } from './lists.mjs';
import { cli } from './paths.mjs';
import { makeTemporaryDirectory } from './site.mjs';
import { canonicalForm, syntheticNumbers } from './synthetic.mjs';

/**
 * The mobile list has sixteen buckets of some fifty numbers, which is enough to see which of them is asked for. Another 1,900 numbers in
 * the first bucket make all of them so long that the list is not a small one, which everybody would fetch whole.
 */
const kMobileOptions = ['--bits', '4', '--k', '15'];
export const kMobileBits = 4;
const kCrowd = { count: 1900, bucket: 0, bits: kMobileBits };

/** What makes the lists. A kept list is used only while none of these files has changed. */
const kMakers = [cli, ...['lists.mjs', 'synthetic.mjs', 'publisher.mjs'].map((name) => fileURLToPath(new URL(name, import.meta.url)))];
/** A keyed list needs the answers of kThreshold of its kEvaluators evaluators. */
export const kThreshold = 2;
export const kEvaluators = 3;
/** The evaluators' addresses in a list that is built before they are known. `keyed` puts their real addresses into the pin. */
const evaluatorOptions = Array.from({ length: kEvaluators }, (_, i) => ['--evaluator', `https://evaluator-${i + 1}.example/`]).flat();
const kSharesDays = 395;

/** The month in which a list was made. Lists expire, so each month they are made anew. */
const kMonth = new Date().toISOString().slice(0, 7);

export class Publisher {
  #evaluators;

  static async make() {
    const publisher = new Publisher();
    publisher.root = await makeTemporaryDirectory();
    publisher.secretKey = join(await kept('key', [cli], (directory) => makeKey(directory, 'publisher')), 'publisher.key');
    return publisher;
  }

  /**
   * Returns {directory, pin, members, others}. `members` are numbers in the list, and `others` as many that are not in it. `crowd` asks for
   * so many further numbers in one bucket of the list. With `twice` there have been two editions, the first of which is in the directory
   * `older`, and the pin asks for the second. The rest of the options are those of buildList.
   */
  async publish(name, { kind, count, seed = 1, secretKey = this.secretKey, crowd, twice = false, ...rest }) {
    const numbers = syntheticNumbers(kind, 2 * count, seed);
    const members = numbers.slice(0, count);
    const built = await kept([kMonth, kind, count, seed, crowd, twice, rest], [...kMakers, secretKey], async (parent) => {
      const directory = join(parent, 'list');
      const build = () =>
        buildList({
          ...{ directory, pinFile: join(parent, 'pin.json') },
          ...{ secretKey, kind, numbers: [...members, ...crowdOf(kind, numbers, crowd)], ...rest },
        });
      await build();
      if (!twice) return;
      await cp(directory, join(parent, 'older'), { recursive: true });
      await build();
    });
    const directory = join(this.root, name);
    await cp(join(built, 'list'), directory, { recursive: true });
    const { lists } = JSON.parse(await readFile(join(built, 'pin.json'), 'utf8'));
    const editions = twice ? { older: join(built, 'older'), pin: { ...lists[0], min_sequence: 2 } } : { pin: lists[0] };
    return { directory, members, others: numbers.slice(count), ...editions };
  }

  mobile(name = 'mobile') {
    return this.publish(name, { kind: 'mobile', count: 800, crowd: kCrowd, options: kMobileOptions });
  }

  /** Publishes a list that is so small that it has a single bucket, so that a check tells nothing. */
  aadhaar(name = 'aadhaar') {
    return this.publish(name, { kind: 'aadhaar', count: 40 });
  }

  /**
   * Publishes a list with a key, of which three evaluators have shares. They are `evaluators`, and run until `remove`. All of a publisher's
   * lists have the same key.
   */
  async keyed(name, { options = [], ...rest }) {
    const dealt = await kept(['deal', kMonth], [cli], deal);
    const key = ['--evaluation', join(dealt, 'evaluation.json'), '--share', join(dealt, 'share-0.key')];
    const list = await this.publish(name, { ...rest, options: [...options, ...key, ...evaluatorOptions] });
    this.#evaluators ??= Evaluators.start(Array.from({ length: kEvaluators }, (_, i) => join(dealt, `share-${i + 1}.key`)));
    this.evaluators = await this.#evaluators;
    return { ...list, pin: { ...list.pin, evaluators: this.evaluators.pinned } };
  }

  async remove() {
    await this.evaluators?.stop();
    await rm(this.root, { recursive: true, force: true });
  }
}

/** Fills the directory with shares of a new key. */
async function deal(directory) {
  const until = new Date(Date.now() + kSharesDays * 24 * 3600 * 1000).toISOString().slice(0, 10);
  await selfcheck(['deal', '--threshold', kThreshold, '--of', kEvaluators, '--until', until, '--out', directory, '--no-password'].map(String));
}

/** Returns `count` numbers in one bucket that are none of `numbers`. */
function crowdOf(kind, numbers, { count, bucket, bits } = { count: 0 }) {
  const taken = new Set(numbers);
  const fits = (digits) => !taken.has(digits) && bucketIndex(canonicalForm(kind, digits), bits) === bucket;
  const candidates = count === 0 ? [] : syntheticNumbers(kind, 2 ** bits * count * 1.2, 1000);
  return candidates.filter(fits).slice(0, count);
}
