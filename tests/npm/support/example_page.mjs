// Puts the README's example on a page, under the README's policy.
import { FileServer } from '../../browser/support/file_server.mjs';
import { Publisher } from '../../browser/support/publisher.mjs';
import { Server } from '../../browser/support/site.mjs';
import { Scratch } from './scratch.mjs';

/** A project with the package, and a list on another origin. */
export class ExampleProject {
  static async make() {
    const project = new ExampleProject();
    project.scratch = await Scratch.make();
    project.publisher = await Publisher.make();
    project.list = await project.publisher.mobile();
    project.listServer = await Server.start(project.publisher.root);
    project.siteServer = await FileServer.start(project.scratch.project);
    return project;
  }

  get pins() {
    const url = new URL('mobile/', this.listServer.url).href;
    return JSON.stringify({ format: 'selfcheck-pins/1', lists: [{ ...this.list.pin, url }] });
  }

  /** Returns the README's policy, for this list. `more` adds sources to directives. */
  async policy(more = {}) {
    const [, text] = /^## Content-Security-Policy\n\n```text\n([^]*?)```/m.exec(await this.scratch.readme());
    const directives = text.trim().replace('https://lists.example.org', new URL(this.listServer.url).origin).split(/;\s*/);
    return directives.map((one) => `${one} ${more[one.split(' ')[0]] ?? ''}`.trim()).join('; ');
  }

  /** Returns the README's page, with this script, and `head` in its head. */
  page(script, head = '') {
    return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Test</title>${head}
      <input aria-label="Number"><button>Check</button><output></output>
      <script type="module" src="${script}"></script></html>`;
  }

  async pageWithPolicy(script, more) {
    return this.page(script, `<meta http-equiv="Content-Security-Policy" content="${await this.policy(more)}">`);
  }

  async remove() {
    await this.siteServer?.stop();
    await this.listServer?.stop();
    await this.publisher?.remove();
    await this.scratch?.remove();
  }
}

/** Checks a number with the page, and returns what the page says. Before the page's script has come, a press does nothing. */
export async function check(page, number) {
  await page.getByLabel('Number').fill(number);
  await page.waitForFunction(() => document.querySelector('output').textContent === '');
  await page.getByRole('button', { name: 'Check' }).click();
  await page.waitForFunction(() => document.querySelector('output').textContent !== '');
  return page.locator('output').textContent();
}
