// Serves somebody else's site, with pages that have the widget on them.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { once } from 'node:events';
import { importWebModule } from './web_module.mjs';

const { scriptSnippet, frameSnippet } = await importWebModule('builder/snippet.ts');

const paragraph = (i) => `<p>Paragraph ${i} of an article in a newspaper, which says what has leaked, whose it was and since when it is known.</p>`;
const paragraphs = (count) => Array.from({ length: count }, (_, i) => paragraph(i + 1)).join('\n');

/** Returns what the page for newsrooms would write for a deployment: the line, the plain frame, and the line's box without the script. */
export function pasted({ url, script }, options = {}) {
  const texts = { titles: { en: 'Check your number: Selfcheck' }, headings: { en: 'Was your number leaked?' } };
  const deployment = { address: url, script, lists: [], ...texts };
  const line = scriptSnippet(deployment, options);
  return { script: line, frame: frameSnippet(deployment, options), box: line.replace(/<script.*<\/script>/, '') };
}

/**
 * Returns what WordPress shows where an editor has pasted an address of the site. It asks the page for its oEmbed, takes the frame out of
 * the answer, and lets it have scripts and a few attributes (wp_filter_oembed_result).
 */
export async function asWordPressEmbeds(address) {
  const page = await (await fetch(address)).text();
  const [, oembed] = /<link rel="alternate" type="application\/json\+oembed" href="([^"]*)">/.exec(page);
  const { type, html } = await (await fetch(`${oembed}?maxwidth=600&maxheight=900&url=${encodeURIComponent(address)}&format=json`)).json();
  assert.equal(type, 'rich');
  const [frame] = /<iframe [^>]*><\/iframe>/.exec(html);
  const kept = ['src', 'width', 'height', 'title'].map((name) => new RegExp(` ${name}="[^"]*"`).exec(frame)[0]);
  kept[0] = kept[0].replace(/"$/, '#?secret=k3Jx9QbTzA" data-secret="k3Jx9QbTzA"');
  return `<iframe class="wp-embedded-content" sandbox="allow-scripts" security="restricted"${kept.join('')}></iframe>`;
}

/** Returns an article with `content` in it, with `before` paragraphs before it and `after` paragraphs after it. */
export function article(content, { before = 3, after = 10, head = '' } = {}) {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>An article</title><style>body{font:16px/1.5 sans-serif;margin:0 auto;padding:16px;max-width:680px}</style>${head}</head>
<body><h1>Numbers have leaked</h1>${paragraphs(before)}\n${content}\n${paragraphs(after)}</body></html>`;
}

export class Host {
  #pages = new Map();
  /** All requests that have come, as {path, headers}. */
  requests = [];

  /** Starts the host, over HTTPS if `tls` is {key, cert}. It is `localhost`, which to a browser is another site than 127.0.0.1. */
  static async start(t, tls) {
    const host = new Host();
    const answer = (request, response) => host.#answer(request, response);
    const server = tls ? createSecureServer(tls, answer) : createServer(answer);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => {
      server.close();
      server.closeAllConnections?.();
    });
    host.url = `${tls ? 'https' : 'http'}://localhost:${server.address().port}/`;
    return host;
  }

  /** Adds a page, and returns its address. */
  page(path, markup, headers = {}) {
    this.#pages.set(`/${path}`, { markup, headers });
    return this.url + path;
  }

  #answer({ url, headers }, response) {
    this.requests.push({ path: url, headers });
    const page = this.#pages.get(url);
    response.writeHead(page ? 200 : 404, { 'Content-Type': 'text/html; charset=utf-8', ...page?.headers });
    response.end(page?.markup ?? '');
  }
}
