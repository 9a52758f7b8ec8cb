// What the tests publish: one publisher's lists, made once for a test file and copied into each of its sites.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buildList, makeKey } from './lists.mjs';
import { makeTemporaryDirectory } from './site.mjs';
import { syntheticNumbers } from './synthetic.mjs';

/** Sixteen buckets of some fifty numbers: enough to see which of them is asked for. */
const kMobileOptions = ['--bits', '4', '--k', '15'];
export const kMobileBits = 4;

export class Publisher {
  static async make() {
    const publisher = new Publisher();
    publisher.root = await makeTemporaryDirectory();
    publisher.secretKey = await makeKey(publisher.root, 'publisher');
    return publisher;
  }

  /** Gives {directory, pin, members, others}: numbers in the list, and as many that are not. The rest is buildList's. */
  async publish(name, { kind, count, seed = 1, secretKey = this.secretKey, ...rest }) {
    const directory = join(this.root, name);
    const numbers = syntheticNumbers(kind, 2 * count, seed);
    const members = numbers.slice(0, count);
    const pinFile = join(this.root, `${name}.pin.json`);
    const pin = await buildList({ directory, pinFile, secretKey, kind, numbers: members, ...rest });
    return { directory, pin, members, others: numbers.slice(count) };
  }

  mobile(name = 'mobile') {
    return this.publish(name, { kind: 'mobile', count: 800, options: kMobileOptions });
  }

  /** So small that it is a single bucket: a check tells nothing. */
  aadhaar(name = 'aadhaar') {
    return this.publish(name, { kind: 'aadhaar', count: 40 });
  }

  async remove() {
    await rm(this.root, { recursive: true, force: true });
  }
}
