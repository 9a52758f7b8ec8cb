// The page's words in one language: locales/<language>.json, loaded once. English is the one that all others are held
// against, so its keys are the type of every key.
//
// A message is a text with `{placeholders}`, or, where it depends on a `count`, one text for each plural form of the language
// (`one`, `other`, ... as in Intl.PluralRules).

import type en from '../locales/en.json';
import { CheckError } from './errors.js';
import { languageOf } from './languages.js';

/** Messages of the group `static` are in index.html instead. */
export type MessageKey = Exclude<keyof typeof en, `static.${string}`>;
export type Parameters = Readonly<Record<string, string | number>>;
export type Messages = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** Everyone in India groups digits like this and reads these digits, whatever the script of the words around them. */
const kNumbers = { numberingSystem: 'latn' } as const;
/** The same day for every reader: India's. */
const kDate = { ...kNumbers, dateStyle: 'long', timeZone: 'Asia/Kolkata' } as const;
const kRounded = { ...kNumbers, maximumSignificantDigits: 2 } as const;
const kRoundedInWords = { ...kRounded, notation: 'compact', compactDisplay: 'long' } as const;

/** Set a text apart from the direction of the words around it: numbers in Urdu, an Urdu title in English. */
const kFirstStrongIsolate = '\u2068';
const kPopIsolate = '\u2069';
const kRightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;

const inUnit = (unit: string, unitDisplay: 'long' | 'short', maximumFractionDigits: number): Intl.NumberFormatOptions => ({
  ...kNumbers,
  ...{ style: 'unit', unit, unitDisplay, maximumFractionDigits },
});
const kMegabytes = { below: Infinity, size: 1e6, options: inUnit('megabyte', 'short', 1) };
const kByteUnits = [
  { below: 1e3, size: 1, options: inUnit('byte', 'long', 0) },
  { below: 1e6, size: 1e3, options: inUnit('kilobyte', 'short', 0) },
  kMegabytes,
];

export class Locale {
  /** BCP 47, for `lang`. */
  readonly language: string;
  readonly direction: string;
  readonly #messages: Messages;
  readonly #plural: Intl.PluralRules;
  readonly #regional: string;
  /** One for each of the options above, once it is needed: making one takes a slow phone longer than drawing the page. */
  readonly #numberFormats = new Map<Intl.NumberFormatOptions, Intl.NumberFormat>();
  #dates: Intl.DateTimeFormat | undefined;

  constructor(language: string, messages: Messages) {
    this.language = language;
    this.direction = languageOf(language).direction;
    this.#messages = messages;
    this.#plural = new Intl.PluralRules(language);
    this.#regional = `${language}-IN`;
  }

  /** Of a message file's bytes. Throws CheckError. */
  static read(language: string, file: Uint8Array): Locale {
    try {
      return new Locale(language, JSON.parse(new TextDecoder().decode(file)) as Messages);
    } catch {
      throw new CheckError('json_syntax', 'texts');
    }
  }

  /** Numbers among the parameters are written as `number` does. */
  text(key: MessageKey, parameters: Parameters = {}): string {
    return this.parts(key, parameters).join('');
  }

  /** A message in pieces, for parameters that are no plain text. */
  parts<T extends object = never>(key: MessageKey, parameters: Readonly<Record<string, string | number | T>>): (string | T)[] {
    const message = this.#messages[key];
    const { count } = parameters;
    const text = typeof message === 'object' ? this.#pluralForm(message, Number(count)) : message;
    // A missing text must show in a test and not stop a check.
    if (text === undefined) return [key];
    return text.split(/(\{\w+\})/).map((piece) => {
      const value = /^\{\w+\}$/.test(piece) ? parameters[piece.slice(1, -1)] : piece;
      if (value === undefined || value === piece) return piece;
      if (typeof value === 'object') return value;
      return this.#isolate(typeof value === 'number' ? this.number(value) : value);
    });
  }

  number(value: number): string {
    return this.#format(value, kNumbers);
  }

  /** To two digits: `86 lakh`, or `86,00,000` where the browser would say it in millions, in which nobody in India counts. */
  roughly(value: number): string {
    const hasLakh = !/\d\d/.test(this.#format(100_000, kRoundedInWords));
    return this.#format(value, hasLakh ? kRoundedInWords : kRounded);
  }

  bytes(count: number): string {
    const { size, options } = kByteUnits.find(({ below }) => count < below) ?? kMegabytes;
    return this.#format(count / size, options);
  }

  date(seconds: number): string {
    this.#dates ??= new Intl.DateTimeFormat(this.#regional, kDate);
    return this.#dates.format(seconds * 1000);
  }

  #format(value: number, options: Intl.NumberFormatOptions): string {
    let format = this.#numberFormats.get(options);
    if (!format) {
      format = new Intl.NumberFormat(this.#regional, options);
      this.#numberFormats.set(options, format);
    }
    return format.format(value);
  }

  #pluralForm(forms: Readonly<Record<string, string>>, count: number): string | undefined {
    return forms[this.#plural.select(count)] ?? forms['other'];
  }

  #isolate(value: string): string {
    if (this.direction === 'ltr' && !kRightToLeft.test(value)) return value;
    return kFirstStrongIsolate + value + kPopIsolate;
  }
}
