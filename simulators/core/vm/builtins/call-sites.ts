import { attribute, type VObject } from "../cell.ts";
import { load } from "../host-modules/index.ts";
import { VError, errorTitle, preparerOf, stackText } from "../objects/error.ts";
import { makeArray } from "../objects/make.ts";
import { define, get } from "../property.ts";
import type { Value } from "../value.ts";
import type { CodePlace, NativeFunction, Vm } from "../vm.ts";

const hidden = { writable: true, enumerable: false, configurable: true } as const;

/** `error.stack` as long as `Error.prepareStackTrace` has not been asked for it: that is asked once, when it is read first. */
export const preparedStack: NativeFunction = (vm, error) => {
  if (!(error instanceof VError)) return undefined;
  // Who reads it while it is being made gets nothing.
  define(vm, error, "stack", { value: undefined, ...hidden });
  const prepare = preparerOf(vm);
  const value = prepare === undefined ? stackText(errorTitle(error), error.places) : prepared(vm, prepare, error, error.places);
  define(vm, error, "stack", { value, ...hidden });
  return value;
};

export const assignStack: NativeFunction = (vm, error, [value]) => {
  if (error instanceof VError) define(vm, error, "stack", { value, ...hidden });
  return undefined;
};

/** What `Error.prepareStackTrace` makes of these places; it runs undivided. */
export function prepared(vm: Vm, prepare: VObject, object: VObject, places: readonly CodePlace[]): Value {
  const error = vm.realm.intrinsic("Error");
  vm.touch(error, "prepareStackTrace", "read");
  const limit = error.attributesOf("stackTraceLimit") === attribute.all ? get(vm, error, "stackTraceLimit") : 10;
  const shown = typeof limit === "number" ? places.slice(0, Math.max(0, Math.trunc(limit))) : [];
  const parts = shown.flatMap(({ name, offset }): readonly Value[] => {
    const { line, column } = vm.positionOf(offset);
    return [name, line, column];
  });
  const sites = vm.call(vm.get(load(vm, "call-sites"), "callSites"), undefined, [makeArray(vm, parts)]);
  return vm.call(prepare, error, [object, sites]);
}
