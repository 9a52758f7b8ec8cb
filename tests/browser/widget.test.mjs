// The widget on other people's pages, in Chromium: what can be chosen, pages of all sorts, and a host that would like to know.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { violations } from './support/axe.mjs';
import { openPage } from './support/browser.mjs';
import { CheckerPage } from './support/checker_page.mjs';
import { bucketIndex } from './support/crafted_list.mjs';
import { countEngines } from './support/count_engines.mjs';
import { deploy, deploySecurely } from './support/deployment.mjs';
import { fixture } from './support/fixture.mjs';
import { hold } from './support/hold.mjs';
import { article, asWordPressEmbeds, Host, pasted } from './support/host.mjs';
import { makeCertificate } from './support/nginx.mjs';
import { kMobileBits } from './support/publisher.mjs';
import { canonicalForm } from './support/synthetic.mjs';
import { importWebModule } from './support/web_module.mjs';
import { wireSize } from './support/wire_size.mjs';

const { heightInUse } = await importWebModule('embed/frame.ts');

const made = fixture(async (publisher) => ({
  mobile: await publisher.mobile(),
  aadhaar: await publisher.aadhaar(),
}));

/** One for all tests: it takes a while to build. */
const cleanups = [];
let deploying;
const deployed = () => (deploying ??= deploy({ after: (cleanup) => cleanups.push(cleanup) }, made.lists));
after(async () => {
  for (const cleanup of cleanups) await cleanup();
});

/** A browser's page for the host's, with service workers as they are: a frame without an origin has none to block. */
async function openReader(t, contextOptions) {
  const opened = await openPage(made.browser, { serviceWorkers: 'allow', ...contextOptions });
  t.after(() => opened.context.close());
  return opened;
}

/** A host, and a page of the host's with what `paste(deployment)` gives. */
async function embed(t, paste, { headers, context } = {}) {
  const deployment = await deployed();
  deployment.recorder.clear();
  const host = await Host.start(t);
  const opened = await openReader(t, context);
  const content = paste(deployment);
  const address = host.page('article', content.startsWith('<!doctype') ? content : article(content, { before: 1 }), headers?.(deployment));
  await opened.page.goto(address);
  return { ...opened, deployment, host, address, checker: widget(opened.page) };
}

/** The page's widget, used as the page of the site is. */
const widget = (page, index = 0) => new CheckerPage(page.frameLocator(`iframe >> nth=${index}`));

const scripted = (options) => (deployment) => pasted(deployment, options).script;
const framed = (options) => (deployment) => pasted(deployment, options).frame;

const frameBox = (page) => page.locator('iframe').first().boundingBox();

test('options: lists, language, colours and kind are those that were chosen', async (t) => {
  const options = { lists: 'mobile', lang: 'hi', theme: 'dark', accent: '#b00', kind: 'mobile' };
  const { page, checker, deployment, seen } = await embed(t, scripted(options));
  await checker.number.waitFor();
  const frame = page.frames()[1];
  await checker.page.locator('.list-card').waitFor();
  assert.equal(await checker.page.locator('.list-card').count(), 1);
  const shown = await frame.evaluate(() => ({
    language: document.documentElement.lang,
    paper: getComputedStyle(document.body).backgroundColor,
    scheme: getComputedStyle(document.documentElement).colorScheme,
    question: document.querySelector('[role=group]').checkVisibility(),
    back: [...document.querySelectorAll('button')].some(({ textContent }) => textContent === 'वापस'),
    focused: document.activeElement.tagName,
  }));
  assert.deepEqual(shown, { language: 'hi', paper: 'rgb(16, 24, 30)', scheme: 'dark', question: false, back: false, focused: 'BODY' });
  assert.equal(await page.locator('iframe').getAttribute('title'), 'अपना नंबर जाँचें: Selfcheck');
  // Nobody has touched it yet: no list was asked for what the newsroom has not chosen, and nothing was hashed.
  assert.deepEqual(deployment.recorder.paths().filter((path) => path.includes('aadhaar') || path.includes('buckets')), []);
  await checker.number.fill(made.lists.mobile.members[0]);
  await checker.number.press('Enter');
  assert.equal((await checker.readVerdict()).outcome, 'found');
  await checker.page.getByRole('button', { name: 'दूसरा नंबर जाँचें' }).click();
  assert.equal(await checker.number.inputValue(), '');
  assert.equal(await frame.evaluate(() => document.activeElement.id), 'number');
  assert.deepEqual(seen.trouble, []);
});

