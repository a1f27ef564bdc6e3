import { Accessor, attribute, type VObject } from "../cell.ts";
import { isObject, toLength } from "../convert.ts";
import type { VArray } from "../objects/array.ts";
import { VFunction } from "../objects/function.ts";
import { makeArray, makeObject } from "../objects/make.ts";
import { failToSet, findFrom } from "../property.ts";
import type { Value } from "../value.ts";
import type { Vm } from "../vm.ts";
import { describe } from "./argument.ts";
import { VRegExp } from "./regexp-object.ts";

/**
 * Lets V8 work with the pattern from its `lastIndex`, and takes over where that is afterwards.
 * Patterns without `g` and `y` always start at 0 and change nothing; those with one write `lastIndex`.
 */
export function runRegExp<Result>(vm: Vm, regexp: VRegExp, work: (compiled: RegExp) => Result): Result {
  const { compiled } = regexp;
  vm.beacon();
  if (!compiled.global && !compiled.sticky) {
    compiled.lastIndex = 0;
    return work(compiled);
  }
  vm.touch(regexp, "lastIndex", "read");
  const { flow } = vm;
  vm.flow = 0;
  vm.touch(regexp, "lastIndex", "write");
  vm.flow = flow;
  compiled.lastIndex = toLength(vm, regexp.readOwn("lastIndex") as Value);
  const result = work(compiled);
  setLastIndex(vm, regexp, compiled.lastIndex);
  return result;
}

/** Without access: it was said before. */
export function setLastIndex(vm: Vm, regexp: VRegExp, lastIndex: number): void {
  if ((regexp.attributesOf("lastIndex") & attribute.writable) === 0) failToSet(vm, regexp, "lastIndex");
  if (regexp.readOwn("lastIndex") !== lastIndex) regexp.writeOwn(vm, "lastIndex", lastIndex);
}

/**
 * `this` of a method that is defined by what `exec` does. An `exec` of the user's own is not called there.
 * Nor are getters of flags of his own.
 * @param method as in V8's messages: "RegExp.prototype.@@split".
 */
export function intactRegExp(vm: Vm, value: Value, method: string): VRegExp {
  if (isObject(value) && !(value instanceof VRegExp))
    vm.notModelled(`${method} of an object that is no regular expression is not modelled`);
  const regexp = thisRegExp(vm, value, method);
  const isPlain = regexp.shape.size === 1 && regexp.proto === vm.realm.intrinsic("RegExpPrototype");
  for (const name of isPlain ? ["exec"] : followed) {
    const slot = findFrom(vm, regexp, name);
    const made = slot instanceof Accessor ? slot.get : slot;
    const isOurs = made instanceof VFunction && made.native !== undefined;
    if (!isOurs) vm.notModelled(`a regular expression with a property \`${name}\` of its own is not modelled`);
  }
  return regexp;
}

/** Properties that the specification asks for in the middle of a method. */
const followed = "exec flags global ignoreCase multiline dotAll unicode unicodeSets sticky hasIndices".split(" ");

export function thisRegExp(vm: Vm, value: Value, method: string): VRegExp {
  if (value instanceof VRegExp) return value;
  return vm.fail("TypeError", `Method ${method} called on incompatible receiver ${describe(value)}`);
}

/** A match as V8 made it, as an object of the program's. */
export function matchObject(vm: Vm, match: RegExpExecArray | RegExpMatchArray): VArray {
  const array = makeArray(vm, [...match]);
  array.addNamed("index", match.index, attribute.all);
  array.addNamed("input", match.input, attribute.all);
  array.addNamed("groups", groupsObject(vm, match.groups), attribute.all);
  if (match.indices !== undefined) array.addNamed("indices", indicesObject(vm, match.indices), attribute.all);
  return array;
}

export function groupsObject(vm: Vm, groups: Readonly<Record<string, string>> | undefined): VObject | undefined {
  if (groups === undefined) return undefined;
  const object = makeObject(vm, null);
  for (const [name, text] of Object.entries(groups)) object.addNamed(name, text, attribute.all);
  return object;
}

type Indices = NonNullable<RegExpExecArray["indices"]>;

function indicesObject(vm: Vm, indices: Indices): VArray {
  const pair = (range: readonly [number, number] | undefined): Value => (range === undefined ? undefined : makeArray(vm, [...range]));
  const array = makeArray(vm, indices.map(pair));
  let groups: VObject | undefined;
  if (indices.groups !== undefined) {
    const object = makeObject(vm, null);
    for (const [name, range] of Object.entries(indices.groups)) object.addNamed(name, pair(range), attribute.all);
    groups = object;
  }
  array.addNamed("groups", groups, attribute.all);
  return array;
}
