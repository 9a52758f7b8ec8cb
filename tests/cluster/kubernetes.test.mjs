// Tests cli/cluster/kubernetes-job.yaml: whether a cluster would accept it, and whether the program accepts its command
// line.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Job } from "kubernetes-models/batch/v1";
import { parse } from "yaml";

const program = process.env.SELFCHECK;
assert.ok(program, "SELFCHECK is the program to test");
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const manifest = parse(readFileSync(here("../../cli/cluster/kubernetes-job.yaml"), "utf8"));
const work = mkdtempSync(join(tmpdir(), "selfcheck-kubernetes-"));
after(() => rmSync(work, { recursive: true, force: true }));

// Wraps a document so that the path of every field that is looked at is added to `seen`.
function watched(value, path, seen) {
  if (typeof value !== "object" || value === null) return value;
  return new Proxy(value, {
    get(target, key) {
      const place = `${path}.${String(key)}`;
      if (Object.hasOwn(target, key)) seen.add(place);
      return watched(target[key], place, seen);
    },
  });
}

function fields(value, path) {
  if (typeof value !== "object" || value === null) return [];
  return Object.keys(value).flatMap((key) => [`${path}.${key}`, ...fields(value[key], `${path}.${key}`)]);
}

// Validates a document with the schema that Kubernetes publishes of its API, which ignores fields that it does not
// know. A cluster refuses them, and so does this: a field that the schema never looks at is unknown.
function validate(document) {
  const seen = new Set();
  Job.prototype.validate.call(watched(document, "job", seen));
  for (const field of fields(document, "job")) assert.ok(seen.has(field), `${field} is no field of a Job`);
}

// Returns the manifest with one thing changed.
function changed(change) {
  const document = structuredClone(manifest);
  change(document.spec, document.spec.template.spec, document.spec.template.spec.containers[0]);
  return document;
}

test("the manifest is a Job of batch/v1", () => validate(manifest));

test("a manifest with a mistake is refused", () => {
  const mistakes = [
    (job) => (job.completionModus = job.completionMode),
    (job) => (job.completions = "sixteen"),
    (job) => delete job.template,
    (job) => delete job.podFailurePolicy.rules[0].onPodConditions[0].status,
    (job) => (job.podFailurePolicy.rules[0].onPodCondition = []),
    (job, pod) => (pod.automountServiceAccountTokens = false),
    (job, pod) => delete pod.volumes[0].name,
    (job, pod, container) => (container.securityContext.readOnlyRootFileSystem = true),
    (job, pod, container) => (container.resources.limits.memory = "much"),
    (job, pod, container) => (container.args[0] = 1),
  ];
  for (const mistake of mistakes) assert.throws(() => validate(changed(mistake)), undefined, String(mistake));
});

test("as many shards as pods, and memory for their threads", () => {
  const [container] = manifest.spec.template.spec.containers;
  const option = (name) => container.args[container.args.indexOf(name) + 1];
  assert.equal(manifest.spec.completionMode, "Indexed");
  assert.equal(option("--shard"), `auto/${manifest.spec.completions}`);
  assert.equal(option("--threads"), container.resources.requests.cpu);
  assert.equal(container.resources.limits.memory, `${512 + 64 * Number(option("--threads"))}Mi`);
});

test("a pod can't reach more than the job", () => {
  const pod = manifest.spec.template.spec;
  assert.equal(pod.automountServiceAccountToken, false);
  assert.equal(pod.securityContext.runAsNonRoot, true);
  assert.deepEqual(pod.containers[0].securityContext, {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  });
});

test("the pods' command line hashes all of a job", () => {
  const job = join(work, "job");
  const synthetic = [here("../synthetic.py"), "--kind", "mobile", "--count", "320", "--seed", "1"];
  const numbers = execFileSync("python3", synthetic);
  const prepare = ["job", "prepare", "--kind", "mobile", "--job", job, "--test", "--mem", "8", "--ops", "1"];
  const texts = ["--title", "Test list", "--publisher", "Selfcheck's tests"];
  execFileSync(program, [...prepare, ...texts, "-"], { input: numbers });

  const [container] = manifest.spec.template.spec.containers;
  assert.deepEqual(container.command, ["selfcheck"]);
  const mounted = join(container.volumeMounts[0].mountPath, "selfcheck");
  const args = container.args.map((arg) => (arg === mounted ? job : arg));
  assert.ok(args.includes(job), "the job lies in the volume");
  for (let index = 0; index < manifest.spec.completions; ++index) {
    const pod = spawnSync(program, args, { env: { JOB_COMPLETION_INDEX: String(index) }, encoding: "utf8" });
    assert.equal(pod.status, 0, pod.stderr);
  }
  const status = JSON.parse(execFileSync(program, ["job", "status", "--job", job, "--json"], { encoding: "utf8" }));
  assert.equal(status.entries, 320);
  assert.equal(status.done, status.chunks);
});
