// What the page and the worker say to each other.

import type { Problem } from '../errors.js';
import type { Engine } from './engine.js';

/** First message, once. The module is compiled by the page, so the worker, which sees the number, fetches nothing. */
export interface Start {
  readonly module: WebAssembly.Module;
}

/** The engine's methods, by name. */
export type Method = {
  [Name in keyof Engine]: Engine[Name] extends (...args: never[]) => unknown ? Name : never;
}[keyof Engine];

export interface Call {
  readonly id: number;
  readonly method: Method;
  readonly args: readonly unknown[];
}

export type Reply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly problem: Problem };
