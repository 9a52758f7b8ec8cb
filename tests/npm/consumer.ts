// A user's program, which is compiled against the package and never run.
import {
  failures,
  inputErrorCodes,
  kinds,
  openChecker,
  type Checker,
  type CheckerOptions,
  type CheckResult,
  type FailureCode,
  type Kind,
  type LedgerEntry,
  type ListVerdict,
  type Progress,
} from '@selfcheck/checker';

const options: CheckerOptions = {
  pins: { format: 'selfcheck-pins/1', lists: [] },
  baseUrl: new URL('https://lists.example.org/'),
  language: 'hi',
  limits: { count: 1, memKib: 65536, idleMs: 1000 },
  now: () => 0,
};
const checker: Checker = await openChecker(options);
const stop = new AbortController();
const kind: Kind = kinds[0];

function describe(verdict: ListVerdict): string {
  const title = verdict.list.description?.title ?? verdict.list.id;
  switch (verdict.outcome) {
    case 'found':
      return `${title}: ${verdict.coincidence.toFixed(3)}`;
    case 'not_found':
      return title;
    case 'could_not_tell': {
      const code: FailureCode = verdict.failure.code;
      return `${title}: ${failures[code].reason}, ${failures[code].advice}`;
    }
  }
}

function tell(result: CheckResult): string {
  switch (result.status) {
    case 'bad_input':
      return String(inputErrorCodes.indexOf(result.problem.code));
    case 'stands_out':
      return `${result.sessionBits} bits, or ${result.downloadBytes} bytes`;
    case 'verdict':
      return [result.outcome, ...result.lists.map(describe)].join('\n');
  }
}

const result = await checker.check(kind, '', {
  signal: stop.signal,
  wholeLists: true,
  onProgress: (progress: Progress) => void (progress.stage === 'downloading' && progress.bytes / progress.totalBytes),
});
// @ts-expect-error: there is an outcome only when there is a verdict
result.outcome;
// @ts-expect-error: what was typed is text
await checker.check('mobile', 0);
// @ts-expect-error: no such kind
checker.prepare('passport');
// @ts-expect-error: pins are not fetched
await openChecker({ pinsUrl: 'https://lists.example.org/pins.json' });

const anonymity = checker.ledger.map((entry: LedgerEntry) => entry.disclosure?.anonymitySet ?? 0);
const validation = await checker.validate('aadhaar', '');
export const report = [tell(result), validation.status, Math.min(...anonymity), checker.disclosedBits, checker.failure?.code];
checker.prepare('mobile');
checker.release();
checker.close();
