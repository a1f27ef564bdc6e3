import type { VObject } from "./cell.ts";

/** A value of the user's program. Primitives are V8's own; objects are ours, so that every change can be seen and taken back. */
export type Value = undefined | null | boolean | number | string | bigint | symbol | VObject;

/** In a slot that has no value: an array's hole, a variable in its temporal dead zone. Never seen by the user's program. */
export const hole: unique symbol = Symbol("hole");
export type Slot = Value | typeof hole;

/**
 * A property key in canonical form: array indices (0 .. 2^32 - 2) are numbers, never strings.
 * A private name is a symbol that `isPrivateName` knows (one for each evaluation of its class).
 */
export type Key = string | symbol | number;

/** Stands for the whole content of an object in `Host.access`: it overlaps every key (`push`, `shift`, `Map.clear`, iteration). */
export const whole: unique symbol = Symbol("whole");

/** Key of an entry of a Map or Set in `Host.access`: the entry's key itself, which may be any value. */
export type Place = Key | Value | typeof whole;

/** A key as user code computes it, in canonical form. */
export function canonicalKey(text: string): Key {
  const index = Number(text);
  return index >= 0 && index < 4_294_967_295 && String(index) === text && Number.isInteger(index) ? index : text;
}
