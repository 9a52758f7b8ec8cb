// Builds the site: node build.mjs --engine DIR [--out DIR] [--pins FILE] [--site FILE] [--catalogue FILE]
// [--locales DIR] [--webcat FILE] [--origin URL [--headers DIR]]. The same inputs give the same bytes.

import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { addWidget, oembedLink, parseOrigin } from './build_widget.mjs';
import { bundle, bundleWorker, importBundled, parsePins, readArguments, readEngines, readInput, run, UsageError, web } from './bundle.mjs';
import { codeVersion, versionFile } from './code_version.mjs';
import { readCatalogue } from './catalogue_file.mjs';
import { feedsOf, hasFeeds } from './feeds.mjs';
import { headerFiles, kOtherPolicy, policiesOf } from './headers.mjs';
import { kFrameFolder, readMessages } from './messages.mjs';
import { footerMarkup, headerMarkup, skipLink } from './pages/frame.mjs';
import { headTags } from './pages/head.mjs';
import { pagesOf, policyOf } from './pages/index.mjs';
import { addPages, addPageScripts, textsOf } from './pages/render.mjs';
import { withoutScript } from './pages/without_script.mjs';
import { addPassingOn } from './passing_on.mjs';
import { pagePolicy } from './policies.mjs';
import { addPublicTexts } from './public_texts.mjs';
import { publishedSiteFile, readSiteFile } from './site_file.mjs';
import { SiteOutput, writeFiles } from './site_output.mjs';
import { fillTemplate, inLanguages, listValues, withEnglish } from './template.mjs';
import { themeOf } from './theme.mjs';
import { addWaict } from './waict.mjs';
import { webcatManifest } from './webcat.mjs';

const kHelp = `usage: node build.mjs --engine DIR [--out DIR] [--pins FILE] [--site FILE] [--catalogue FILE]
                          [--locales DIR] [--webcat FILE] [--origin URL [--headers DIR]]

  --engine DIR  where the WebAssembly build put selfcheck.mjs and the two .wasm files
  --out DIR     where the site goes (default: build/site)
  --pins FILE   the lists that the site trusts (default: web/site/pins.json, which has none)
  --site FILE   who runs the site and what it looks like (default: nobody has said who)
  --catalogue FILE
                what "selfcheck verify" has found of the lists, by the identifiers of their pins, as scripts/dist writes it:
                for those who read without a script, and with --origin for the feeds
  --locales DIR the page's words, a file for each language (default: web/locales)
  --webcat FILE where the manifest goes that WEBCAT's extension reads, unsigned: not into the site, of which it names every file
  --origin URL  where the site will be, as https://check.example: then it also has a frame for other people's pages,
                the script and the page for those who want it there; a picture for links to it, icons and a poster,
                for which the fonts of Debian's package fonts-noto-core are needed
  --headers DIR where the files go that tell several servers which headers to send: not into the site, which is public`;

const kOptions = /** @satisfies {import('./build_types.d.ts').StringOptions} */ ({
  out: { type: 'string', default: join(web, '../build/site') },
  pins: { type: 'string', default: join(web, 'site/pins.json') },
  site: { type: 'string' },
  catalogue: { type: 'string' },
  locales: { type: 'string', default: join(web, 'locales') },
  webcat: { type: 'string' },
  origin: { type: 'string' },
  headers: { type: 'string' },
});

/** How many digits of an engine's hash the page knows. They are 132 bits, and every byte of the page is waited for. */
const kEngineHashDigits = 22;

