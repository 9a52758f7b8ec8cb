// The page's Content-Security-Policy lets no text become a script's address but through this one policy, and this policy lets
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
 * A script's address in the form that `Worker` and `script.src` take here: a TrustedScriptURL, which TypeScript takes for a
 * string. Only for addresses that the build or this page itself has made.
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