test('a colour is made readable on light and dark, and no more than needed', async (t) => {
  const { contrast, parseColour, readableAccent, hexOf } = await importWebModule('widget/colour.ts');
  const papers = { light: ['#ffffff', '#ecf5f6', '#fdf1f0'], dark: ['#10181e', '#331a1b', '#1b262e'] };
  for (const backgrounds of Object.values(papers).map((all) => all.map(parseColour))) {
    for (const chosen of ['#bb0000', '#ffff00', '#000000', '#ffffff', '#777777', '#0b5563', '#00ff00', '#0000ff']) {
      const { accent, pressed } = readableAccent(parseColour(chosen), backgrounds);
      for (const background of backgrounds) {
        assert.ok(contrast(parseColour(hexOf(accent)), background) >= 4.5, `${chosen}: ${hexOf(accent)}`);
        assert.ok(contrast(parseColour(hexOf(pressed)), background) >= 4.5, `${chosen}, pressed`);
      }
      if (backgrounds.every((background) => contrast(parseColour(chosen), background) >= 4.5)) assert.equal(hexOf(accent), chosen);
    }
  }
  // Black on white, by definition.
  assert.equal(contrast([0, 0, 0], [255, 255, 255]), 21);
  const { page } = await embed(t, scripted({ accent: 'ffee00' }), { context: { colorScheme: 'light' } });
  await widget(page).kindButton('mobile').waitFor();
  const colour = () =>
    page.frames()[1].evaluate(() => getComputedStyle(document.querySelector('button.choice')).color.match(/\d+/g).map(Number));
  const light = await colour();
  assert.ok(contrast(light, [255, 255, 255]) >= 4.5, String(light));
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.frames()[1].waitForFunction((before) => {
    const [now] = getComputedStyle(document.querySelector('button.choice')).color.match(/\d+/g).map(Number);
    return now !== before;
  }, light[0]);
  assert.deepEqual(await colour(), [255, 238, 0]);
});

test('an answer has the same colours whatever the newsroom chose, none of them green where nothing was found', async (t) => {
  const { page, deployment } = await embed(t, scripted());
  const checker = new CheckerPage(page);
  const coloursWith = async (accent, kind, digits) => {
    await page.goto('about:blank');
    await page.goto(`${deployment.url}widget.html#kind=${kind}&lang=en&accent=${accent}`);
    await checker.number.waitFor();
    await checker.check(kind, digits);
    await page.waitForFunction(() => document.documentElement.style.getPropertyValue('--accent') !== '');
    // Buttons and links, too, and the ring around what has the focus.
    await page.keyboard.press('Tab');
    return page.evaluate(() => {
      const nodes = [document.querySelector('.verdict'), ...document.querySelectorAll('.verdict *')];
      return nodes.flatMap((node) => {
        const style = getComputedStyle(node);
        const colours = ['color', 'backgroundColor', 'borderTopColor', 'borderInlineStartColor', 'outlineColor', 'textDecorationColor'];
        return colours.map((name) => `${node.localName}.${node.className.baseVal ?? node.className} ${name} ${style[name]}`);
      });
    });
  };
  const isGreen = (line) => {
    const [r, g, b] = line.match(/[\d.]+/g).slice(-3).map(Number);
    return g > r + 15 && g > b + 15;
  };
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    for (const [kind, digits] of [
      ['aadhaar', made.lists.aadhaar.others[0]],
      ['mobile', made.lists.mobile.members[0]],
    ]) {
      const green = await coloursWith('070', kind, digits);
      assert.deepEqual(green, await coloursWith('b00', kind, digits), `${kind}, ${colorScheme}`);
      assert.deepEqual(green.filter(isGreen), []);
    }
  }
  // The progress of a check is no answer either.
  await page.goto(`${deployment.url}widget.html#kind=mobile&accent=070`);
  await checker.number.waitFor();
  assert.equal(isGreen(await page.evaluate(() => {
    const bar = document.body.appendChild(document.createElement('progress'));
    return getComputedStyle(bar).accentColor;
  })), false);
});

