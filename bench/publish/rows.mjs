// Measures all of a build but its hashes, with a tag source that gives tags at no cost and that only this benchmark can link.
import { join } from 'node:path';
import { keepResult, printTable, progress } from '../support/report.mjs';
import { inDirectory, withoutHash } from './support.mjs';

async function measure(rows) {
  progress(`${rows.toLocaleString('en')} rows`);
  return inDirectory(async ({ directory, run }) => {
    await run(withoutHash, ['make', String(rows), 'numbers']);
    return JSON.parse(await run(withoutHash, ['run', 'numbers', directory, join(directory, 'key')]));
  });
}

const nanoseconds = (seconds, rows) => Math.round((seconds * 1e9) / rows).toString();
const perRow = ({ user_seconds: user, system_seconds: system }, rows) => `${nanoseconds(user, rows)} + ${nanoseconds(system, rows)}`;

export async function measureRows({ rows }) {
  const results = [];
  for (const count of rows) results.push(await measure(count));
  console.log('\n## All but the hash\n');
  console.log('Nanoseconds of processor time a row, the program’s own and the system’s for it (files, and waiting until they are on the disk); of the rows, a tenth are repetitions.');
  printTable(
    ['rows', 'prepare', 'hash', 'assemble', 'all', 'rows a core-second', 'peak MiB', 'published / (n p / 8)'],
    results.map((result) => [
      result.rows.toLocaleString('en'),
      perRow(result.prepare, result.rows),
      perRow(result.hash, result.rows),
      perRow(result.assemble, result.rows),
      perRow(result.all, result.rows),
      Math.round(result.rows_per_core_second).toLocaleString('en'),
      result.peak_mib.toString(),
      result.published_over_bound.toFixed(3),
    ]),
  );
  await keepResult('publish-rows', results);
}
