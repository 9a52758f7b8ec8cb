// Asks the evaluators of a keyed list about a number, by the implementation in Python, which shares nothing with the page or its engine.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { join } from 'node:path';
import { testsDirectory } from './paths.mjs';
import { canonicalForm } from './synthetic.mjs';

/** The number is read from standard input, so that it is in no list of processes. */
const kProgram = `
import json, sys
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import asking_reference, selfcheck_reference
asked = json.load(sys.stdin)
key = selfcheck_reference.parse_evaluation(asked["evaluation"])
urls = {one["index"]: one["url"] for one in asked["evaluators"]}
print(asking_reference.asking()(key, urls, asked["form"].encode()).hex())
`;

/** Returns the number's y, 64 bytes, for the keyed list with these `fields` of its manifest; `evaluators` are those that a pin names. */
export async function evaluationOf(kind, digits, fields, evaluators) {
  const asking = promisify(execFile)('/usr/bin/python3', ['-c', kProgram, join(testsDirectory, 'oracles')]);
  asking.child.stdin.end(JSON.stringify({ form: canonicalForm(kind, digits), evaluation: fields.evaluation, evaluators }));
  return Buffer.from((await asking).stdout.trim(), 'hex');
}
