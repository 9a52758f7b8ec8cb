// What a site has so that people can pass it on and put it on their home screen: pictures, and a web app manifest. All of it needs the site's address.

import { appManifest, kManifestName } from './app_manifest.mjs';
import { importBundled } from './bundle.mjs';
import { inLanguage, shownAddress } from './pages/frame.mjs';
import { textsOf } from './pages/render.mjs';
import { addIcons, iconOf } from './pictures/icons.mjs';
import { previewPicture } from './pictures/preview.mjs';

/**
 * Returns a colour, made darker where white letters could not be read on it.
 *
 * @param {string} accent `#rrggbb`
 * @returns {Promise<string>}
 */
async function readableOnWhite(accent) {
  const { hexOf, parseColour, readableAccent } = await importBundled('src/widget/colour.ts');
  return hexOf(readableAccent(parseColour(accent), [parseColour('#ffffff')]).accent);
}

/**
 * Adds icons, manifest and the picture that goes with a link, all in the site's own language. Returns that picture, and what the check's head needs
 * for the rest.
 *
 * @param {import('./build_types.d.ts').SiteFiles} site
 * @param {{identity: import('./build_types.d.ts').SiteIdentity, address: URL, messages: import('./build_types.d.ts').AllMessages, drawing: Uint8Array}} parts
 *   `drawing` is Selfcheck's own icon
 */
export async function addPassingOn(site, { identity, address, messages, drawing }) {
  const { language, accent } = identity;
  const direction = messages[language]?.direction ?? 'ltr';
  const text = textsOf(messages, language);
  const icon = iconOf(identity, drawing);
  const icons = await addIcons(site, identity, icon);
  site.add(kManifestName, appManifest(identity, { address, direction, icons }));
  const words = { name: inLanguage(identity.name, language), question: text('page.heading'), promise: text('page.promise'), address: shownAddress(address) };
  const picture = await previewPicture(words, { language, accent: accent && (await readableOnWhite(accent)), icon, isLogo: identity.logo !== undefined });
  return {
    preview: { file: site.addHashed('preview.png', picture), says: `${words.question} ${words.promise}` },
    head: `<link rel="manifest" href="${kManifestName}">\n<link rel="apple-touch-icon" href="${icons.apple}">\n`,
  };
}
