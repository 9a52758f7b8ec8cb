// The site's owner says who they are in a file of their own, site.json; docs/SITE.md describes it. Without one the site says
// that nobody has said who runs it.

/**
 * What a site without such a file says of itself.
 *
 * @type {import('./build_types.d.ts').SiteIdentity}
 */
export const kNobody = { isGiven: false, language: 'en', name: { en: 'Selfcheck' } };

/**
 * Returns what a site file says. Throws UsageError with the rule that is broken.
 *
 * @param {string | undefined} path none: there is no site file
 * @returns {Promise<import('./build_types.d.ts').SiteIdentity>}
 */
export async function readSiteFile(path) {
  if (path === undefined) return kNobody;
  throw new Error('not written yet');
}
