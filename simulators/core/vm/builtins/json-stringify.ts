import { Accessor, attribute, type VObject } from "../cell.ts";
import { isObject } from "../convert.ts";
import { VArray } from "../objects/array.ts";
import { isCallable } from "../objects/function.ts";
import { prototypeName, VWrapper } from "../objects/wrapper.ts";
import { className } from "../property.ts";
import { canonicalKey, hole, type Key, type Value } from "../value.ts";
import type { Vm } from "../vm.ts";
import { Walk } from "./walk.ts";

/** Where the text being made is: one entry for each object that is open. `key` is the property of that object that is looked at. */
export interface Step {
  readonly object: VObject;
  readonly key: string;
}

interface Work {
  readonly vm: Vm;
  readonly list: readonly string[] | undefined;
  readonly gap: string;
  readonly path: { object: VObject; key: string }[];
  readonly walk: Walk;
}

/** The user's code has to be called: the prelude does it all again. */
class NeedsCalls {
  readonly isNeedsCalls = true;
}

/**
 * `JSON.stringify` as long as no code of the user's is called: `needsCalls` as soon as it would be (a `toJSON`, a getter).
 */
export function stringify(vm: Vm, value: Value, list: VArray | undefined, gap: string): string | undefined | typeof needsCalls {
  const work: Work = { vm, list: list?.elements as readonly string[] | undefined, gap, path: [], walk: new Walk(vm) };
  try {
    const text = textOf(work, value, "", "");
    if (text !== undefined && text.length > 4096) vm.charge(text.length);
    return text;
  } catch (error) {
    if (error instanceof NeedsCalls) return needsCalls;
    throw error;
  }
}

export const needsCalls: unique symbol = Symbol("needs calls");

function textOf(work: Work, given: Value, key: string, indent: string): string | undefined {
  const { vm } = work;
  work.walk.visit(indent.length);
  let value = given;
  if (isObject(value) || typeof value === "bigint") {
    const toJson = findToJson(vm, value);
    if (toJson !== undefined) value = vm.call(toJson, value, [key]);
  }
  if (value instanceof VWrapper) value = unwrapPlain(value);
  if (!isObject(value) || isCallable(value)) return primitiveText(vm, value);
  checkCycle(vm, work.path, value, key);
  return value instanceof VArray ? arrayText(work, value, indent) : objectText(work, value, indent);
}

/** A `toJSON` of ours (a Date's) is called at once. */
function findToJson(vm: Vm, value: VObject | bigint): VObject | undefined {
  const start = isObject(value) ? value : vm.realm.intrinsic(prototypeName(value));
  for (let object: VObject | null = start; object !== null; object = object.proto) {
    object.touchOwn(vm, "toJSON", "read");
    const slot = object.readOwn("toJSON");
    if (slot === hole) continue;
    if (slot instanceof Accessor) throw new NeedsCalls();
    if (!isCallable(slot)) return undefined;
    if (slot.native === undefined) throw new NeedsCalls();
    return slot;
  }
  return undefined;
}

/** Wrappers of numbers and strings are converted by methods that the user may have changed. */
function unwrapPlain(wrapper: VWrapper): Value {
  if (typeof wrapper.value === "boolean" || typeof wrapper.value === "bigint") return wrapper.value;
  if (typeof wrapper.value === "symbol") return wrapper;
  throw new NeedsCalls();
}

function arrayText(work: Work, array: VArray, indent: string): string {
  array.touchAll(work.vm, "read");
  const inner = indent + work.gap;
  const step = { object: array as VObject, key: "" };
  work.path.push(step);
  const parts: string[] = [];
  for (let index = 0; index < array.length; index += 1) {
    step.key = String(index);
    parts.push(textOf(work, plainValue(array, index), step.key, inner) ?? "null");
  }
  work.path.pop();
  return enclose(work, parts, "[", "]", indent);
}

function objectText(work: Work, object: VObject, indent: string): string {
  object.touchAll(work.vm, "read");
  const inner = indent + work.gap;
  const step = { object, key: "" };
  work.path.push(step);
  const parts: string[] = [];
  for (const key of work.list ?? enumerableTexts(object)) {
    step.key = key;
    const text = textOf(work, plainValue(object, canonicalKey(key)), key, inner);
    if (text !== undefined) parts.push(`${JSON.stringify(key)}${work.gap === "" ? ":" : ": "}${text}`);
  }
  work.path.pop();
  return enclose(work, parts, "{", "}", indent);
}

function plainValue(object: VObject, key: Key): Value {
  for (let holder: VObject | null = object; holder !== null; holder = holder.proto) {
    const slot = holder.readOwn(key);
    if (slot instanceof Accessor) throw new NeedsCalls();
    if (slot !== hole) return slot;
  }
  return undefined;
}

function enclose({ gap }: Work, parts: readonly string[], open: string, close: string, indent: string): string {
  if (parts.length === 0) return open + close;
  return gap === "" ? open + parts.join(",") + close : `${open}\n${indent}${gap}${parts.join(`,\n${indent}${gap}`)}\n${indent}${close}`;
}

/** Own enumerable properties with texts as names. */
export function enumerableTexts(object: VObject): string[] {
  return object
    .ownKeys()
    .filter((key) => typeof key !== "symbol" && (object.attributesOf(key) & attribute.enumerable) !== 0)
    .map(String);
}

/** Undefined for what JSON leaves out. */
export function primitiveText(vm: Vm, value: Value): string | undefined {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "null";
  if (typeof value === "bigint") return vm.fail("TypeError", "Do not know how to serialize a BigInt");
  return value === null || typeof value === "boolean" ? String(value) : undefined;
}

/** `value` is about to be opened as property `key` of the last step's object. @throws the user's TypeError, in V8's words. */
export function checkCycle(vm: Vm, path: readonly Step[], value: VObject, key: string): undefined {
  const start = path.findIndex(({ object }) => object === value);
  if (start < 0) return undefined;
  const lines = [`starting at object with constructor ${constructorOf(value)}`];
  const between = path.slice(start);
  for (const [index, { object }] of between.entries()) {
    if (index === 0) continue;
    lines.push(`${propertyText(between[index - 1] as Step)} -> object with constructor ${constructorOf(object)}`);
  }
  if (lines.length > 4) lines.splice(3, lines.length - 4, "...");
  const [first, ...others] = lines;
  const last = { object: (between.at(-1) as Step).object, key };
  const text = [
    `\n    --> ${first}`,
    ...others.map((line) => `\n    |     ${line}`),
    `\n    --- ${propertyText(last)} closes the circle`,
  ].join("");
  return vm.fail("TypeError", `Converting circular structure to JSON${text}`);
}

const constructorOf = (object: VObject): string => `'${className(object) ?? "Object"}'`;
const propertyText = ({ object, key }: Step): string => (object instanceof VArray ? `index ${key}` : `property '${key}'`);
