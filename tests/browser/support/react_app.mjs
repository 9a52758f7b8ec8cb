// Makes a site in React that has the widget on its pages as docs/EMBEDDING.md says, or as one would write it without having read that.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { embeddingDocument, testsDirectory, webDirectory } from './paths.mjs';

const { build } = createRequire(join(webDirectory, 'package.json'))('esbuild');

/** Returns the component that the document shows, with a deployment's addresses. */
async function documented({ url, script }) {
  const text = await readFile(embeddingDocument, 'utf8');
  const [, code] = /```jsx\n([^]*?)```/.exec(text);
  const filled = code
    .replaceAll('https://check.example/embed-0123456789ab.js', url + script.name)
    .replaceAll('https://check.example/', url)
    .replace('sha384-…', script.integrity);
  if (/check\.example|…/.test(filled)) throw new Error('the document has other addresses');
  return filled;
}

const kNaive = `
  function Naive() {
    return <div className="selfcheck" data-lang="ta" style={{ minHeight: 600 }}><a href="/">Was your number leaked?</a><script async src={kScript} /></div>;
  }`;

/** The site's three pages, through which a button leads. They have one widget, none, and two. */
const kApp = `
  export function App({ naive }) {
    const [page, setPage] = useState(0);
    const One = naive ? Naive : Selfcheck;
    return (
      <StrictMode>
        <html lang="en">
          <head><title>In React</title><meta name="viewport" content="width=device-width" /></head>
          <body>
            <h1>Page {page}</h1>
            <button onClick={() => setPage(page + 1)}>Next</button>
            {page === 0 && <One key="first" />}
            {page === 2 && <><One key="second" /><One key="third" /></>}
            <script type="module" src="/client.js" />
          </body>
        </html>
      </StrictMode>
    );
  }`;

async function bundled(source, options) {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: testsDirectory, loader: 'jsx' },
    jsx: 'automatic',
    bundle: true,
    write: false,
    // In development React says what it has to complain about.
    define: { 'process.env.NODE_ENV': '"development"' },
    logLevel: 'warning',
    ...options,
  });
  return outputFiles[0].text;
}

/**
 * Returns the markup that a server would send, and the script that takes it over in the browser. `component` is that of the page for editors, and
 * otherwise the document's.
 */
export async function makeReactApp(deployment, { naive = false, component } = {}) {
  const script = `const kScript = ${JSON.stringify(deployment.url + deployment.script.name)};`;
  const app = `import { StrictMode, useState } from 'react';\n${script}\n${component ?? (await documented(deployment))}\n${kNaive}\n${kApp}`;
  const server = `${app}\nimport { renderToString } from 'react-dom/server.edge';\nexport const markup = renderToString(<App naive={${naive}} />);`;
  const code = await bundled(server, { format: 'esm' });
  const { markup } = await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
  const client = `${app}\nimport { hydrateRoot } from 'react-dom/client';\nhydrateRoot(document, <App naive={${naive}} />);`;
  return { markup: `<!doctype html>${markup}`, client: await bundled(client, { format: 'iife' }) };
}