test('a wrong option is said on the console of the host, and is as if it were not there', async (t) => {
  const options = { lang: 'Hindi!', theme: 'pink', accent: 'red', kind: 'pan' };
  const { page, checker, seen } = await embed(t, scripted(options));
  await checker.kindButton('aadhaar').waitFor();
  assert.equal(await page.locator('iframe').evaluate(({ src }) => new URL(src).hash), '');
  assert.deepEqual(
    seen.console.filter((line) => line.startsWith('selfcheck:')).map((line) => /data-(\w+)/.exec(line)[1]),
    ['lang', 'theme', 'accent', 'kind'],
  );
});

test('a choice of lists that is not understood, or of one that the site does not have, is no reason to check all of them', async (t) => {
  const { page, checker, deployment, host, seen } = await embed(t, scripted());
  const { script, frame } = pasted(deployment, { lists: 'mobile', kind: 'mobile' });
  const wrong = {
    // A site's own list and one that it does not have.
    gone: script.replace('"mobile"', '"mobile gone"'),
    capitals: script.replace('"mobile"', '"Mobile"'),
    // As WordPress makes them of straight ones.
    quotation_marks: script.replace('data-lists="mobile"', 'data-lists=”mobile”'),
    entities: script.replace('data-lists="mobile"', 'data-lists="&amp;quot;mobile&amp;quot;"'),
    address: script.replace('data-lists="mobile"', 'data-lists="../evil"'),
    empty: script.replace('"mobile"', '""'),
    // Escaped once too often.
    frame: frame.replace('#lists=mobile&amp;kind=mobile', '#kind=mobile&amp;amp;lists=mobile'),
    frame_twice: frame.replace('#lists=mobile', '#lists=mobile&amp;lists=gone'),
  };
  for (const [name, content] of Object.entries(wrong)) {
    assert.ok(!Object.values({ script, frame }).includes(content), name);
    seen.console.length = 0;
    await page.goto(host.page(name, article(content, { before: 1 })));
    const alert = checker.page.getByRole('alert').filter({ hasText: 'The lists could not be loaded' });
    await alert.getByText('Reason code: unknown_list').waitFor();
    assert.equal(await checker.number.isVisible(), false, name);
    if (/gone|twice/.test(name)) continue;
    assert.ok(seen.console.some((line) => /^selfcheck: .*nothing can be checked$/.test(line)), `${name}: ${seen.console}`);
  }
});

test('two widgets on one page: each has its own options, number and answer', async (t) => {
  const both = (deployment) => scripted({ kind: 'mobile', lists: 'mobile' })(deployment) + scripted({ kind: 'aadhaar' })(deployment);
  const { page } = await embed(t, both);
  const [first, second] = [widget(page, 0), widget(page, 1)];
  await page.locator('iframe').nth(1).scrollIntoViewIfNeeded();
  await second.number.fill(made.lists.aadhaar.others[0]);
  await first.number.fill(made.lists.mobile.members[0]);
  // Or the answer of one might take the focus in the middle of a key meant for the other.
  const { release } = await hold(page, '**/buckets/**');
  await second.submit();
  await first.submit();
  release();
  assert.equal((await first.readVerdict()).outcome, 'found');
  assert.equal((await second.readVerdict()).outcome, 'not_found');
});

