// A language that nobody speaks, made from English: half as long again, in Arabic letters, from right to left. It shows what
// a page does with words of any language, without having to wait for their translation.
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { webDirectory } from './paths.mjs';

const kLetters = 'ابتثجحخدذرزسشصضطظعغفقکلم';

function disguise(text) {
  return text.replace(/\{\w+\}|[A-Za-z]+/g, (part) => {
    if (part.startsWith('{')) return part;
    const letters = [...part].map((letter) => kLetters[letter.toLowerCase().charCodeAt(0) % kLetters.length]);
    return letters.join('') + letters.slice(0, Math.ceil(part.length / 2)).join('');
  });
}

export const pseudo = (message) =>
  typeof message === 'string'
    ? disguise(message)
    : Object.fromEntries(Object.entries(message).map(([form, text]) => [form, disguise(text)]));

/** Fills a directory with the site's languages, and with this one under the code `code`. */
export async function makeLocales(directory, code = 'ur') {
  await mkdir(directory, { recursive: true });
  await cp(join(webDirectory, 'locales'), directory, { recursive: true });
  const english = JSON.parse(await readFile(join(directory, 'en.json'), 'utf8'));
  const messages = Object.fromEntries(Object.entries(english).map(([key, message]) => [key, pseudo(message)]));
  await writeFile(join(directory, `${code}.json`), JSON.stringify(messages));
  return directory;
}