async function main() {
  const options = readArguments(kOptions);
  if (options.help) {
    console.log(kHelp);
    return;
  }
  const { simd, plain } = await readEngines(options.engine);
  const pins = parsePins(options.pins, await readInput(options.pins));
  if (options.headers !== undefined && options.origin === undefined) throw new UsageError('--headers needs --origin');
  const address = options.origin === undefined ? undefined : parseOrigin(options.origin);

  const site = new SiteOutput();
  const identity = await readSiteFile(options.site);
  const themed = await themeOf(identity);
  const messages = await readMessages(options.locales, [kFrameFolder]);
  if (!messages[identity.language]) throw new UsageError(`${options.locales} has no words in ${identity.language}, the language that the site file names`);
  const { isLater } = await importBundled('src/later_words.ts');
  /** @type {(directory: string, isIn: (key: string) => boolean) => Record<string, string>} */
  const addWords = (directory, isIn) =>
    Object.fromEntries(
      Object.entries(messages).map(([code, { texts: all }]) => {
        const wanted = Object.entries(all).filter(([key]) => isIn(key));
        // Without the indentation: it is a fifth of the file.
        const name = site.addHashed(`${directory}/${code}.json`, JSON.stringify(Object.fromEntries(wanted)));
        // The page knows the rest of the name (words.ts).
        return [code, name.slice(`${directory}/${code}-`.length, -'.json'.length)];
      }),
    );
  const laterFiles = {
    LATER_WORDS: JSON.stringify(addWords('locales/later', isLater)),
    OWNER_CONTACT: JSON.stringify(identity.contact ?? {}),
    LATER_STYLE: JSON.stringify(site.addCode('later.css', await bundle('site/later.css', {}))),
  };
  /** @type {(path: string, contents: Uint8Array) => {name: string, hash: string}} */
  const addEngine = (path, contents) => {
    const { name, hash } = site.addCode(path, contents);
    return { name, hash: hash.slice(0, kEngineHashDigits) };
  };
  const names = {
    worker: site.addCode('worker.js', await bundleWorker(options.engine)),
    engines: { simd: addEngine('selfcheck-simd.wasm', simd), plain: addEngine('selfcheck.wasm', plain) },
    texts: addWords('locales', (key) => !key.startsWith('static.') && !isLater(key)),
    later: site.addCode('later.js', await bundle('src/later.ts', { format: 'esm', define: laterFiles })),
  };
  const style = site.addHashed('style.css', themed(await bundle('site/site.css', {})));
  const drawing = await readFile(join(web, 'site/icon.svg'));
  const icon = site.addHashed('icon.svg', drawing);
  const logo = identity.logo ? site.addHashed(`logo.${identity.logo.type}`, identity.logo.contents) : icon;
  const offlineFiles = { OTHER_FILES: JSON.stringify([...site.files.keys()]) };
  const offline = site.addCode('offline_mode.js', await bundle('src/offline/offline_mode.ts', { format: 'esm', define: offlineFiles }));
  // All that the page consists of, for offline mode; its own script knows its own name.
  const others = [...site.files.keys()];
  const bytes = [...site.files.values()].reduce((sum, contents) => sum + Buffer.from(contents).length, 0);
  const files = { ...names, offline: { script: offline, bytes } };
  const app = site.addHashed(
    'app.js',
    await bundle('src/main.ts', { format: 'esm', define: { SITE_FILES: JSON.stringify(files) } }),
  );
  // Its name can't change: the browser asks for it again by its address.
  const worker = /** @satisfies {import('esbuild').BuildOptions} */ ({ format: 'iife', define: { PAGE_FILES: JSON.stringify({ app, others }) } });
  site.add('sw.js', await bundle('src/sw/sw.ts', worker));
  const widget = address && (await addWidget(site, { address, identity, pins, messages, files: names }));
  const pageStyle = site.addHashed('pages.css', themed(await bundle('site/pages.css', {})));
  const pages = pagesOf(address);
  const scripts = await addPageScripts(site, pages, { SITE_FILES: JSON.stringify(names), DEPLOYMENT: JSON.stringify(widget?.deployment ?? null) });
  const passingOn = address && (await addPassingOn(site, { identity, address, messages, drawing }));
  // From here on no file with a hash in its name may be added: the version is made of them.
  const catalogue = await readCatalogue(options.catalogue, pins);
  const context = {
    ...{ identity, address, pins, catalogue, hasFeeds: hasFeeds({ address, catalogue }), version: await codeVersion(site) },
    deployment: widget?.deployment,
    messages: await readMessages(options.locales, [kFrameFolder, ...pages.map(({ name }) => name)]),
    files: { style: pageStyle, icon, logo, scripts },
    integrityOf: (/** @type {string} */ name) => site.integrityOf(name),
    preview: passingOn?.preview,
  };
  const { language } = identity;
  const text = textsOf(messages, language);
  const place = { page: 'check', language, root: '', textOf: text };
  const certain = withEnglish(language);
  const values = {
    CONTENT_SECURITY_POLICY: pagePolicy(pins),
    LANGUAGE: language,
    DIRECTION: messages[language]?.direction ?? 'ltr',
    APP: app,
    APP_INTEGRITY: site.integrityOf(app),
    STYLE: style,
    STYLE_INTEGRITY: site.integrityOf(style),
    ICON: icon,
    ...listValues(pins),
  };
  const page = fillTemplate(await readFile(join(web, 'site/index.html'), 'utf8'), values, {
    SKIP: skipLink(place),
    HEADER: headerMarkup(context, place),
    FOOTER: footerMarkup(context, place),
    // Who can't read it sees a bar that moves; a page that does not load at all must be understood by everybody.
    LOADING: inLanguages(messages, 'static.loading', 'span', certain),
    FAILED: inLanguages(messages, 'static.failed', 'p'),
    SCRIPT: withoutScript(messages, certain),
    PASSING_ON: headTags(context, { title: text('page.heading'), description: `${text('page.lead')} ${text('page.promise')}`, language, path: '' }) + (passingOn?.head ?? ''),
    OEMBED: address ? oembedLink(address) : '',
  });
  site.add('index.html', page);
  await addPages(site, pages, context);
  for (const [name, feed] of Object.entries(feedsOf(context))) site.add(name, feed);
  await addPublicTexts(site);
  // Without lists there is no pins file: that is how the page knows.
  if (pins.lists.length > 0) site.add('pins.json', `${JSON.stringify(pins, undefined, 2)}\n`);
  // With it, whoever builds the site again gets the same pages.
  if (Object.keys(catalogue).length > 0) site.add('catalogue.json', `${JSON.stringify(catalogue, undefined, 2)}\n`);
  if (identity.isGiven) site.add('site.json', publishedSiteFile(identity, logo));
  const waict = address && addWaict(site, { address, app });
  site.add('version.json', versionFile(site, context.version));
  await site.write(resolve(options.out));
  const settings = {
    check: pagePolicy(pins),
    pages: Object.fromEntries(pages.map((kind) => [kind.name, policyOf(kind, pins)])),
    ...{ frame: widget?.frame, waict },
  };
  if (options.webcat !== undefined) {
    const manifest = webcatManifest(site, { version: context.version.version, policyOf: policiesOf(settings), otherPolicy: kOtherPolicy });
    const file = resolve(options.webcat);
    await writeFiles(dirname(file), [[basename(file), manifest]]);
  }
  if (options.headers !== undefined) await writeFiles(resolve(options.headers), Object.entries(headerFiles({ ...settings, paths: site.files.keys() })));
}

await run('build.mjs', main);
