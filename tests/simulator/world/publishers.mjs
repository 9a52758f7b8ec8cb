// The lists that the worlds' publishers have: built by the real program, in two editions each, and read once. A world's host serves them
// from memory.
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ask, Evaluators } from '../../browser/support/evaluators.mjs';
import { kept } from '../../browser/support/kept.mjs';
import { buildList, selfcheck } from '../../browser/support/lists.mjs';
import { cli } from '../../browser/support/paths.mjs';
import { kEvaluators, kThreshold, Publisher } from '../../browser/support/publisher.mjs';
import { bucketIndex } from '../../browser/support/crafted_list.mjs';
import { canonicalForm, syntheticNumbers } from '../../browser/support/synthetic.mjs';

export const kSite = 'https://site.example/';
const kHost = 'https://host.example/';

/** When the newer editions were published; the older ones a month before. */
export const kPublished = Date.parse('2026-11-01T06:00:00Z');
const kValidDays = 300;
export const kValidUntil = kPublished + kValidDays * 24 * 3600 * 1000;

/** So many bits of each entry are compared that no number is found by coincidence. */
const kNoCoincidence = ['--p', '40'];

/** How many numbers are in the older edition only, in the newer one only, and in neither. */
const kOthers = 8;

/** Returns numbers of a kind: those that are in both editions of a list, only in one of them, and in none. Each bucket has one at least. */
function numbersOf({ kind, seed, bits }) {
  const candidates = syntheticNumbers(kind, 12 * 2 ** bits + 100, seed);
  const firstIn = new Map(candidates.map((number) => [bucketIndex(canonicalForm(kind, number), bits), number]));
  const first = new Set(firstIn.values());
  const [gone, added, none, more] = [0, 1, 2, 3].map((i) => candidates.filter((one) => !first.has(one)).slice(i * kOthers, (i + 1) * kOthers));
  return { both: [...first, ...more], gone, added, none };
}

const kLists = {
  // It has 512 buckets, which together are too large to be fetched whole by everybody.
  many: { kind: 'mobile', seed: 11, bits: 9 },
  // Everybody fetches all of its buckets.
  small: { kind: 'mobile', seed: 12, bits: 2 },
  single: { kind: 'aadhaar', seed: 13, bits: 0 },
  keyed: { kind: 'aadhaar', seed: 14, bits: 0, isKeyed: true },
};

const kMakers = [cli, fileURLToPath(import.meta.url)];

async function filesIn(directory) {
  const names = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = names.filter((one) => one.isFile()).map((one) => join(one.parentPath ?? one.path, one.name));
  return new Map(await Promise.all(paths.sort().map(async (path) => [relative(directory, path), new Uint8Array(await readFile(path))])));
}

/** Builds both editions of a list, in directories of their own. */
async function build(name, { kind, bits }, { both, gone, added }, secretKey, key) {
  const id = Buffer.from(name.padEnd(16)).toString('hex');
  return kept(['simulator', name, kLists[name], key], [...kMakers, secretKey], async (directory) => {
    for (const [edition, numbers] of [[1, [...both, ...gone]], [2, [...both, ...added]]]) {
      const published = new Date(kPublished - (2 - edition) * 30 * 24 * 3600 * 1000).toISOString().replace('.000', '');
      const made = [
        ...['--list-id', id, '--group-salt', id, '--nonce', Buffer.from(`${edition}${name}`.padEnd(16)).toString('hex')],
        ...['--bits', bits, '--k', 1, '--sequence', edition, '--published', published, '--valid-until', new Date(kValidUntil).toISOString().replace('.000', '')],
      ];
      const place = { directory: join(directory, `edition-${edition}`), pinFile: join(directory, `pin-${edition}.json`) };
      await buildList({ ...place, secretKey, kind, numbers, options: [...kNoCoincidence, ...made.map(String), ...key] });
    }
  });
}

async function deal(directory) {
  const until = new Date(kValidUntil + 30 * 24 * 3600 * 1000).toISOString().slice(0, 10);
  await selfcheck(['deal', '--threshold', kThreshold, '--of', kEvaluators, '--until', until, '--out', directory, '--no-password'].map(String));
}

/** The publishers' side of all worlds. */
export class Publishers {
  /** By name: {name, kind, numbers, url, editions: [Map of files by path, ...], pointerOf(edition), pin}. */
  lists = {};
  #evaluators;
  #answers = new Map();

  static async make() {
    const publishers = new Publishers();
    const publisher = await Publisher.make();
    const dealt = await kept(['simulator deal'], [cli, ...kMakers], deal);
    const shares = Array.from({ length: kEvaluators }, (_, i) => join(dealt, `share-${i + 1}.key`));
    const addresses = shares.map((_, i) => ['--evaluator', `https://evaluator-${i + 1}.example/`]).flat();
    const key = ['--evaluation', join(dealt, 'evaluation.json'), '--share', join(dealt, 'share-0.key'), ...addresses];
    await Promise.all(
      Object.entries(kLists).map(async ([name, list]) => {
        const numbers = numbersOf(list);
        const directory = await build(name, list, numbers, publisher.secretKey, list.isKeyed ? key : []);
        const editions = await Promise.all([1, 2].map((edition) => filesIn(join(directory, `edition-${edition}`))));
        const pin = JSON.parse(await readFile(join(directory, 'pin-2.json'), 'utf8')).lists[0];
        publishers.lists[name] = { name, ...list, numbers, url: `${kHost}${name}/`, editions, pin };
      }),
    );
    publishers.#evaluators = await Evaluators.start(shares);
    await publisher.remove();
    return publishers;
  }

  /** Returns the answer of the real evaluator with this index: {status, headers, body}. It is asked the same thing only once. */
  evaluate(index, question) {
    const key = `${index} ${Buffer.from(question).toString('base64')}`;
    if (!this.#answers.has(key)) this.#answers.set(key, ask(this.#evaluators.middlemen[index - 1].target, Buffer.from(question)));
    return this.#answers.get(key);
  }

  stop() {
    return this.#evaluators.stop();
  }
}
