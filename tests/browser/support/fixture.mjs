// Makes what every test of the page needs before a file's tests, and takes it down after them.
import { after, before } from 'node:test';
import { launchBrowser, openPage } from './browser.mjs';
import { CheckerPage } from './checker_page.mjs';
import { Publisher } from './publisher.mjs';
import { Recorder } from './recorder.mjs';
import { Server, Site } from './site.mjs';

/**
 * Publishes with `publish(publisher)`, which returns lists by name; the tests open sites of these. Returns an object that is filled when
 * the first test starts. `flags` are further flags of the browser.
 */
export function fixture(publish, flags) {
  const made = {};
  before(async () => {
    made.publisher = await Publisher.make();
    made.lists = await publish(made.publisher);
    made.browser = await launchBrowser(flags);
  });
  after(async () => {
    await made.browser?.close();
    await made.publisher?.remove();
  });

  /**
   * Serves a site of `lists`, and opens it in a new page, until the test ends. `damage(site)` changes the site first, and
   * `beforeOpen(opened)` the browser's page. `locales` is a directory of languages in the place of the site's own.
   */
  made.open = async (t, lists = made.lists, { damage, context, beforeOpen, locales, browser = made.browser } = {}) => {
    const site = await Site.make(lists, { locales });
    t.after(() => site.remove());
    await damage?.(site);
    const server = await Server.start(site.directory);
    t.after(() => server.stop());
    const recorder = await Recorder.start(server.url);
    t.after(() => recorder.stop());
    const opened = await openPage(browser, context);
    t.after(() => opened.context.close());
    await beforeOpen?.(opened);
    const checker = new CheckerPage(opened.page);
    await checker.open(recorder.url);
    return { ...opened, site, server, recorder, checker };
  };
  return made;
}
