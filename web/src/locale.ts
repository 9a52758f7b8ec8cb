// The page's words in one language: locales/<language>.json, which the build cuts in two (later_words.ts). English is the one that all
// others are held against, so its keys are the type of every key.
//
// A message is a text with `{placeholders}`, or, where it depends on a `count`, two: `one` for exactly 1, `other` for any other.

import type en from '../locales/en.json';
import type embed from '../locales/embed/en.json';
import type frame from '../locales/frame/en.json';
import type lists from '../locales/lists/en.json';
import { CheckError } from './errors.js';
import { dayInIndia, grouped, rounded, size } from './format.js';
import { languageOf } from './languages.js';
import type { laterGroups, laterKeys } from './later_words.js';

/**
 * The key of a message. Those of the group `static` are in index.html instead, and those of the header and the footer have a file of
 * their own.
 */
export type MessageKey = Exclude<keyof typeof en, `static.${string}`> | keyof typeof frame;
/** The key of any message that a script can say: those of the pages that have a script come with these pages. */
export type AnyKey = MessageKey | keyof typeof lists | keyof typeof embed;
/** The key of a message that is there from the beginning. */
export type FirstKey = Exclude<MessageKey, `${(typeof laterGroups)[number]}.${string}` | (typeof laterKeys)[number]>;
export type Parameters = Readonly<Record<string, string | number>>;
export type Messages = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** These two signs set a text apart from the direction of the words around it, as a number in Urdu or an Urdu title in English. */
const kFirstStrongIsolate = '\u2068';
const kPopIsolate = '\u2069';
const kRightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;

/** This space stands between a number and its unit, so that no line ends there. */
const kNoBreakSpace = '\u00a0';

/** The words of one language that have these keys. */
export class Locale<Key extends AnyKey = FirstKey> {
  /** Only the compiler sees this: it refuses to ask a locale for words that it does not have. */
  declare readonly asked: (key: Key) => void;
  /** The BCP 47 code, as in the attribute `lang`. */
  readonly language: string;
  readonly direction: string;
  readonly #messages: Messages;

  constructor(language: string, messages: Messages) {
    this.language = language;
    this.direction = languageOf(language).direction;
    this.#messages = messages;
  }

  /** Reads the bytes of a message file. Throws CheckError. */
  static read(language: string, file: Uint8Array): Locale {
    return new Locale(language, readMessages(file));
  }

  /** Returns a locale that has the messages of the language's second file as well. Throws CheckError. */
  whole(file: Uint8Array): WholeLocale {
    return new Locale(this.language, { ...this.#messages, ...readMessages(file) });
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#messages, key);
  }

  /** Returns a message with its parameters filled in. Numbers among them are written as `number` does. */
  text(key: Key, parameters: Parameters = {}): string {
    return this.parts(key, parameters).join('');
  }

  /** Returns a message in pieces, for parameters that are no plain text. */
  parts<T extends object = never>(key: Key, parameters: Readonly<Record<string, string | number | T>>): (string | T)[] {
    return this.#pieces(key, parameters).map(({ piece, value }) => {
      if (value === undefined) return piece;
      if (typeof value === 'object') return value;
      return this.#isolate(typeof value === 'number' ? this.number(value) : value);
    });
  }

  number(value: number): string {
    return grouped(value);
  }

  /** Returns a number rounded to two digits, as `86 lakh`. */
  roughly(value: number): string {
    const { count, unit } = rounded(value);
    return unit === '' ? grouped(count) : this.#amount(`number.${unit}`, count);
  }

  bytes(value: number): string {
    const { count, unit } = size(value);
    return this.#amount(`size.${unit}`, count);
  }

  date(seconds: number): string {
    const { day, month, year } = dayInIndia(seconds);
    return this.#plain('date.long', { day, month: this.#plain(`month.${month}` as MessageKey, {}), year });
  }

  #amount(key: AnyKey, count: number): string {
    return this.#plain(key, { count: grouped(count) }).replaceAll(' ', kNoBreakSpace);
  }

  /**
   * Returns a message whose parameters are not set apart, since the message is itself a parameter and has the direction of its own words.
   */
  #plain(key: AnyKey, parameters: Parameters): string {
    return this.#pieces(key, parameters)
      .map(({ piece, value }) => String(value ?? piece))
      .join('');
  }

  #pieces<T>(key: AnyKey, parameters: Readonly<Record<string, T>>): { piece: string; value: T | undefined }[] {
    const message = this.#messages[key];
    const text = typeof message === 'object' ? message[Number(parameters['count']) === 1 ? 'one' : 'other'] : message;
    // A text that is missing must show in a test, but must not stop a check.
    if (text === undefined) return [{ piece: key, value: undefined }];
    return text.split(/(\{\w+\})/).map((piece) => ({
      piece,
      value: /^\{\w+\}$/.test(piece) ? parameters[piece.slice(1, -1)] : undefined,
    }));
  }

  #isolate(value: string): string {
    if (this.direction === 'ltr' && !kRightToLeft.test(value)) return value;
    return kFirstStrongIsolate + value + kPopIsolate;
  }
}

export type WholeLocale = Locale<MessageKey>;

function readMessages(file: Uint8Array): Messages {
  try {
    return JSON.parse(new TextDecoder().decode(file)) as Messages;
  } catch {
    throw new CheckError('json_syntax', 'texts');
  }
}
