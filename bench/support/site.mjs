// The site as it is deployed, with one list.
import { Server, Site } from '../../tests/browser/support/site.mjs';

/** Serves the site as it would be in use. Returns {url, site, stop}. */
export async function serveSite(list) {
  // Some pages are only on a site that knows its address.
  const site = await Site.make({ list }, { origin: 'https://check.example' });
  const server = await Server.start(site.directory);
  return {
    url: server.url,
    site,
    stop: async () => {
      await server.stop();
      await site.remove();
    },
  };
}