test('an answer does not take the focus from a reader who has gone on to write elsewhere on the page', async (t) => {
  const withField = (deployment) => `<input id="comment" aria-label="Comment">${scripted({ kind: 'mobile' })(deployment)}`;
  const { page, checker } = await embed(t, withField);
  await checker.number.fill(made.lists.mobile.members[0]);
  const { release } = await hold(page, '**/buckets/**');
  await checker.submit();
  await page.locator('#comment').focus();
  release();
  const { outcome, heading } = await checker.readVerdict();
  assert.equal(outcome, 'found');
  await checker.page.getByRole('status').filter({ hasText: heading }).waitFor();
  await page.keyboard.type('mine');
  assert.equal(await page.locator('#comment').inputValue(), 'mine');
});

test('where the script is blocked, the link to the site stands in the room that is reserved', async (t) => {
  const { page } = await embed(t, scripted(), { headers: () => ({ 'Content-Security-Policy': "script-src 'self'" }) });
  assert.equal(await page.locator('iframe').count(), 0);
  assert.equal(await page.getByRole('link', { name: 'Was your number leaked?' }).isVisible(), true);
  assert.equal((await page.locator('.selfcheck').boundingBox()).height, 600);
});

test('whose frame it is stands in its first line, narrow or wide, and also where none of its scripts loads', async (t) => {
  for (const isBlocked of [false, true]) {
    const { page, deployment } = await embed(t, scripted());
    if (isBlocked) await page.route('**/widget-*.js', (route) => route.abort());
    const frame = page.frameLocator('iframe');
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await page.reload();
      await page.locator('iframe').scrollIntoViewIfNeeded();
      if (!isBlocked) await frame.getByRole('heading', { level: 1 }).waitFor();
      const address = frame.locator('header').getByText(new URL(deployment.url).host, { exact: true });
      await address.waitFor();
      assert.ok(await address.evaluate((node) => node.getBoundingClientRect().bottom < 60 && node.getBoundingClientRect().right <= innerWidth), `${width}`);
    }
  }
});

test('a host with a strict policy: two sources are all that it has to allow', async (t) => {
  const withoutStyle = (deployment) => scripted()(deployment).replace(/ style="[^"]*"/, '');
  const { checker, seen } = await embed(t, (deployment) => `<!doctype html><title>Strict</title>${withoutStyle(deployment)}`, {
    headers: ({ url }) => {
      const { origin } = new URL(url);
      return { 'Content-Security-Policy': `default-src 'none'; script-src ${origin}; frame-src ${origin}; require-trusted-types-for 'script'` };
    },
  });
  assert.equal((await checker.check('mobile', made.lists.mobile.members[0])).outcome, 'found');
  assert.deepEqual(seen.trouble, []);
});

test('a host that is isolated from other origins (COOP and COEP), by script and by frame', async (t) => {
  const certificate = await makeCertificate(t);
  const secure = await deploySecurely(t, made.lists, certificate);
  const host = await Host.start(t, certificate);
  const isolated = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
  const { page, seen } = await openReader(t, { ignoreHTTPSErrors: true });
  const { script, frame } = pasted(secure);
  for (const [kind, content] of Object.entries({ script, frame })) {
    await page.goto(host.page(kind, article(content, { before: 1 }), isolated));
    assert.equal(await page.evaluate(() => crossOriginIsolated), true);
    assert.equal((await widget(page).check('aadhaar', made.lists.aadhaar.others[0])).outcome, 'not_found', kind);
  }
  assert.deepEqual(seen.trouble, []);
});

test('a host that speaks AMP is asked for a height in its words', async (t) => {
  const listening = `<script>window.asked = []; addEventListener('message', ({ data, source }) => {
    if (data.sentinel !== 'amp' || data.type !== 'embed-size') return;
    const frame = [...document.querySelectorAll('iframe')].find(({ contentWindow }) => contentWindow === source);
    window.asked.push(data);
    frame.height = data.height;
  });</script>`;
  const { page, checker } = await embed(t, (deployment) => framed()(deployment) + listening);
  assert.equal((await checker.check('mobile', made.lists.mobile.members[0])).outcome, 'found');
  assert.deepEqual(await page.evaluate(() => window.asked), [{ sentinel: 'amp', type: 'embed-size', height: heightInUse }]);
  assert.equal((await frameBox(page)).height, heightInUse);
});

