import { attribute, type VObject } from "../cell.ts";
import { load } from "../host-modules/index.ts";
import { VError, errorTitle, preparerOf, stackText } from "../objects/error.ts";
import { makeArray } from "../objects/make.ts";
import { define, get } from "../property.ts";
import type { Value } from "../value.ts";
import type { CodePlace, NativeFunction, Vm } from "../vm.ts";

const hidden = { writable: true, enumerable: false, configurable: true } as const;

/**
 * The getter of `error.stack` as long as `Error.prepareStackTrace` has not been asked for it: that is asked once, when the stack is read first, and can be
 * interrupted as other code of the program's.
 */
export const preparedStack = `function () {
  const asked = $askedStack(this);
  let stack = asked;
  if (typeof asked === "object") {
    const call = $callback(asked[0], asked[1]);
    stack = call(this, $hostModule("call-sites").callSites(asked[2]));
  }
  $assignStack(this, stack);
  return stack;
}`;

/** The text of the stack, or `[prepareStackTrace, Error, parts of call sites]`. */
const askedStack: NativeFunction = (vm, _, [error]) => {
  if (!(error instanceof VError)) return undefined;
  // Who reads it while it is being made gets nothing.
  define(vm, error, "stack", { value: undefined, ...hidden });
  const prepare = preparerOf(vm);
  if (prepare === undefined) return stackText(errorTitle(error), error.places);
  return makeArray(vm, [prepare, vm.realm.intrinsic("Error"), partsOfSites(vm, error.places)]);
};

const assignStack: NativeFunction = (vm, _, [error, value]) => {
  if (error instanceof VError) define(vm, error, "stack", { value, ...hidden });
  return undefined;
};

/** The setter. */
export const setStack: NativeFunction = (vm, error, [value]) => assignStack(vm, undefined, [error, value], undefined);

export const stackNatives: readonly (readonly [string, number, NativeFunction])[] = [
  ["$askedStack", 1, askedStack],
  ["$assignStack", 2, assignStack],
];

/** What `Error.prepareStackTrace` makes of these places; it runs undivided. */
export function prepared(vm: Vm, prepare: VObject, object: VObject, places: readonly CodePlace[]): Value {
  const sites = vm.call(vm.get(load(vm, "call-sites"), "callSites"), undefined, [partsOfSites(vm, places)]);
  return vm.call(prepare, vm.realm.intrinsic("Error"), [object, sites]);
}

/** Those that `Error.stackTraceLimit` allows. */
function partsOfSites(vm: Vm, places: readonly CodePlace[]): Value {
  const error = vm.realm.intrinsic("Error");
  vm.touch(error, "prepareStackTrace", "read");
  const limit = error.attributesOf("stackTraceLimit") === attribute.all ? get(vm, error, "stackTraceLimit") : 10;
  const shown = typeof limit === "number" ? places.slice(0, Math.max(0, Math.trunc(limit))) : [];
  const parts = shown.flatMap(({ name, offset }): readonly Value[] => {
    const { line, column } = vm.positionOf(offset);
    return [name, line, column];
  });
  return makeArray(vm, parts);
}
