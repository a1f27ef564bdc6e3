import fc from "fast-check";
import { Accessor, VObject } from "../cell.ts";
import { isArray } from "../objects/array.ts";
import { makeArray, makeObject } from "../objects/make.ts";
import { define, has, put, remove } from "../property.ts";
import { canonicalKey, type Key, type Value } from "../value.ts";
import type { NativeVm } from "./native-vm.ts";

/** One step of a random program on a few objects: object number, key, and what is done. */
export interface ObjectStep {
  readonly kind: "set" | "define" | "delete" | "has" | "freeze" | "seal" | "preventExtensions" | "setPrototypeOf" | "length";
  readonly object: number;
  readonly key: string;
  /** A number stands for the object with that number where it is `"ref"`. */
  readonly value: StepValue;
  readonly flags: { readonly writable?: boolean; readonly enumerable?: boolean; readonly configurable?: boolean };
}

export type StepValue =
  | { readonly kind: "plain"; readonly value: string | number | boolean | null | undefined }
  | { readonly kind: "ref"; readonly object: number };

/** Objects 0 and 1 are ordinary, 2 and 3 are arrays, 4 has no prototype. */
export const objectCount = 5;

const keys = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("a", "b", "c", "x y", "constructor") },
  { weight: 6, arbitrary: fc.nat(6).map(String) },
  { weight: 1, arbitrary: fc.constantFrom("4294967295", "-1", "01", "1.5", "9000") },
);

const values: fc.Arbitrary<StepValue> = fc.oneof(
  fc.constantFrom<StepValue>(...[1, -0, Number.NaN, "text", true, null, undefined].map((value) => ({ kind: "plain" as const, value }))),
  fc.nat(objectCount - 1).map((object): StepValue => ({ kind: "ref", object })),
);

const flag = fc.option(fc.boolean(), { nil: undefined });
const flags = fc.record({ writable: flag, enumerable: flag, configurable: flag }).map((given) => {
  const known = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known);
});

const kinds = fc.oneof(
  { weight: 10, arbitrary: fc.constant("set" as const) },
  { weight: 5, arbitrary: fc.constant("delete" as const) },
  { weight: 4, arbitrary: fc.constant("define" as const) },
  { weight: 2, arbitrary: fc.constantFrom("has" as const, "length" as const) },
  { weight: 1, arbitrary: fc.constantFrom("freeze" as const, "seal" as const, "preventExtensions" as const, "setPrototypeOf" as const) },
);

export const objectSteps: fc.Arbitrary<readonly ObjectStep[]> = fc.array(
  fc.record({ kind: kinds, object: fc.nat(objectCount - 1), key: keys, value: values, flags }),
  { maxLength: 40 },
);

export function makeObjects(vm: NativeVm): VObject[] {
  return [makeObject(vm), makeObject(vm), makeArray(vm, []), makeArray(vm, [1, 2, 3]), makeObject(vm, null)];
}

/** The same objects of V8's. */
export function plainObjects(): object[] {
  return [{}, {}, [], [1, 2, 3], Object.create(null) as object];
}

/** Runs a step on our objects; its answer: done or refused. */
export function runStep(vm: NativeVm, objects: readonly VObject[], step: ObjectStep): boolean | string {
  const object = objects[step.object] as VObject;
  const key: Key = canonicalKey(step.key);
  const value: Value = step.value.kind === "ref" ? objects[step.value.object] : step.value.value;
  switch (step.kind) {
    case "set": {
      const done = put(vm, object, key, value);
      return done instanceof Accessor ? "setter" : done;
    }
    case "length":
      return put(vm, object, "length", isArray(object) ? step.key.length : value) === true;
    case "define":
      return define(vm, object, key, { value, ...step.flags });
    case "delete":
      return remove(vm, object, key);
    case "has":
      return has(vm, object, key);
    case "setPrototypeOf":
      return vm.invoke(
        vm.realm.global.readOwn("Reflect") as VObject,
        "setPrototypeOf",
        object,
        value instanceof VObject ? value : null,
      ) as boolean;
    case "freeze":
    case "seal":
    case "preventExtensions":
      vm.invoke(vm.realm.global.readOwn("Object") as VObject, step.kind, object);
      return true;
  }
}

const plainLimits = {
  freeze: freezeFully,
  seal: (object: object) => Object.seal(object),
  preventExtensions: (object: object) => Object.preventExtensions(object),
};

/**
 * V8 leaves the length of an empty array writable that was sealed or made not extensible before, and says all the same that it is frozen.
 *
 * @see ECMAScript 2024, 7.3.15 SetIntegrityLevel: every own property, `length` too, becomes read-only.
 */
function freezeFully(object: object): void {
  Object.freeze(object);
  if (Array.isArray(object)) Reflect.defineProperty(object, "length", { writable: false });
}

/** The same on V8's. */
export function runPlainStep(objects: readonly object[], step: ObjectStep): boolean {
  const object = objects[step.object] as object;
  const value = step.value.kind === "ref" ? objects[step.value.object] : step.value.value;
  switch (step.kind) {
    case "set":
      return Reflect.set(object, step.key, value);
    case "length":
      return Reflect.set(object, "length", Array.isArray(object) ? step.key.length : value);
    case "define":
      return Reflect.defineProperty(object, step.key, { value, ...step.flags });
    case "delete":
      return Reflect.deleteProperty(object, step.key);
    case "has":
      return Reflect.has(object, step.key);
    case "setPrototypeOf":
      return Reflect.setPrototypeOf(object, typeof value === "object" ? value : null);
    case "freeze":
    case "seal":
    case "preventExtensions":
      plainLimits[step.kind](object);
      return true;
  }
}
