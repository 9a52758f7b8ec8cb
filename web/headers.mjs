// The headers that a host of the site should send, written down for nginx, for Netlify and Cloudflare Pages, and for Apache. What each is for is in
// docs/SERVING.md.

import { kLanguages } from './messages.mjs';

/** On everything, errors too: a frame without an origin could not even read that a file is missing. */
const kCommon = {
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  // Without it such a frame is not told how large its own files were, and its ledger could not say.
  'Timing-Allow-Origin': '*',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/** The policy of everything that is no page, script or drawing: opened by itself, it can load nothing. */
export const kOtherPolicy = "default-src 'none'";

const kImmutable = { 'Cache-Control': 'public, max-age=31536000, immutable, no-transform' };
const kFresh = { 'Cache-Control': 'no-cache, no-transform' };

/** Of browsers' features that a page can be denied, those that Chromium knows and none of ours uses. */
const kUnused = [
  ...['accelerometer', 'autoplay', 'browsing-topics', 'camera', 'captured-surface-control', 'ch-ua', 'ch-ua-mobile'],
  ...['ch-ua-platform', 'clipboard-read', 'compute-pressure', 'cross-origin-isolated', 'deferred-fetch'],
  ...['deferred-fetch-minimal', 'digital-credentials-create', 'digital-credentials-get', 'display-capture'],
  ...['encrypted-media', 'fullscreen', 'gamepad', 'geolocation', 'gyroscope', 'hid', 'identity-credentials-get'],
  ...['idle-detection', 'keyboard-map', 'language-detector', 'language-model', 'local-fonts', 'magnetometer'],
  ...['microphone', 'midi', 'on-device-speech-recognition', 'otp-credentials', 'payment', 'picture-in-picture'],
  ...['private-state-token-issuance', 'private-state-token-redemption', 'publickey-credentials-create'],
  ...['publickey-credentials-get', 'screen-wake-lock', 'serial', 'speaker-selection', 'storage-access', 'summarizer'],
  ...['sync-xhr', 'translator', 'unload', 'usb', 'window-management', 'xr-spatial-tracking'],
];
/**
 * Returns the header that denies features. A page that runs a script may copy what its reader asks for: the site's address, a line to paste.
 *
 * @param {{mayCopy: boolean}} page
 */
const permissions = ({ mayCopy }) => ({
  'Permissions-Policy': [...kUnused, ...(mayCopy ? [] : ['clipboard-write'])].map((name) => `${name}=()`).join(', '),
});

/** No name is looked up before it is needed, and no script runs whose bytes the page does not know. */
const kPage = { ...kFresh, 'X-DNS-Prefetch-Control': 'off', 'Integrity-Policy': 'blocked-destinations=(script)' };
/**
 * The policy is in the page too, for hosts that send no headers; who may frame it only a header can say. The page is in a process of its own where the
 * browser can give it one, as the frame is without asking.
 *
 * @param {string} policy
 * @param {string | undefined} waict
 */
const unframed = (policy, waict) => ({
  ...kPage,
  'Content-Security-Policy': `${policy}; frame-ancestors 'none'`,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Origin-Agent-Cluster': '?1',
  ...(waict === undefined ? {} : { 'Integrity-Policy-WAICT-v1': waict }),
  ...permissions({ mayCopy: policy.includes('script-src') }),
});

/**
 * @typedef {{
 *   what: string,
 *   path: string,
 *   type?: string,
 *   compress?: boolean,
 *   headers: Readonly<Record<string, string>>,
 * }} Rule
 */
/**
 * What the headers depend on. `check`: the policy of the check; `pages`: that of each page around it, by its name. Only a site that knows its address
 * has the others. `frame`: the frame's policy, and what its sandbox lets it do; `waict`: the value of waict.mjs.
 *
 * @typedef {{
 *   check: string,
 *   pages: Readonly<Record<string, string>>,
 *   frame: {policy: string, sandbox: string} | undefined,
 *   waict: string | undefined,
 * }} Settings
 */

/**
 * Returns a rule for each policy that pages around the check have. The pages are told by their names, since Apache sees no more of a path.
 *
 * @param {Pick<Settings, 'pages' | 'waict'>} settings
 * @returns {Rule[]}
 */
function rulesForPages({ pages, waict }) {
  return [...new Set(Object.values(pages))].map((policy) => {
    const names = Object.keys(pages).filter((name) => pages[name] === policy);
    return {
      what: `The pages ${names.join(', ')}: nobody frames them`,
      path: `(?:^|/)(?:${names.join('|')})\\.html$`,
      headers: unframed(policy, waict),
    };
  });
}

/**
 * @param {NonNullable<Settings['frame']>} frame
 * @returns {Rule}
 */
const ruleForFrame = ({ policy, sandbox }) => ({
  what: 'The frame: on whatever page, and in no case with an origin',
  path: '(?:^|/)widget\\.html$',
  headers: {
    ...kPage,
    'Content-Security-Policy': `sandbox ${sandbox}; ${policy}`,
    'Cross-Origin-Embedder-Policy': 'require-corp',
    ...permissions({ mayCopy: false }),
  },
});

/**
 * Returns a rule for each kind of file: a regular expression for its path, which all three hosts and JavaScript read alike, and its headers.
 *
 * @param {Settings} settings
 * @returns {Rule[]}
 */
function rulesFor({ check, pages, frame, waict }) {
  /** @type {Rule[]} */
  const rules = [
    {
      what: 'The check: nobody frames it',
      path: '(?:^|/)index\\.html$',
      headers: unframed(check, waict),
    },
    ...rulesForPages({ pages, waict }),
    ...(frame ? [ruleForFrame(frame)] : []),
    {
      what: 'Scripts: as workers they have the policy of their own response. The worker holds the number, and needs no network',
      path: '-[0-9a-f]{12}\\.js$',
      headers: { ...kImmutable, 'Content-Security-Policy': "default-src 'none'; script-src 'wasm-unsafe-eval'" },
    },
    {
      what: 'The service worker of offline mode: it reads what is kept, and asks nobody',
      path: '(?:^|/)sw\\.js$',
      headers: { ...kFresh, 'Content-Security-Policy': "default-src 'none'" },
    },
    {
      what: 'What is named by its contents',
      path: '-[0-9a-f]{12}\\.(?:css|json|png)$',
      headers: kImmutable,
    },
    {
      what: 'Drawings: nothing in them runs, even where one is opened by itself',
      path: '-[0-9a-f]{12}\\.svg$',
      headers: { ...kImmutable, 'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox" },
    },
    {
      what: 'Texts',
      path: '\\.txt$',
      type: 'text/plain; charset=utf-8',
      headers: kFresh,
    },
    {
      what: 'What a phone has to know to put the site on its home screen',
      path: '\\.webmanifest$',
      type: 'application/manifest+json',
      headers: kFresh,
    },
    {
      what: 'Feeds',
      path: '\\.atom$',
      type: 'application/atom+xml',
      headers: kFresh,
    },
    {
      what: 'The engine',
      path: '-[0-9a-f]{12}\\.wasm$',
      type: 'application/wasm',
      headers: kImmutable,
    },
    {
      what: "Lists' manifests and buckets",
      path: '/manifest-[0-9a-f]{64}\\.json$|/buckets/[0-9a-f]{64}/[^/]+\\.bin$',
      compress: false,
      headers: kImmutable,
    },
    {
      what: 'What the site says of itself',
      path: '(?:^|/)[a-z]+\\.json$',
      compress: false,
      headers: kFresh,
    },
    {
      what: 'What browsers with WAICT compare the site with',
      path: '(?:^|/)[\\w-]{22}\\.waict$',
      type: 'application/waict-integrity-manifest',
      headers: kImmutable,
    },
  ];
  return rules.map((rule) => ({ ...rule, headers: { 'Content-Security-Policy': kOtherPolicy, ...rule.headers } }));
}

/**
 * Returns a function from the path of a file of the site to its policy.
 *
 * @param {Settings} settings
 */
export function policiesOf(settings) {
  const rules = rulesFor(settings);
  return (/** @type {string} */ path) =>
    rules.find((rule) => new RegExp(rule.path).test(path))?.headers['Content-Security-Policy'] ?? kOtherPolicy;
}

const kHsts = 'Strict-Transport-Security: max-age=31536000';

/**
 * Returns the lines that give a type. The charset is apart from it, since nginx compresses by the type alone.
 *
 * @param {string} whole as `text/plain; charset=utf-8`
 */
function nginxType(whole) {
  const [type, charset] = whole.split('; charset=');
  return ['  types {}', `  default_type ${type};`, ...(charset ? [`  charset ${charset};`, `  charset_types ${type};`] : [])];
}

/** @param {readonly Rule[]} rules */
function nginx(rules) {
  /**
   * @param {string} name
   * @param {string} value
   * @param {boolean} always
   */
  const line = (name, value, always) => `add_header ${name} "${value.replaceAll('"', '\\"')}"${always ? ' always' : ''};`;
  const common = Object.entries(kCommon).map(([name, value]) => line(name, value, true));
  const blocks = rules.map(({ what, path, type, compress = true, headers }) =>
    [
      `# ${what}.`,
      `location ~ "${path}" {`,
      ...(type ? nginxType(type) : []),
      ...(compress ? ['  gzip on;', '  gzip_types application/javascript text/css text/plain application/json application/manifest+json application/atom+xml image/svg+xml application/wasm;'] : []),
      ...[...common, ...Object.entries(headers).map(([name, value]) => line(name, value, false))].map((one) => `  ${one}`),
      '}',
    ].join('\n'),
  );
  return `# Selfcheck's headers, for the server block of its site: include /path/to/server/nginx.conf;
# Made by web/build.mjs. It is no part of the site. A block that adds headers has none of those around it, so each has them all.

# Logs would keep who asked for which bucket: the one of errors too, of a bucket that is missing or can't be read. What is wrong with the
# configuration is still in the server's main log. To look for a fault of this site: error_log /var/log/nginx/selfcheck.log; for as long as it takes.
access_log off;
log_not_found off;
error_log /dev/null emerg;

# Once HTTPS works, and is to stay: add_header Strict-Transport-Security "max-age=31536000" always; (in each block).

${[...common, line('Cache-Control', kFresh['Cache-Control'], false), line('Content-Security-Policy', kOtherPolicy, false)].join('\n')}

${blocks.join('\n\n')}
`;
}

/**
 * Returns a path as both hosts' rules name it. A page has one rule for all languages, and words have one for all, or there would be more rules than
 * Cloudflare takes.
 *
 * @param {string} path
 */
function patternOf(path) {
  if (path.startsWith('locales/')) return 'locales/*';
  const [folder = '', ...rest] = path.split('/');
  return Object.hasOwn(kLanguages, folder) ? [':language', ...rest].join('/') : path;
}

/**
 * Netlify and Cloudflare join the headers of all rules that match, so no header is in two rules for one path.
 *
 * @param {readonly Rule[]} rules
 * @param {readonly string[]} paths
 */
function forNetlify(rules, paths) {
  const lines = (/** @type {Readonly<Record<string, string>>} */ headers) => Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`);
  /** @type {Map<string, Readonly<Record<string, string>>>} */
  const found = new Map([['*', kCommon]]);
  for (const path of paths) {
    const rule = rules.find((one) => new RegExp(one.path).test(path));
    if (!rule) continue;
    const pattern = patternOf(path);
    // Both also serve pages without the ending.
    const short = path.endsWith('.html') ? [pattern.replace(/(?:index)?\.html$/, '')] : [];
    const headers = { ...(rule.type ? { 'Content-Type': rule.type } : {}), ...rule.headers };
    for (const one of [pattern, ...short]) found.set(one, headers);
  }
  return `# Selfcheck's headers, for Netlify and Cloudflare Pages. Made by web/build.mjs.
# Once HTTPS is to stay, add to the first rule: ${kHsts}

${[...found.set('lists/*', { ...kFresh, 'Content-Security-Policy': kOtherPolicy })].map(([path, headers]) => [`/${path}`, ...lines(headers)].join('\n')).join('\n\n')}
`;
}

/**
 * Returns a header's value in quotation marks, as Apache reads it: a quotation mark in it stands behind a backslash, and a percent
 * sign is written twice, because mod_headers puts something else in the place of one with a letter.
 *
 * @param {string} value
 */
const forApache = (value) => `"${value.replaceAll('"', '\\"').replaceAll('%', '%%')}"`;

/** @param {readonly Rule[]} rules */
function apache(rules) {
  // FilesMatch sees the file's name only.
  const blocks = rules.map(({ what, path, type, headers }) => {
    const name = path.replaceAll('(?:^|/)', '^').replaceAll('/buckets/[0-9a-f]{64}/[^/]+', '^[3456789bdfghlmnp]+').replaceAll('/manifest', '^manifest');
    return [
      `# ${what}.`,
      `<FilesMatch "${name}">`,
      ...(type ? [`  ForceType "${type}"`] : []),
      ...Object.entries(headers).map(([header, value]) => `  Header set ${header} ${forApache(value)}`),
      '</FilesMatch>',
    ].join('\n');
  });
  return `# Selfcheck's headers, for Apache with mod_headers. Made by web/build.mjs.
# Once HTTPS works, and is to stay: Header always set Strict-Transport-Security "max-age=31536000"

Options -Indexes
${Object.entries(kCommon)
  .map(([name, value]) => `Header always set ${name} ${forApache(value)}`)
  .join('\n')}
Header set Cache-Control ${forApache(kFresh['Cache-Control'])}
Header set Content-Security-Policy ${forApache(kOtherPolicy)}

${blocks.join('\n\n')}
`;
}

/** Which of headerFiles() a host reads from the site's root, where --host puts it. None of them gives it to readers. */
export const kHostFiles = { nginx: undefined, netlify: 'netlify/_headers', cloudflare: 'cloudflare/_headers', apache: 'apache/.htaccess' };

/**
 * Returns the files that tell servers which headers to send, by name.
 *
 * @param {Settings & {paths: Iterable<string>}} site `paths` are those of the files that the site has
 * @returns {Record<string, string>}
 */
export function headerFiles({ paths, ...settings }) {
  const rules = rulesFor(settings);
  const netlify = forNetlify(rules, [...paths].sort());
  return {
    'nginx.conf': nginx(rules),
    'netlify/_headers': netlify,
    'cloudflare/_headers': netlify,
    'apache/.htaccess': apache(rules),
  };
}
