// Measures what it costs to hash a random sample again, in percent of a build.
import { keepResult, printTable, progress } from '../support/report.mjs';
import { inDirectory, kFixed } from './support.mjs';

const kNumbers = 100_000;

export async function measureSample() {
  progress(`a job of ${kNumbers.toLocaleString('en')} numbers`);
  const result = await inDirectory(async ({ numbers, selfcheck }) => {
    await numbers(kNumbers, 'numbers');
    await selfcheck('job', 'prepare', '--job', 'job', '--kind', 'mobile', '--mem', '8', '--ops', '1', ...kFixed, 'numbers');
    const hash = JSON.parse(await selfcheck('job', 'hash', '--job', 'job', '--json'));
    const begin = performance.now();
    const list = JSON.parse(await selfcheck('job', 'assemble', '--job', 'job', '--secret-key', 'key', '--out', 'list', '--json'));
    return { hashSeconds: hash.seconds, assembleSeconds: (performance.now() - begin) / 1000, hashedAgain: list.hashed_again };
  });
  const share = (100 * result.assembleSeconds) / (result.hashSeconds + result.assembleSeconds);
  console.log('\n## The sample\n');
  printTable(
    ['numbers', 'hashed again', 'hash, s', 'assemble, s', 'assemble, % of both'],
    [[kNumbers.toLocaleString('en'), result.hashedAgain.toString(), result.hashSeconds.toFixed(1), result.assembleSeconds.toFixed(1), share.toFixed(1)]],
  );
  await keepResult('publish-sample', result);
}