test('where an editor of WordPress pastes the address: a frame that may do nothing but run scripts, and is resized', async (t) => {
  // As wp-embed.js does it.
  const resize = `<script>addEventListener('message', ({ data, source }) => {
    if (!data.secret || !data.message || !data.value || /[^a-zA-Z0-9]/.test(data.secret)) return;
    for (const frame of document.querySelectorAll('iframe[data-secret="' + data.secret + '"]')) {
      if (source === frame.contentWindow && data.message === 'height') frame.height = Math.min(1000, Math.max(200, parseInt(data.value, 10)));
    }
  });</script>`;
  const content = (await asWordPressEmbeds((await deployed()).url)) + resize;
  const { page, checker } = await embed(t, () => content);
  assert.equal((await checker.check('mobile', made.lists.mobile.members[0])).outcome, 'found');
  assert.equal(await page.locator('iframe').getAttribute('height'), String(heightInUse));
  // Its own fragment does not get in the way of options.
  const { readOptions } = await importWebModule('widget/options.ts');
  assert.equal(readOptions('#lang=hi&kind=mobile#?secret=k3Jx9QbTzA').kind, 'mobile');
  assert.equal(readOptions('#?secret=k3Jx9QbTzA').lists, undefined);
  // Nor does what AMP adds where there are none.
  assert.equal(readOptions('#amp=1').lists, undefined);
});

test('the frame grows when that moves nothing on the screen, and only for what the frame itself asks', async (t) => {
  const { page, checker, address } = await embed(t, scripted());
  const height = async () => (await frameBox(page)).height;
  await checker.kindButton('mobile').waitFor();
  const reserved = await height();
  // Whoever else asks: the host's own scripts, another frame.
  await page.evaluate(() => {
    const stranger = document.body.appendChild(document.createElement('iframe'));
    stranger.sandbox = 'allow-scripts';
    stranger.srcdoc = "<script>parent.postMessage({ selfcheck: 'height', height: 700 }, '*')</script>";
    window.postMessage({ selfcheck: 'height', height: 700 }, '*');
  });
  // The frame, with what is no height.
  await page.frames()[1].evaluate(() => {
    for (const wrong of [1e6, -1, 690.5, '700', NaN, null, { valueOf: () => 700 }]) {
      try {
        window.parent.postMessage({ selfcheck: 'height', height: wrong }, '*');
      } catch {} // a function can't be sent
    }
    window.parent.postMessage('height', '*');
    window.parent.postMessage(null, '*');
  });
  await page.waitForTimeout(300);
  assert.equal(await height(), reserved);

  // Its lower edge is on the screen: it stays as it is until it is not.
  await page.setViewportSize({ width: 360, height: 1000 });
  await page.goto(address);
  await checker.kindButton('mobile').click();
  await checker.number.waitFor();
  await page.waitForTimeout(300);
  assert.equal(await height(), reserved);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.evaluate(() => scrollBy(0, 1));
  await page.waitForFunction((before) => document.querySelector('iframe').offsetHeight > before, reserved);
  // Never as high as the screen, so that there is something left to scroll the article by.
  assert.equal(await height(), 700);
});

test('nothing tells the site which article its reader comes from, and nothing is kept', async (t) => {
  const { page, checker, deployment, host, context } = await embed(t, scripted(), { headers: () => ({ 'Referrer-Policy': 'unsafe-url' }) });
  const entries = await page.evaluate(() => history.length);
  await checker.check('mobile', made.lists.mobile.others[0]);
  assert.equal(await page.evaluate(() => history.length), entries, "the history is the host's");
  for (const request of deployment.recorder.requests()) {
    assert.ok(!request.includes(new URL(host.url).port) || !/localhost/.test(request.replace(/^origin: .*$/gim, '')), 'no address of the host');
    assert.doesNotMatch(request, /^(?:referer|cookie):/im);
  }
  assert.equal(await page.frames()[1].evaluate(() => document.referrer), '');
  assert.deepEqual(await context.cookies(), []);
  assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
});

