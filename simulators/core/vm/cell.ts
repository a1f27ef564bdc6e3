import type { FunctionCode } from "./code.ts";
import type { Shape } from "./shape.ts";
import type { StateWriter } from "./state-writer.ts";
import type { Key, Slot, Value } from "./value.ts";
import type { NativeFunction } from "./vm.ts";

/** Anything in memory that threads can share: an object, or a scope with captured variables. */
export abstract class Cell {
  /** Unique in a run. Made before the first thread: 0 .. 2^24 - 1. By thread t: (t + 1) * 2^24 + its number, so that it does not depend on other threads. */
  readonly id: number;
  /** The host's: what it knows of accesses to this cell. The machine never touches it. */
  watch: object | undefined = undefined;

  constructor(id: number) {
    this.id = id;
  }

  /** Everything that makes a difference for the program, in an order that depends on nothing else. */
  abstract writeState(out: StateWriter): void;
}

/** Variables of a scope that inner functions use. Others live in registers of their frame. */
export abstract class Scope extends Cell {
  abstract readonly slots: Slot[];
  /** Tags of data flow of the slots; absent: all 0. */
  abstract tags: number[] | undefined;
  abstract readonly outer: Scope | undefined;
  abstract readonly names: readonly string[];
}

/** An object of the user's program. Own named properties are `slots` described by `shape`; kinds add fields of their own. */
export abstract class VObject extends Cell {
  /** For `instanceof` without a prototype chain of V8: "object", "array", "function", "map", … */
  abstract readonly kind: string;
  abstract proto: VObject | null;
  abstract shape: Shape;
  abstract readonly slots: Slot[];
  abstract isExtensible: boolean;

  // Kinds with exotic properties (arrays, typed arrays, strings, arguments, module namespaces) override these.
  abstract getOwn(key: Key): OwnProperty | undefined;
  /** [[DefineOwnProperty]] with every field of the descriptor resolved; false: refused. Journalled. */
  abstract defineOwn(key: Key, property: OwnProperty): boolean;
  abstract deleteOwn(key: Key): boolean;
  /** Indices ascending, then strings in order of creation, then symbols; without private names. */
  abstract ownKeys(): readonly Key[];
}

export type OwnProperty =
  | { readonly value: Value; readonly writable: boolean; readonly enumerable: boolean; readonly configurable: boolean }
  | { readonly get: VObject | undefined; readonly set: VObject | undefined; readonly enumerable: boolean; readonly configurable: boolean };

/** A function of the user's (`code`) or of ours (`native`). */
export interface Callable {
  readonly code: FunctionCode | undefined;
  readonly native: NativeFunction | undefined;
}
