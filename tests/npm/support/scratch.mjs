// Makes the package as its users get it: built, packed, and installed in a project that has nothing else.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { engine, webDirectory } from '../../browser/support/paths.mjs';
import { makeTemporaryDirectory } from '../../browser/support/site.mjs';

const run = promisify(execFile);

/** Runs web/build_npm.mjs. `from` is the engine's directory, and `more` has further options. */
export function buildPackage(directory, { from = engine, more = [] } = {}) {
  return run(process.execPath, [join(webDirectory, 'build_npm.mjs'), '--engine', from, '--out', directory, ...more]);
}

export class Scratch {
  static async make() {
    const scratch = new Scratch();
    scratch.root = await makeTemporaryDirectory();
    scratch.built = join(scratch.root, 'built');
    scratch.project = join(scratch.root, 'project');
    scratch.installed = join(scratch.project, 'node_modules/@selfcheck/checker');
    await mkdir(scratch.project);
    await writeFile(join(scratch.project, 'package.json'), '{ "private": true, "type": "module" }');
    await buildPackage(scratch.built);
    scratch.packed = JSON.parse(await scratch.npm('pack', '--json', '--pack-destination', scratch.root, scratch.built))[0];
    await scratch.npm('install', join(scratch.root, scratch.packed.filename));
    return scratch;
  }

  /** Runs npm offline, and without the cache of the user who runs the tests. */
  async npm(...args) {
    const quiet = ['--offline', '--no-audit', '--no-fund', '--no-update-notifier', '--cache', join(this.root, 'npm-cache')];
    return (await run('npm', [...args, ...quiet], { cwd: this.project })).stdout;
  }

  async write(name, contents) {
    const path = join(this.project, name);
    await writeFile(path, contents);
    return path;
  }

  /** Compiles files of the project strictly, and fails with the compiler's errors. */
  async compile(files, options) {
    const compilerOptions = {
      target: 'ES2022',
      typeRoots: [join(webDirectory, 'node_modules/@types')],
      strict: true,
      skipLibCheck: false,
      noEmit: true,
      ...options,
    };
    await this.write('tsconfig.json', JSON.stringify({ compilerOptions, files }));
    const tsc = join(webDirectory, 'node_modules/typescript/bin/tsc');
    await run(process.execPath, [tsc, '-p', this.project]).catch(({ stdout }) => assert.fail(stdout));
  }

  /** Returns the first example in `language` below a heading of the installed README that starts with `heading`. */
  async example(heading, language = 'js') {
    const section = (await this.readme()).split(/^## /m).find((text) => text.startsWith(heading));
    return new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, 'm').exec(section)[1];
  }

  readme() {
    return readFile(join(this.installed, 'README.md'), 'utf8');
  }

  async remove() {
    await rm(this.root, { recursive: true, force: true });
  }
}
