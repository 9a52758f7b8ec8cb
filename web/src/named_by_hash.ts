// The build puts the beginning of a file's hash into its name, so that whatever has come under that name can be held against it.

const kHashInName = /-([0-9a-f]{12})\.\w+$/;

/** Whether files can be held against their names: not from an insecure address, and not those of the package. */
export function canTell(url: URL): boolean {
  return crypto.subtle !== undefined && kHashInName.test(url.pathname);
}

/** Whether these are the contents that the name of `url` promises. Only where one can tell. */
export async function isAsNamed(url: URL, contents: BufferSource): Promise<boolean> {
  const [, expected = ''] = kHashInName.exec(url.pathname) ?? [];
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', contents));
  const hex = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return expected !== '' && hex.startsWith(expected);
}
