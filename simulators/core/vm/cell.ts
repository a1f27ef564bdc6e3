import type { FunctionCode } from "./code.ts";
import type { AccessKind } from "./host.ts";
import type { Shape } from "./shape.ts";
import type { StateWriter } from "./state-writer.ts";
import type { hole, Key, Place, Slot, Value } from "./value.ts";
import type { NativeFunction, Vm } from "./vm.ts";

/** Anything in memory that threads can share: an object, or a scope with captured variables. */
export abstract class Cell {
  /** Unique in a run. Made before the first thread: 0 .. 2^24 - 1. By thread t: (t + 1) * 2^24 + its number, so that it does not depend on other threads. */
  readonly id: number;
  /** The host's: what it knows of accesses to this cell. The machine never touches it. */
  watch: object | undefined = undefined;
  /** The state writer's: the last writing that met this cell, and its number there. Not part of any state. */
  visit = 0;
  order = 0;

  constructor(id: number) {
    this.id = id;
    if (births.cells !== undefined) births.cells.push(this);
  }

  /** Everything that makes a difference for the program, in an order that depends on nothing else. */
  abstract writeState(out: StateWriter): void;
}

/** The list in which cells made now are noted: those of before the first thread (see `CellIds`). */
export const births: { cells: Cell[] | undefined } = { cells: undefined };

/** Variables of a scope that inner functions use. Others live in registers of their frame. */
export abstract class Scope extends Cell {
  abstract readonly slots: Slot[];
  /** Tags of data flow of the slots; absent: all 0. */
  abstract tags: number[] | undefined;
  abstract readonly outer: Scope | undefined;
  abstract readonly names: readonly string[];
}

/** What a named property's slot holds when it is a getter, a setter or both. Never changed: redefining makes a new one. */
export class Accessor {
  readonly get: VObject | undefined;
  readonly set: VObject | undefined;

  constructor(get: VObject | undefined, set: VObject | undefined) {
    this.get = get;
    this.set = set;
  }
}

export type NamedSlot = Value | Accessor;

/** Attributes of a property, as bits; `absent`: there is no such property. */
export const attribute = { writable: 1, enumerable: 2, configurable: 4, accessor: 8, all: 7 } as const;
export const absent = -1;
/** No such property, and prototypes are not asked: a typed array's element out of range. */
export const absentForGood = -2;

/** An object of the user's program. Own named properties are `slots` described by `shape`; kinds add fields of their own. */
export abstract class VObject extends Cell {
  /** For `instanceof` without a prototype chain of V8: "object", "array", "function", "map", … */
  abstract readonly kind: string;
  /** Change it through `setPrototype` alone. */
  abstract proto: VObject | null;
  abstract shape: Shape;
  /** Slots from `shape.size` on are not in use. */
  abstract readonly slots: NamedSlot[];
  abstract isExtensible: boolean;

  // Kinds with exotic properties (arrays, typed arrays, strings) override these. None of them says an access.
  /** Attributes of the own property as bits (`attribute`), or `absent`, or `absentForGood`. */
  abstract attributesOf(key: Key): number;
  /** Value or accessor of the own property, or `hole` without one. */
  abstract readOwn(key: Key): NamedSlot | typeof hole;
  /** Writes an own data property that is writable, or adds one with all attributes; false: refused (not extensible). Journalled. */
  abstract writeOwn(vm: Vm, key: Key, value: Value): boolean;
  /** Says an access to the own property `key`, which may be absent. */
  abstract touchOwn(vm: Vm, key: Key, kind: AccessKind): void;
  /** What is at a place of `Host.access` that is no property: an entry of a Map or Set, a word of a buffer. Undefined: nothing of that kind, `hole`: not there. */
  peekEntry?(place: Place): Slot | undefined;
  /** Says an access to all of the content: keys, elements, order. */
  abstract touchAll(vm: Vm, kind: AccessKind): void;
  abstract getOwn(key: Key): OwnProperty | undefined;
  /** Adds or replaces, with every field of the descriptor resolved and already found to be allowed; false: refused. Journalled. */
  abstract defineOwn(key: Key, property: OwnProperty): boolean;
  /** Journalled. False: it is not configurable. */
  abstract deleteOwn(key: Key): boolean;
  /** Indices ascending, then strings in order of creation, then symbols; without private names. */
  abstract ownKeys(): readonly Key[];
  /** Journalled. */
  abstract preventExtensions(): boolean;
  /** Journalled. */
  abstract setPrototype(proto: VObject | null): void;
}

export type OwnProperty =
  | { readonly value: Value; readonly writable: boolean; readonly enumerable: boolean; readonly configurable: boolean }
  | { readonly get: VObject | undefined; readonly set: VObject | undefined; readonly enumerable: boolean; readonly configurable: boolean };

/** A function of the user's (`code`) or of ours (`native`). */
export interface Callable {
  readonly code: FunctionCode | undefined;
  readonly native: NativeFunction | undefined;
}
