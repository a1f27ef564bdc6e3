import { isObject, toInteger, toNumber, toText } from "../convert.ts";
import { makeArray, prototypeFor } from "../objects/make.ts";
import { scripts } from "../prelude/scripts.ts";
import type { Builtins } from "../realm.ts";
import type { Value } from "../value.ts";
import type { NativeFunction, Vm } from "../vm.ts";
import { describe } from "./argument.ts";
import { type Accessors, defineConstructor, type Methods } from "./install.ts";
import { RegExpStringIterator, installRegExpStringIterator } from "./regexp-iterator.ts";
import { isPattern, makeRegExp, VRegExp } from "./regexp-object.ts";
import { intactRegExp, matchObject, runRegExp, setLastIndex, thisRegExp } from "./regexp-run.ts";

export const regexpBuiltins: Builtins = {
  globals: ["RegExp"],
  intrinsics: ["RegExpPrototype", "RegExpStringIteratorPrototype"],
  install(vm) {
    defineConstructor(vm, {
      name: "RegExp",
      length: 2,
      call: construct,
      staticAccessors: [[Symbol.species, (_, thisValue) => thisValue]],
      methods,
      accessors,
      scripts: scripts(vm, "RegExp.prototype"),
    });
    installRegExpStringIterator(vm);
  },
};

const construct: NativeFunction = (vm, _, args, newTarget) => {
  const [pattern, flags] = args;
  if (newTarget === undefined && flags === undefined && isObject(pattern) && isPattern(vm, pattern)) {
    if (vm.get(pattern, "constructor") === vm.realm.intrinsic("RegExp")) return pattern;
  }
  const { source, own } = partsOf(vm, pattern);
  const wanted = flags === undefined ? own : toText(vm, flags);
  return makeRegExp(vm, source, wanted, prototypeFor(vm, newTarget, "RegExpPrototype"));
};

function partsOf(vm: Vm, pattern: Value): { readonly source: string; readonly own: string } {
  if (pattern instanceof VRegExp) return { source: pattern.source, own: pattern.flags };
  if (isObject(pattern) && isPattern(vm, pattern)) {
    return { source: toText(vm, vm.get(pattern, "source")), own: toText(vm, vm.get(pattern, "flags")) };
  }
  return { source: pattern === undefined ? "" : toText(vm, pattern), own: "" };
}

const exec: NativeFunction = (vm, thisValue, args) => {
  const regexp = thisRegExp(vm, thisValue, "RegExp.prototype.exec");
  const text = toText(vm, args[0]);
  const match = runRegExp(vm, regexp, (compiled) => compiled.exec(text));
  return match === null ? null : matchObject(vm, match);
};

const test: NativeFunction = (vm, thisValue, args) => {
  const text = toText(vm, args[0]);
  return runRegExp(vm, intactRegExp(vm, thisValue, "RegExp.prototype.test"), (compiled) => compiled.test(text));
};

const match: NativeFunction = (vm, thisValue, args) => {
  const text = toText(vm, args[0]);
  const regexp = intactRegExp(vm, thisValue, "RegExp.prototype.@@match");
  const found = runRegExp(vm, regexp, (compiled) => text.match(compiled));
  if (found === null) return null;
  return regexp.compiled.global ? makeArray(vm, [...found]) : matchObject(vm, found);
};

/** The iterator has a pattern of its own, which starts where this one is now. */
const matchAll: NativeFunction = (vm, thisValue, args) => {
  const text = toText(vm, args[0]);
  const regexp = intactRegExp(vm, thisValue, "RegExp.prototype.@@matchAll");
  vm.touch(regexp, "lastIndex", "read");
  const lastIndex = toInteger(vm, regexp.readOwn("lastIndex") as Value);
  const own = makeRegExp(vm, regexp.source, regexp.flags);
  setLastIndex(vm, own, Math.max(lastIndex, 0));
  return new RegExpStringIterator(vm.nextId(), vm.realm, own, text);
};

/** Leaves `lastIndex` as it is. */
const search: NativeFunction = (vm, thisValue, args) => {
  const text = toText(vm, args[0]);
  const regexp = intactRegExp(vm, thisValue, "RegExp.prototype.@@search");
  vm.beacon();
  return text.search(regexp.compiled);
};

/** By a copy of the pattern. */
const split: NativeFunction = (vm, thisValue, args) => {
  const text = toText(vm, args[0]);
  const regexp = intactRegExp(vm, thisValue, "RegExp.prototype.@@split");
  const limit = args[1] === undefined ? undefined : toNumber(vm, args[1]);
  vm.beacon();
  return makeArray(vm, text.split(regexp.compiled, limit));
};

/** Of anything that has `source` and `flags`. */
const toString: NativeFunction = (vm, thisValue) => {
  if (!isObject(thisValue)) {
    return vm.fail("TypeError", `Method RegExp.prototype.toString called on incompatible receiver ${describe(thisValue)}`);
  }
  return `/${toText(vm, vm.get(thisValue, "source"))}/${toText(vm, vm.get(thisValue, "flags"))}`;
};

const methods: Methods = [
  ["exec", 1, exec],
  ["test", 1, test],
  ["toString", 0, toString],
  ["compile", 2, (vm) => vm.notModelled("RegExp.prototype.compile is not modelled; make a new RegExp")],
  [Symbol.match, 1, match],
  [Symbol.matchAll, 1, matchAll],
  [Symbol.search, 1, search],
  [Symbol.split, 2, split],
];

const flagNames = {
  dotAll: "s",
  global: "g",
  hasIndices: "d",
  ignoreCase: "i",
  multiline: "m",
  sticky: "y",
  unicode: "u",
  unicodeSets: "v",
} as const;

/** In the order in which `flags` asks for them. */
const flagOrder = ["hasIndices", "global", "ignoreCase", "multiline", "dotAll", "unicode", "unicodeSets", "sticky"] as const;

const flags: NativeFunction = (vm, thisValue) => {
  if (!isObject(thisValue)) return vm.fail("TypeError", `RegExp.prototype.flags getter called on non-object ${describe(thisValue)}`);
  return flagOrder.map((name) => (vm.get(thisValue, name) ? flagNames[name] : "")).join("");
};

const accessors: Accessors = [
  ...Object.entries(flagNames).map(([name, flag]) => [name, flagGetter(name, flag)] as const),
  ["flags", flags],
  ["source", partGetter("source", (regexp) => regexp.source, "(?:)")],
];

function flagGetter(name: string, flag: string): NativeFunction {
  return partGetter(name, (regexp) => regexp.flags.includes(flag), undefined);
}

/** The prototype itself answers what an empty pattern would. */
function partGetter(name: string, part: (regexp: VRegExp) => Value, ofPrototype: Value): NativeFunction {
  return (vm, thisValue) => {
    if (thisValue instanceof VRegExp) return part(thisValue);
    if (thisValue === vm.realm.intrinsic("RegExpPrototype")) return ofPrototype;
    return vm.fail("TypeError", `RegExp.prototype.${name} getter called on non-RegExp object`);
  };
}
