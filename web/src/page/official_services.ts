// India's official services for people whose number has leaked, by name. They move and are renamed, so all of them are
// here and nowhere else; what to do there is in next_steps.ts, the words in the locale files.

/**
 * When somebody last opened every address and looked up every phone number below (`2026-12-31`): the page shows it. Nobody has yet:
 * they were compared with stored copies of the pages only. Front pages on purpose: deeper addresses change more often, and
 * what they do is named on the front page.
 */
export const checkedOn: string | undefined = undefined;

export const services = {
  /** Ministry of Home Affairs: money lost to fraud. By phone first, then in writing. */
  cyberCrime: { phone: '1930', link: 'https://cybercrime.gov.in/' },
  /** Department of Telecommunications. Holds "Know Your Mobile Connections" (TAFCOP), Chakshu and CEIR. */
  sancharSaathi: { link: 'https://sancharsaathi.gov.in/' },
  /** UIDAI: lock and unlock biometrics and the Aadhaar number, virtual ID, authentication history. */
  myAadhaar: { link: 'https://myaadhaar.uidai.gov.in/' },
  uidai: { phone: '1947' },
} as const satisfies Record<string, Service>;

export interface Service {
  readonly phone?: string;
  readonly link?: string;
}
