// The page's Content-Security-Policy lets no text become a script's address but through this one policy, and this policy
// lets through one address.

interface TrustedTypePolicyFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
}

declare global {
  interface Window {
    readonly trustedTypes?: TrustedTypePolicyFactory;
  }
}

/** The worker's address in the form that `Worker` takes here: a TrustedScriptURL, which TypeScript takes for a string. */
export function workerUrl(url: URL): string {
  const address = url.href;
  const rules = {
    createScriptURL(asked: string): string {
      if (asked !== address) throw new TypeError('not the worker');
      return asked;
    },
  };
  return window.trustedTypes?.createPolicy('selfcheck', rules).createScriptURL(address) ?? address;
}
