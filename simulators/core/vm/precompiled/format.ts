import { effects, type OperationName } from "../effects.ts";

/**
 * Compiled code as JSON: what a build knows of our own scripts, so that no process has to compile them.
 * Only for code of ours: the source of a function and the names of its variables are left out.
 *
 * `[kind, flags, name, parameters, length, offset, registers, handlers, instructions, constants]`
 */
export type EncodedFunction = readonly [
  kind: number,
  flags: number,
  name: string,
  parameters: number,
  length: number,
  offset: number,
  registers: number,
  /** start, end, target, register of each. */
  handlers: readonly number[],
  /** See `isGiven`. */
  instructions: readonly number[],
  constants: readonly EncodedConstant[],
];

/** Plain data as it is; what JSON has no word for is an object with the single key "$", then its word. */
export type EncodedConstant = null | boolean | number | string | readonly EncodedConstant[] | { readonly [key: string]: EncodedConstant };

export const functionFlag = { async: 1, generator: 2, keepsArguments: 4 } as const;

export const kinds = ["function", "arrow", "method", "getter", "setter", "constructor", "derived", "fields", "module", "stub"] as const;

export const operationNames = Object.keys(effects) as OperationName[];

/**
 * Each instruction is a word, then the fields that it has. The low bits of the word are its operation, those above say which fields are given:
 * registers a to e, the target, the index of the constant. The offset comes last, as the distance from the one before.
 */
export const isGiven = { shift: 8, target: 1 << 5, constant: 1 << 6 } as const;

export const mark = "$";
