// Which messages are in the second file of a language. A page can be read, and a number typed and checked, without them: page/later.ts
// loads them together with the code that says them. The build reads this list too.

/** The groups of messages that come later. A group is what its keys have before their first dot. */
export const laterGroups = ['exposed', 'fact', 'input', 'offer', 'offline', 'about', 'steps', 'ledger', 'reason', 'advice', 'share'] as const;

/**
 * Single messages that come later, too: those of the footer, which is below the screen at first. Who runs the site is said in the frame
 * as well, which may never load the rest.
 */
export const laterKeys = [
  'frame.check',
  'frame.more',
  'frame.about',
  'frame.run_by_nobody',
  'frame.contact',
  'frame.imprint',
  'frame.privacy',
  'frame.source',
  'frame.licence',
  'frame.version',
  'frame.verify',
] as const;

export function isLater(key: string): boolean {
  return (laterKeys as readonly string[]).includes(key) || laterGroups.some((group) => key.startsWith(`${group}.`));
}
