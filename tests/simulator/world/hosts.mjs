// Who answers the page's requests: the site, the lists' hosts, and their evaluators. They know the truth; what becomes of it on its way is
// network.mjs's business.
import { createHash } from 'node:crypto';
import { kSite } from './publishers.mjs';

const bytes = (text) => new TextEncoder().encode(text);
const kPointer = 'current.minisig';

/** Puts the beginning of a file's hash into its name, as the build does. */
export function hashedName(name, contents) {
  const hash = createHash('sha256').update(contents).digest('hex').slice(0, 12);
  return name.replace(/(\.\w+)$/, `-${hash}$1`);
}

export class Hosts {
  /** The site's files by their names. */
  site = new Map();
  /** The lists that the site's pins name, by their addresses. */
  #lists = new Map();
  #publishers;

  /** `names` are those of the lists that are pinned, and `lowest` is the lowest edition that the pins accept. */
  constructor(publishers, ownFiles, { names, lowest }) {
    this.#publishers = publishers;
    this.lowest = lowest;
    this.pinned = names.map((name) => publishers.lists[name]);
    for (const list of this.pinned) this.#lists.set(list.url, list);
    /** The edition to which each list's pointer points. */
    this.current = new Map(names.map((name) => [name, Math.max(lowest, 1)]));
    this.site = new Map(ownFiles);
    this.site.set('pins.json', bytes(JSON.stringify({ format: 'selfcheck-pins/1', lists: this.pinned.map((list) => this.#pin(list)) })));
  }

  #pin({ name, url, pin }) {
    return { ...pin, id: name, url, min_sequence: this.lowest };
  }

  /** The publisher of the list publishes its newer edition. */
  publish(name) {
    this.current.set(name, 2);
  }

  /** Returns what is asked for: {purpose, list?, path, body}; the body is undefined if there is no such file. */
  find(url) {
    if (url.startsWith(kSite)) return this.#ownFile(url.slice(kSite.length).replace(/[?#].*$/, ''));
    const address = [...this.#lists.keys()].find((one) => url.startsWith(one));
    const list = address && this.#lists.get(address);
    if (!list) return { purpose: 'nothing', path: url, body: undefined };
    const path = url.slice(address.length);
    return { purpose: purposeOf(path), list, path, body: this.fileOf(list, path) };
  }

  /** Returns a list's file, as its host has it now: files of the older edition stay there. */
  fileOf({ name, editions }, path, edition = this.current.get(name)) {
    if (path === kPointer) return editions[edition - 1].get(path);
    return editions.slice(0, edition).findLast((files) => files.has(path))?.get(path);
  }

  /** Returns other files of the same purpose, which a host could send by mistake or on purpose. */
  othersLike({ purpose, list, path }) {
    return [...this.#lists.values()].flatMap((one) =>
      one.editions.flatMap((files) =>
        [...files].flatMap(([other, body]) => (purposeOf(other) === purpose && !(one === list && other === path && other !== kPointer) ? [body] : [])),
      ),
    );
  }

  evaluate(url, question) {
    const [, index] = /^https:\/\/evaluator-(\d)\./.exec(url) ?? [];
    return index && { index: Number(index), answer: (of = index) => this.#publishers.evaluate(Number(of), question) };
  }

  #ownFile(path) {
    const body = this.site.get(path === '' ? 'index.html' : path);
    if (path === 'pins.json') return { purpose: 'pins', path, body };
    return { purpose: path.endsWith('.wasm') ? 'engine' : 'own file', path, body };
  }
}

function purposeOf(path) {
  if (path === kPointer) return 'pointer';
  return path.startsWith('manifest') ? 'manifest' : 'bucket';
}
