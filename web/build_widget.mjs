// The part of the site that is for other people's pages: the frame, and the script that puts it there.

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle, importBundled, UsageError, web } from './bundle.mjs';
import { framePolicy } from './policies.mjs';
import { escape, fillTemplate, inLanguages, listValues, withEnglish } from './template.mjs';

/**
 * The address that the site will have, with a slash at its end. Throws UsageError.
 *
 * @param {string} text
 */
export function parseOrigin(text) {
  let url;
  try {
    url = new URL(text);
  } catch {
    throw new UsageError(`--origin ${text} is no address: it should be like https://check.example`);
  }
  if (!/^https?:$/.test(url.protocol) || url.username || url.search || url.hash) {
    throw new UsageError(`--origin ${text} is not the address of a site: it should be like https://check.example`);
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

/**
 * @param {import('./build_types.d.ts').AllMessages} messages
 * @param {string} key
 */
const textsByLanguage = (messages, key) =>
  Object.fromEntries(Object.entries(messages).map(([code, { texts }]) => [code, texts[key] ?? '']));

/** In place of the site's address, with a slash at its end. So the script of a version is the same for all sites, but for that. */
const kSite = '%SITE%';

/**
 * Gives the script's name and the value of `integrity`.
 *
 * @param {import('./build_types.d.ts').SiteFiles} site
 * @param {import('./build_types.d.ts').AllMessages} messages
 * @param {URL} address
 */
async function addEmbedScript(site, messages, address) {
  // It can't break out of a string: a URL has no quotation marks, line breaks or backslashes.
  const add = (/** @type {Buffer} */ script) => {
    const bytes = Buffer.from(String(script).replaceAll(kSite, () => address.href));
    return { name: site.addHashed('embed.js', bytes), integrity: `sha384-${createHash('sha384').update(bytes).digest('base64')}` };
  };
  const released = join(web, 'released');
  for (const name of await readdir(released)) {
    if (name.endsWith('.js')) add(await readFile(join(released, name)));
  }
  const script = await bundle('src/embed/embed.ts', {
    format: 'iife',
    // The host page's encoding may be any.
    charset: 'ascii',
    define: { FRAME_TITLES: JSON.stringify(textsByLanguage(messages, 'page.title')), SITE: JSON.stringify(kSite) },
  });
  return add(Buffer.from(script));
}

/**
 * @param {import('./build_types.d.ts').SiteFiles} site
 * @param {{
 *   address: URL,
 *   pins: import('./build_types.d.ts').Pins,
 *   messages: import('./build_types.d.ts').AllMessages,
 *   identity: import('./build_types.d.ts').SiteIdentity,
 *   siteFiles: object,
 *   policy: string,
 * }} frame
 */
async function addFrame(site, { address, pins, messages, identity, siteFiles, policy }) {
  const define = { SITE_FILES: JSON.stringify(siteFiles), OPERATOR: JSON.stringify(identity.operator?.name ?? {}) };
  const app = await bundle('src/widget.ts', { format: 'esm', define });
  const files = {
    APP: site.addHashed('widget.js', app),
    STYLE: site.addHashed('widget.css', await bundle('site/widget.css', {})),
    DARK: site.addHashed('dark.css', await bundle('site/dark.css', {})),
  };
  const values = {
    CONTENT_SECURITY_POLICY: policy,
    ADDRESS: address.host + address.pathname.replace(/\/$/, ''),
    ...files,
    ...Object.fromEntries(Object.entries(files).map(([name, file]) => [`${name}_INTEGRITY`, site.integrityOf(file)])),
    ...listValues(pins),
  };
  const frame = fillTemplate(await readFile(join(web, 'site/widget.html'), 'utf8'), values, {
    LOADING: inLanguages(messages, 'static.loading', 'span', withEnglish(identity.language)),
    FAILED: inLanguages(messages, 'static.failed', 'p'),
    SCRIPT: inLanguages(messages, 'static.script', 'p', withEnglish(identity.language)),
  });
  site.add('widget.html', frame);
}

const kOembed = 'oembed.json';

/**
 * By which other systems, WordPress above all, find out what to show where an editor has pasted the site's address.
 *
 * @param {URL} address
 */
export const oembedLink = (address) =>
  `    <link rel="alternate" type="application/json+oembed" href="${escape(new URL(kOembed, address).href)}">\n`;

/**
 * https://oembed.com, "rich": a file can answer, because the answer is always the same.
 *
 * @param {import('./build_types.d.ts').SiteFiles} site
 * @param {import('./build_types.d.ts').Deployment} deployment
 * @param {{frameSnippet: (deployment: import('./build_types.d.ts').Deployment, choice: object) => string, reservedHeight: number}} shared
 */
function addOembed(site, deployment, { frameSnippet, reservedHeight }) {
  const answer = {
    version: '1.0',
    type: 'rich',
    title: deployment.titles['en'],
    provider_name: 'Selfcheck',
    provider_url: deployment.address,
    html: frameSnippet(deployment, {}),
    width: 600,
    height: reservedHeight,
  };
  site.add(kOembed, JSON.stringify(answer));
}

/**
 * Adds both, and returns what their headers and the page for editors are made of. `address` is that of parseOrigin; `files` are the names of what the
 * frame loads (site_files.ts).
 *
 * @param {import('./build_types.d.ts').SiteFiles} site
 * @param {{
 *   address: URL,
 *   identity: import('./build_types.d.ts').SiteIdentity,
 *   pins: import('./build_types.d.ts').Pins,
 *   messages: import('./build_types.d.ts').AllMessages,
 *   files: object,
 * }} parts
 */
export async function addWidget(site, { address, identity, pins, messages, files }) {
  const policy = framePolicy(pins, address.origin);
  const script = await addEmbedScript(site, messages, address);
  await addFrame(site, { address, pins, messages, identity, siteFiles: files, policy });
  const deployment = {
    address: address.href,
    script,
    lists: pins.lists.map(({ id, kind }) => ({ id, kind })),
    titles: textsByLanguage(messages, 'page.title'),
    headings: textsByLanguage(messages, 'page.heading'),
  };
  // What is pasted and what is sent is written in one place, the page's code.
  const { sandbox, reservedHeight } = await importBundled('src/embed/frame.ts');
  const { frameSnippet } = await importBundled('src/builder/snippet.ts');
  addOembed(site, deployment, { frameSnippet, reservedHeight });
  return { deployment, frame: { policy, sandbox: /** @type {string} */ (sandbox) } };
}
