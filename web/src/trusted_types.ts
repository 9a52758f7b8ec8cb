// By the page's Content-Security-Policy, text becomes a script's address only through this one Trusted Types policy, and this policy lets
// through the addresses that it was told of and no other.

interface TrustedTypePolicy {
  createScriptURL(url: string): string;
}

declare global {
  interface Window {
    readonly trustedTypes?: { createPolicy(name: string, rules: TrustedTypePolicy): TrustedTypePolicy };
  }
}

const known = new Set<string>();
let policy: TrustedTypePolicy | undefined;

/**
 * Returns a script's address in the form that `Worker` and `script.src` take here: a TrustedScriptURL, which TypeScript takes for a
 * string. To be called only with addresses that the build or this page itself has made.
 */
export function scriptUrl(address: string): string {
  known.add(address);
  policy ??= window.trustedTypes?.createPolicy('selfcheck', {
    createScriptURL(asked) {
      if (!known.has(asked)) throw new TypeError('not a script of this page');
      return asked;
    },
  });
  return policy?.createScriptURL(address) ?? address;
}
