// Tests a release's bill of materials, $SELFCHECK_SBOM: by CycloneDX's own schema, and that it has what it must have.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import Ajv from 'ajv';

const file = process.env.SELFCHECK_SBOM;
if (!file) throw new Error('SELFCHECK_SBOM says where it is');
const bom = JSON.parse(await readFile(file, 'utf8'));

const schemaOf = async (name) =>
  JSON.parse(await readFile(new URL(`node_modules/@cyclonedx/cyclonedx-library/res/schema/${name}.SNAPSHOT.schema.json`, import.meta.url), 'utf8'));

test('it is what CycloneDX 1.5 says', async () => {
  // Formats, such as of dates, need another package; the times and addresses are tested below.
  const ajv = new Ajv({ strict: false, validateFormats: false });
  for (const name of ['spdx', 'jsf-0.82']) ajv.addSchema(await schemaOf(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  const validate = ajv.compile(await schemaOf('bom-1.5'));
  assert.ok(validate(bom), JSON.stringify(validate.errors));
  assert.ok(!validate({ ...bom, components: [{ type: 'library' }] }), 'a component without a name must be refused');
  assert.match(bom.metadata.timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  for (const { purl } of bom.components) assert.doesNotThrow(() => purl === undefined || new URL(purl), purl);
});

test('every component has a version, and is in a part; every part is in the whole', () => {
  const refs = new Set(bom.components.map((component) => component['bom-ref']));
  assert.equal(refs.size, bom.components.length);
  const reached = new Set();
  const inner = new Map(bom.dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
  const visit = (ref) => {
    if (reached.has(ref)) return;
    reached.add(ref);
    for (const next of inner.get(ref) ?? []) visit(next);
  };
  visit(bom.metadata.component['bom-ref']);
  for (const component of bom.components) {
    assert.ok(component.version, component.name);
    assert.ok(reached.has(component['bom-ref']), component.name);
  }
  for (const ref of reached) assert.ok(ref === bom.metadata.component['bom-ref'] || refs.has(ref), ref);
});

test('it has all that this project names: libraries of headers, pinned sources, and every package of the lock file', async () => {
  const has = (purl) => bom.components.some((component) => component.purl?.startsWith(purl));
  for (const name of ['nlohmann-json3-dev', 'libexpected-dev', 'libcli11-dev', 'emscripten', 'libsodium', 'libsodium23', 'libcurl4', 'libarchive13']) {
    assert.ok(has(`pkg:deb/debian/${name}@`), name);
  }
  const lock = JSON.parse(await readFile(new URL('../../web/package-lock.json', import.meta.url), 'utf8'));
  for (const [path, { version }] of Object.entries(lock.packages)) {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length).replace('@', '%40');
    if (path) assert.ok(has(`pkg:npm/${name}@${version}`), path);
  }
  const fetch = await readFile(new URL('../../core/libsodium/fetch', import.meta.url), 'utf8');
  const [, sum] = /^([0-9a-f]{64}) {2}libsodium_\S+\.orig\.tar\.gz$/m.exec(fetch) ?? [];
  assert.ok(sum && JSON.stringify(bom).includes(sum), 'the sum of libsodium’s source');
});
