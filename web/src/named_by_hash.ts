// The build puts the beginning of a file's hash into its name, so that what came under a name can be compared with it.

const kHashInName = /-([0-9a-f]{12})\.\w+$/;

/**
 * Returns whether a file can be compared with its name. It can't on a page from an insecure address, and the package's files have no hashes
 * in their names.
 */
export function canTell(url: URL): boolean {
  return crypto.subtle !== undefined && kHashInName.test(url.pathname);
}

/** Returns whether these are the contents that the name of `url` promises. To be called only if `canTell` is true. */
export async function isAsNamed(url: URL, contents: BufferSource): Promise<boolean> {
  const [, expected = ''] = kHashInName.exec(url.pathname) ?? [];
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', contents));
  const hex = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return expected !== '' && hex.startsWith(expected);
}
