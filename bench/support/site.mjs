// The site as it is deployed, with one list, served as it would be.
import { Server, Site } from '../../tests/browser/support/site.mjs';

/** Gives {url, site, stop}. */
export async function serveSite(list) {
  const site = await Site.make({ list });
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