/** Everything that a page's own scripts can watch and try. What it learns is in `window.learnt`. */
function spy() {
  const learnt = [];
  Object.assign(window, { learnt });
  const note = (what, ...more) => learnt.push(JSON.stringify([what, ...more]));
  const events = ['keydown', 'keypress', 'keyup', 'beforeinput', 'input', 'change', 'paste', 'copy', 'compositionupdate', 'selectionchange'];
  for (const type of [...events, 'click', 'pointerdown', 'touchstart', 'submit', 'securitypolicyviolation']) {
    for (const target of [window, document]) target.addEventListener(type, (event) => note(type, event.key, event.data), true);
  }
  addEventListener('scroll', () => note('scroll', scrollX, scrollY));
  addEventListener('message', ({ data, origin }) => note('message', origin, data));
  const patch = (owner, name) => {
    const original = owner[name];
    owner[name] = function (...args) {
      note(name, args.map(String));
      return new.target ? new original(...args) : original.apply(this, args);
    };
  };
  patch(Element.prototype, 'attachShadow');
  for (const name of ['fetch', 'Worker', 'postMessage', 'XMLHttpRequest', 'Blob', 'WebSocket']) patch(window, name);
  patch(URL, 'createObjectURL');
  patch(WebAssembly, 'instantiate');
  new PerformanceObserver((list) => {
    for (const { name, initiatorType } of list.getEntries()) note('resource', initiatorType, new URL(name).pathname);
  }).observe({ type: 'resource', buffered: true });
  window.look = () => {
    const frame = document.querySelector('iframe');
    const attempts = {
      document: () => frame.contentDocument?.body.textContent,
      window: () => frame.contentWindow.document.body.textContent,
      value: () => frame.contentWindow.document.querySelector('#number').value,
      address: () => frame.contentWindow.location.href,
      storage: () => frame.contentWindow.localStorage.length,
      title: () => frame.contentWindow.document.title,
      name: () => frame.contentWindow.name,
      selection: () => String(getSelection()),
      frames: () => frame.contentWindow.length,
      find: () => window.find('leaked data'),
      history: () => history.length,
    };
    for (const [what, attempt] of Object.entries(attempts)) {
      try {
        note('look', what, attempt());
      } catch (error) {
        note('look', what, error.name);
      }
    }
    return learnt;
  };
}

test('a hostile host learns the height of the frame, and the same whatever the number and the answer', async (t) => {
  const { page, checker, address } = await embed(t, (deployment) => `<script>(${spy})()</script>${scripted({ lang: 'en' })(deployment)}`);
  const { members, others } = made.lists.mobile;
  const bucketOf = (digits) => bucketIndex(canonicalForm('mobile', digits), kMobileBits);
  const learnt = [];
  for (const [digits, outcome] of [
    [members[0], 'found'],
    [others.find((one) => bucketOf(one) === bucketOf(members[0])), 'not_found'],
    ['12345', undefined],
  ]) {
    await page.goto(address);
    await checker.chooseKind('mobile');
    await checker.number.click();
    await page.keyboard.type(digits, { delay: 5 });
    await page.keyboard.press('Enter');
    if (outcome) assert.equal((await checker.readVerdict()).outcome, outcome);
    else await checker.page.getByRole('alert').waitFor();
    // The frame tells its height last, in two ways. What came after that would come now.
    await page.waitForFunction(() => window.learnt.filter((line) => line.startsWith('["message"')).length > 1);
    await page.waitForTimeout(200);
    learnt.push(await page.evaluate(() => window.look()));
    for (const line of learnt.at(-1)) assert.ok(!line.includes(digits.slice(0, 4)) && !/found|leaked data/.test(line), 'no trace of it');
  }
  const messages = learnt[0].filter((line) => line.startsWith('["message"'));
  assert.deepEqual(messages.map((line) => JSON.parse(line)), [
    ['message', 'null', { selfcheck: 'height', height: heightInUse }],
    ['message', 'null', { sentinel: 'amp', type: 'embed-size', height: heightInUse }],
  ]);
  assert.ok(learnt[0].some((line) => line === '["look","window","SecurityError"]'), 'it did try');
  assert.ok(learnt[0].some((line) => line.startsWith('["resource"')), 'it does see what a page can see');
  assert.deepEqual(learnt[1], learnt[0]);
  assert.deepEqual(learnt[2], learnt[0]);
});

