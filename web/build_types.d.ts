// What the build's scripts hand to each other.

/** Options of a script, all of them with a value, as node:util has them. */
export type StringOptions = Readonly<Record<string, { readonly type: 'string'; readonly default?: string }>>;

/** What was given for them; of one with a default there is always something. */
export type GivenOptions<Own extends StringOptions> = {
  readonly [Name in keyof Own]: Own[Name] extends { default: string } ? string : string | undefined;
} & { readonly engine: string; readonly help: boolean };

/** One list of a pins file (docs/FORMAT.md section 8), as far as a build reads it. */
export interface Pin {
  readonly id: string;
  readonly url: string;
  readonly kind: string;
  /** Who may sign it: minisign public keys. */
  readonly keys?: readonly string[];
  /** Of a keyed list. A static one that is to be keyed can have them already. */
  readonly evaluators?: readonly PinnedEvaluator[];
}

export interface PinnedEvaluator {
  readonly index: number;
  readonly url: string;
}

export interface Pins {
  readonly format: string;
  readonly lists: readonly Pin[];
}

/** A text by language (BCP 47 code). The site's own language is there in any case, and comes first. */
export type TextByLanguage = Readonly<Record<string, string>>;

/** Who runs a site and what it looks like, as its owner has written it down (site_file.mjs). */
export interface SiteIdentity {
  /** False where there is no site file: then nobody has said who runs the site, and the pages say so. */
  readonly isGiven: boolean;
  /** The language of everything that can be in one language only: the page before its script runs, link previews, feeds. */
  readonly language: string;
  /** The site's name, as it stands beside its logo. */
  readonly name: TextByLanguage;
  readonly operator?: {
    readonly name: TextByLanguage;
    /** A few sentences about them. */
    readonly about?: TextByLanguage;
    /** Their own site: https. */
    readonly link?: string;
  };
  /** At least one of the two. */
  readonly contact?: { readonly email?: string; readonly link?: string };
  /** Addresses, https. */
  readonly imprint?: string;
  readonly privacy?: string;
  /** Where the site's source code can be read: https. */
  readonly source?: string;
  /** `#rrggbb`. The build makes it readable on light and on dark backgrounds. */
  readonly accent?: string;
  readonly logo?: { readonly type: 'svg' | 'png'; readonly contents: Uint8Array };
}

/** The words of every language that there is, by code. */
export type AllMessages = Readonly<Record<string, { readonly direction: string; readonly texts: Readonly<Record<string, string>> }>>;

/** A site that is being put together: path to contents. */
export interface SiteFiles {
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  add(path: string, contents: string | Uint8Array): void;
  /** Gives the name, with a hash of the contents in it. */
  addHashed(path: string, contents: string | Uint8Array): string;
  /** Gives what a tag's `integrity` says of a file. */
  integrityOf(name: string): string;
}

/** A publisher's key as people compare it (docs/FORMAT.md, section 18). */
export interface KeyNames {
  readonly words: string;
  readonly fingerprint: string;
}

/** What all pages around the check are made from (pages/render.mjs). */
export interface PagesContext {
  readonly identity: SiteIdentity;
  readonly messages: AllMessages;
  /** Where the site will be, with a slash at its end; undefined where the build was not told. */
  readonly address: URL | undefined;
  /** Where there is an address. */
  readonly deployment: Deployment | undefined;
  readonly pins: Pins;
  /** What scripts/dist has verified of the lists that are at hand, by the identifiers of their pins. */
  readonly catalogue: Catalogue;
  readonly hasFeeds: boolean;
  /** Gives what a tag's `integrity` says of a file. */
  integrityOf(name: string): string;
  /** Names of files of the site, relative to its root. */
  readonly files: {
    readonly style: string;
    readonly icon: string;
    /** The owner's, or the icon where there is none. */
    readonly logo: string;
    /** The scripts of pages that have one, by the page's name. */
    readonly scripts: Readonly<Record<string, string>>;
  };
  /** The picture that goes with a link: its file, and the words in it. It is there where the address is. */
  readonly preview: { readonly file: string; readonly says: string } | undefined;
  readonly version: CodeVersion;
}

/** Which code a site consists of. */
export interface CodeVersion {
  /** As in CMakeLists.txt: three numbers with dots between. */
  readonly version: string;
  /** SHA-256, 64 hexadecimal digits, over the lines of `sha256sum` for all files whose names carry a hash, sorted by name. */
  readonly code: string;
}

/** What the pages for other people's sites are put together from. */
export interface Deployment {
  /** The site's, with a slash at its end. */
  readonly address: string;
  readonly script: { readonly name: string; readonly integrity: string };
  readonly lists: readonly Pick<Pin, 'id' | 'kind'>[];
  /** By language. */
  readonly titles: Readonly<Record<string, string>>;
  readonly headings: Readonly<Record<string, string>>;
}

/** What a list says of itself, of `selfcheck verify --json`. */
export interface ListReport {
  readonly title: string;
  readonly list_id: string;
  readonly kind: string;
  readonly entries: number;
  readonly sequence: number;
  readonly published: string;
  readonly valid_until: string;
  readonly test: boolean;
  readonly withdrawn: boolean;
  /** By language. */
  readonly texts: Readonly<Record<string, { readonly title: string; readonly publisher: string; readonly about: string; readonly link: string }>>;
}

/** Reports by the identifiers of pins. */
export type Catalogue = Readonly<Record<string, ListReport>>;

/** What `selfcheck verify --json` says. */
export interface AuditReport {
  readonly ok: boolean;
  readonly checks: readonly { readonly name: string; readonly status: 'pass' | 'warn' | 'fail'; readonly detail: string }[];
  readonly list: ListReport;
  readonly edition: Edition;
  readonly older_editions: readonly Edition[];
}

/** Where an edition's files are in its list's directory. */
export interface Edition {
  readonly file: string;
  readonly root: string;
}

/** How `selfcheck verify` is run on a list in `directory`, by the pin `id` of the file `pins`. */
export interface Verification {
  /** The program. */
  readonly cli: string;
  readonly directory: string;
  readonly pins: string;
  readonly id: string;
}
