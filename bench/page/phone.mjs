// The settings of a cheap phone on a slow line, as Lighthouse imagines it.
export const kSlowdown = 4;

const kNetwork = {
  offline: false,
  latency: 150, // Milliseconds for each request.
  downloadThroughput: 1.6e6 / 8, // Bytes a second.
  uploadThroughput: 750e3 / 8,
};

export async function slowNetwork(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', kNetwork);
}

export const kPhone = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 1, locale: 'en-IN' };
