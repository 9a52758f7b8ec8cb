// Runs Lighthouse with its mobile preset: a phone that is 4 times slower than this machine, on slow 4G, both simulated.
import lighthouse from 'lighthouse';
import { launchWholeBrowser } from '../browser/support/browser.mjs';
import { freePort } from '../browser/support/browsers/processes.mjs';

/** Lighthouse asks for another run where Chromium recorded no beginning of the page's load, as sometimes happens. */
const kAgain = 'NO_NAVSTART';
const kMostRuns = 3;

/**
 * Returns {version, scores, metrics, problems, html}: scores from 0 to 100 by category, and in `problems` a line for each audit that lost
 * points.
 */
export async function audit(url, categories) {
  for (let run = 1; ; run += 1) {
    const result = await auditOnce(url, categories);
    if (result.runtimeError?.code !== kAgain || run === kMostRuns) {
      if (result.runtimeError) throw new Error(result.runtimeError.message);
      return result;
    }
  }
}

async function auditOnce(url, categories) {
  const port = await freePort();
  const browser = await launchWholeBrowser([`--remote-debugging-port=${port}`]);
  try {
    // Lighthouse waits for robots.txt two seconds and no longer: that depends on the machine, and a test asks for the file itself.
    const options = { port, onlyCategories: categories, skipAudits: ['robots-txt'], output: 'html', logLevel: 'error' };
    const { lhr, report } = await lighthouse(url, options);
    return lhr.runtimeError ? { runtimeError: lhr.runtimeError } : { ...summaryOf(lhr), html: report };
  } finally {
    await browser.close();
  }
}

function summaryOf({ categories, audits, lighthouseVersion }) {
  const scores = {};
  const problems = [];
  for (const { id, score, auditRefs } of Object.values(categories)) {
    scores[id] = Math.round(100 * score);
    for (const { id: name, weight } of auditRefs.filter((ref) => audits[ref.id])) {
      const { score: part, title, displayValue = '' } = audits[name];
      if (weight > 0 && part !== null && part < 0.9) problems.push(`${id}: ${title} ${displayValue}`.trim());
    }
  }
  const metrics = {};
  for (const { id, title, displayValue } of Object.values(audits)) {
    if (categories.performance?.auditRefs.some((ref) => ref.id === id && ref.group === 'metrics')) metrics[title] = displayValue;
  }
  return { version: lighthouseVersion, scores, metrics, problems };
}
