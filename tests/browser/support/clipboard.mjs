// Reads what a page has copied. The site's pages may not read the clipboard themselves, so another site's page does.
import { Host } from './host.mjs';

/** Returns a function that gives what was copied last in a browser's context. */
export async function clipboardReader(t, context) {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const host = await Host.start(t);
  const address = host.page('reader', '<title>Reader</title>');
  return async () => {
    const reader = await context.newPage();
    await reader.goto(address);
    const copied = await reader.evaluate(() => navigator.clipboard.readText());
    await reader.close();
    return copied;
  };
}
