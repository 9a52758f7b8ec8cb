// What came for one of the page's files is compared with what the build made: with the whole hash where the page knows it, and else with the
// beginning of it that the build has put into the file's name.

const kHashInName = /-([0-9a-f]{12})\.\w+$/;

/** Browsers hash nothing on a page from an insecure address. */
export const canHash = (): boolean => crypto.subtle !== undefined;

const sha256 = async (contents: BufferSource): Promise<number[]> => [...new Uint8Array(await crypto.subtle.digest('SHA-256', contents))];

/** Returns whether the SHA-256 of these contents, in base64, begins with `hash`. To be called only if `canHash` is true. */
export async function hasHash(contents: BufferSource, hash: string): Promise<boolean> {
  return btoa(String.fromCharCode(...(await sha256(contents)))).startsWith(hash);
}

/** Returns whether these are the contents that the name of `url` promises. To be called only if `canHash` is true. */
export async function isAsNamed(url: URL, contents: BufferSource): Promise<boolean> {
  const [, expected = ''] = kHashInName.exec(url.pathname) ?? [];
  const hex = (await sha256(contents)).map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return expected !== '' && hex.startsWith(expected);
}
