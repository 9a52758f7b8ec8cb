// Which messages are in the second file of a language. A page can be read, and a number typed and checked, without them: page/later.ts
// loads them together with the code that says them. The build reads this list too.

/** What keys begin with, up to the first dot. */
export const laterGroups = ['exposed', 'input', 'offer', 'offline', 'about', 'steps', 'ledger', 'reason', 'advice', 'share'] as const;
