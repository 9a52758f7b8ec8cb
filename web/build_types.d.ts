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

/** The words of every language that there is, by code. */
export type AllMessages = Readonly<Record<string, { readonly direction: string; readonly texts: Readonly<Record<string, string>> }>>;

/** A site that is being put together: path to contents. */
export interface SiteFiles {
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  add(path: string, contents: string | Uint8Array): void;
  /** Gives the name, with a hash of the contents in it. */
  addHashed(path: string, contents: string | Uint8Array): string;
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

/** What `selfcheck verify --json` says. */
export interface AuditReport {
  readonly ok: boolean;
  readonly checks: readonly { readonly name: string; readonly status: 'pass' | 'warn' | 'fail'; readonly detail: string }[];
  readonly list: {
    readonly title: string;
    readonly kind: string;
    readonly entries: number;
    readonly sequence: number;
    readonly published: string;
    readonly valid_until: string;
    readonly test: boolean;
    readonly withdrawn: boolean;
  };
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
