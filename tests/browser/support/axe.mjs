// Runs axe-core in a page, with the rules of WCAG 2.2 AA and axe's own best practices.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const kStandards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The rules whose answer can be another when nothing but the words and their direction are others. The size of targets, of which it is true, too, is left to whoever measures it. */
export const kOfWords = [
  ...['document-title', 'html-has-lang', 'html-lang-valid', 'valid-lang', 'aria-command-name', 'button-name', 'link-name', 'summary-name'],
  ...['input-button-name', 'label', 'select-name', 'image-alt', 'empty-heading', 'label-title-only'],
];

/** Returns what axe finds in a page, without the frames in it, one line for each violation. With `rules` only these rules are checked. */
export async function violations(page, rules) {
  const runOnly = rules ? { type: 'rule', values: rules } : { type: 'tag', values: kStandards };
  // The page's policy lets no script in but its own. Playwright's `evaluate` is not held up by it.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  return page.evaluate(async (only) => {
    const { violations: found } = await window.axe.run(document, { runOnly: only, resultTypes: ['violations'], iframes: false });
    return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`));
  }, runOnly);
}
