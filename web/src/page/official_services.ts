// India's official services for people whose number has leaked, by name. They move and are renamed, so all of them are here and nowhere
// else: each with its address, and the day on which somebody last looked whether it is still right. What to do there is in steps.ts, the
// words are in the locale files.
//
// The addresses are front pages on purpose where that is enough: deeper ones change more often, and what they do is named on the front
// page.

export interface Service {
  readonly phone?: string;
  readonly link?: string;
  readonly lookedAt: {
    /** As `2026-12-31`. */
    readonly day: string;
    /** `page`: somebody opened the page and called the number. `copy`: compared with a copy of the page that somebody else had stored. */
    readonly what: 'page' | 'copy';
  };
}

const copy = { day: '2026-11-29', what: 'copy' } as const;

export const services = {
  /** Ministry of Home Affairs: money lost to fraud. By phone first, then in writing. */
  cyberCrime: { phone: '1930', link: 'https://cybercrime.gov.in/', lookedAt: copy },
  /** Department of Telecommunications. It has "Know Your Mobile Connections" (TAFCOP), Chakshu and CEIR. */
  sancharSaathi: { link: 'https://sancharsaathi.gov.in/', lookedAt: copy },
  /** UIDAI: lock and unlock biometrics and the Aadhaar number, virtual ID, authentication history. */
  myAadhaar: { link: 'https://myaadhaar.uidai.gov.in/', lookedAt: copy },
  /** UIDAI's helpline, which takes SMS as well: https://uidai.gov.in/en/2-uncategorised/12004-aadhaar-services-on-sms-new.html */
  uidai: { phone: '1947', lookedAt: copy },
  /** Reserve Bank of India: its order that every credit bureau gives everybody one free report a year. */
  creditReport: { link: 'https://rbi.org.in/commonperson/English/Scripts/Notification.aspx?Id=1884', lookedAt: copy },
} as const satisfies Record<string, Service>;

export type ServiceName = keyof typeof services;
