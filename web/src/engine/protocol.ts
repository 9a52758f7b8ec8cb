// The messages that a client and the server of its engine send each other.

import type { Problem } from '../errors.js';
import type { Engine } from './engine.js';

/** The server's first message, which says that its script has loaded. */
export interface Ready {
  readonly ready: true;
}

/** The client's first message, sent once. It carries the compiled module, so that the worker, which sees the number, fetches nothing. */
export interface Start {
  readonly module: WebAssembly.Module;
  /** 32 random bytes that key the engine's log of what was disclosed. */
  readonly logKey: Uint8Array;
}

/** The names of the engine's methods. */
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

/** The client's end of the line to a server: a worker, or what stands for one. */
export interface EnginePort {
  postMessage(message: Start | Call, transfer: Transferable[]): void;
  /** Called once, by the client. `receive` gets each reply; `fail` is called when the server is lost. */
  listen(receive: (reply: Reply) => void, fail: () => void): void;
  /** Ends the server at once, whatever it is doing, and gives its memory back. */
  close(): void;
}

/** The server's end of that line. */
export interface ServerPort {
  addEventListener(type: 'message', listener: (event: { readonly data: Start | Call }) => void): void;
  postMessage(message: Ready | Reply): void;
}