/** Of what a widget has asked for its own files alone, and how large they were together. */
async function ownFilesOf({ recorder, script, url }) {
  const paths = [...new Set(recorder.paths())].filter((path) => path !== `/${script.name}` && !/lists|pins/.test(path));
  const sizes = await Promise.all(paths.map((path) => wireSize(new URL(path, url))));
  return { count: paths.length, size: `${Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1000)} kB` };
}

test('the ledger says how much the frame has loaded, and where the browser hides it that it may be more', async (t) => {
  const { page, checker, deployment, address } = await embed(t, scripted({ lang: 'en' }));
  await checker.check('mobile', made.lists.mobile.others[0]);
  await checker.openLedger();
  const { count, size } = await ownFilesOf(deployment);
  // It is drawn again a while after the last file has come.
  const own = checker.page.locator('.requests > li').first();
  await own.filter({ hasText: `This page: ${count} files` }).getByText(size.replace(' ', '\u00a0'), { exact: true }).waitFor();

  // A host that does not send what we ask it to.
  await page.route(/\.css$/, async (route) => {
    const response = await route.fetch();
    const { 'timing-allow-origin': _, ...headers } = response.headers();
    await route.fulfill({ response, headers });
  });
  await page.goto(address);
  await checker.check('mobile', made.lists.mobile.others[0]);
  await checker.openLedger();
  await checker.ledger.getByText(/^All \d+ requests: \d+\skB or more$/).waitFor();
  await own.getByText(/^\d+\skB or more\. The browser does not say exactly\.$/).waitFor();
});

/** A wheel's next turn is taken for the same movement, which goes where the first went, until so long after it. */
const kWheelRestMs = 700;

test('whatever the answer, scrolling in a frame that is in use goes no further than the frame', async (t) => {
  const { page, checker, address } = await embed(t, scripted({ lang: 'en', kind: 'mobile' }));
  const scrolled = async (turns) => {
    for (const turn of turns) {
      await page.mouse.wheel(0, turn);
      await page.waitForTimeout(kWheelRestMs);
    }
    return page.evaluate(() => scrollY);
  };
  const { members, others } = made.lists.mobile;
  for (const digits of [undefined, members[0], others[0], '12345']) {
    await page.goto(address);
    await checker.number.waitFor();
    if (digits) {
      await checker.type(digits);
      await checker.number.press('Enter');
      if (digits.length === 10) await checker.readVerdict();
      else await checker.page.getByRole('alert').waitFor();
    }
    await page.evaluate(() => scrollTo(0, document.querySelector('iframe').getBoundingClientRect().top + scrollY - 20));
    const before = await page.evaluate(() => scrollY);
    await page.mouse.move(180, 300);
    if (!digits) {
      // Before anybody has used it, a reader gets past.
      let turns = 0;
      while ((await scrolled([2000])) === before) assert.ok((turns += 1) < 10);
      continue;
    }
    assert.equal(await scrolled([5000, 200, 200]), before, digits);
    await page.keyboard.press('PageDown');
    await page.keyboard.press('End');
    assert.equal(await scrolled([-5000, -200, -200]), before, `${digits}, upwards`);
    // Also where there is more room than there is to read.
    await page.locator('iframe').evaluate((frame) => frame.style.setProperty('height', '4000px', 'important'));
    assert.equal(await scrolled([200, 200]), before, `${digits}, with room`);
  }
});

