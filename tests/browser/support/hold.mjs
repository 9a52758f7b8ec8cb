/**
 * Keeps the page's requests for `pattern` waiting until `release` is called. Returns {release, firstAsked}; the promise `firstAsked` is
 * fulfilled as soon as a request waits.
 */
export async function hold(page, pattern) {
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  let asked;
  const firstAsked = new Promise((resolve) => {
    asked = resolve;
  });
  await page.route(pattern, async (route) => {
    asked();
    await released;
    await route.continue().catch(() => {}); // the page may have called the request off meanwhile
  });
  return { release, firstAsked };
}
