/**
 * Keeps the page's requests for `pattern` waiting until `release` is called. Gives it, and `firstAsked`, which is fulfilled as soon as there is one
 * that waits.
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
    await route.continue().catch(() => {}); // called off meanwhile
  });
  return { release, firstAsked };
}