test('a page of the same site that frames it without a sandbox could read it, so it takes no number there', async (t) => {
  const { page, deployment } = await embed(t, scripted());
  // A server that sends the headers that we ask for does not let it come to this.
  await page.route('**/widget.html', async (route) => {
    const response = await route.fetch();
    const { 'content-security-policy': _, ...headers } = response.headers();
    await route.fulfill({ response, headers });
  });
  await page.route('**/news', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<iframe src="/widget.html#lang=en" width="300" height="500"></iframe>' }),
  );
  await page.goto(`${deployment.url}news`);
  const frame = page.frameLocator('iframe');
  await frame.getByText('Do not type your number in this box.').waitFor();
  assert.equal(await frame.locator('#page-exposed').getByText(new URL(deployment.url).host).count(), 1);
  assert.equal(await frame.locator('input, button').count(), 0);
});

test('axe-core has nothing to say of the frame, in any of its colours, and nothing is too wide', async (t) => {
  const { page, deployment } = await embed(t, scripted());
  const checker = new CheckerPage(page);
  const found = [];
  await page.setViewportSize({ width: 288, height: 600 });
  for (const options of ['theme=light&accent=fe0', 'theme=dark&accent=008', 'kind=mobile&lang=ta']) {
    await page.goto(`${deployment.url}widget.html#${options}`);
    await page.reload(); // another fragment alone is no other page
    await page.locator('.notice.test').waitFor();
    const look = async (state) => {
      found.push(...(await violations(page)).map((one) => `${options}, ${state}: ${one}`));
      const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (excess > 0) found.push(`${options}, ${state}: ${excess} px too wide`);
    };
    await look('start');
    if (!options.startsWith('kind')) await page.locator('button.choice').first().click();
    await checker.number.fill(made.lists.mobile.members[0]);
    await checker.number.press('Enter');
    await checker.readVerdict();
    await look('found');
  }
  assert.deepEqual(found, []);
});

test('opened by itself it works too, and asks nobody for room', async (t) => {
  const { page, deployment } = await embed(t, scripted());
  await page.goto(`${deployment.url}widget.html#kind=aadhaar`);
  const checker = new CheckerPage(page);
  await checker.number.waitFor();
  assert.equal((await checker.check('aadhaar', made.lists.aadhaar.members[0])).outcome, 'found');
});

test('where the newsroom has chosen the kind, what hashes is started once all lists are there and its reader has typed something', async (t) => {
  const { url } = await deployed();
  const { page } = await openReader(t);
  await page.addInitScript(countEngines);
  const checker = new CheckerPage(page);
  const engines = () => page.evaluate(() => window.engines);
  await page.goto(`${url}widget.html#kind=mobile`);
  await checker.untilWhole();
  assert.equal(await engines(), 1, 'nobody has typed');
  await checker.type(made.lists.mobile.members[0].slice(0, 5));
  await page.waitForFunction(() => window.engines === 2);

  const { release } = await hold(page, '**/lists/aadhaar/current.minisig');
  await page.reload();
  await page.waitForFunction(() => window.described > 0);
  await checker.type(made.lists.mobile.members[0]);
  assert.equal(await engines(), 1, 'not all lists are there');
  release();
  await page.waitForFunction(() => window.engines === 2);
  await checker.submit();
  assert.equal((await checker.readVerdict()).outcome, 'found');
});

test('in a sandbox the answer can be followed without a link: addresses and phone numbers are there to read', async (t) => {
  const { page, checker } = await embed(t, scripted({ lang: 'en' }));
  await checker.check('mobile', made.lists.mobile.members[0]);
  const text = await checker.verdict.innerText();
  for (const words of ['1930', 'cybercrime.gov.in', 'sancharsaathi.gov.in', 'example.org']) assert.ok(text.includes(words), words);
  assert.match(await checker.page.locator('#site').innerText(), /^This check on a page of its own: 127\.0\.0\.1:\d+$/);
  // Which no sandbox allows.
  assert.equal(await checker.page.getByRole('button', { name: /Print/ }).count(), 0);
  // Not in the frame itself: what is not allowed there would be an error in its place.
  for (const link of await checker.verdict.getByRole('link').all()) assert.equal(await link.getAttribute('target'), '_blank');
  assert.equal(page.frames()[1].url().includes('widget.html'), true);
});
