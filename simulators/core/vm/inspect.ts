import type { Json } from "../../../protocol/json.ts";
import { Accessor, type NamedSlot, VObject } from "./cell.ts";
import { errorTitle, VError } from "./objects/error.ts";
import { VFunction } from "./objects/function.ts";
import { OrdinaryObject } from "./objects/ordinary.ts";
import { className, keyText } from "./property.ts";
import { isPrivateName } from "./symbols.ts";
import { hole, type Slot } from "./value.ts";

export interface InspectOptions {
  /** Objects inside objects; deeper ones are said in one line. Default 4. */
  readonly depth?: number;
  /** Properties or elements shown of one object. Default 100. */
  readonly breadth?: number;
}

/**
 * A value as plain data for traces. Runs nothing of the program's.
 *
 * What JSON cannot say is a text: `undefined`, `NaN`, `12n`, `Symbol(x)`, `function withdraw`, a Date's time. Objects of classes, Maps and Sets carry
 * their class under "[class]"; elements of a Set stand under "[items]". "[cycle]" is an object inside itself.
 */
export function inspect(slot: NamedSlot | Slot, options: InspectOptions = {}): Json {
  const { depth = 4, breadth = 100 } = options;
  return toJson(slot, { depth, breadth, above: [] });
}

interface Walk {
  readonly depth: number;
  readonly breadth: number;
  readonly above: readonly VObject[];
}

function toJson(slot: NamedSlot | Slot, walk: Walk): Json {
  if (slot === null || typeof slot === "boolean" || typeof slot === "string") return slot;
  if (typeof slot === "number") return Number.isFinite(slot) && !Object.is(slot, -0) ? slot : Object.is(slot, -0) ? "-0" : String(slot);
  if (!(slot instanceof OrdinaryObject)) return primitiveText(slot);
  if (walk.above.includes(slot)) return "[cycle]";
  const text = textOf(slot);
  if (text !== undefined) return text;
  if (walk.above.length >= walk.depth) return inspectLine(slot);
  return objectToJson(slot, { ...walk, above: [...walk.above, slot] });
}

function objectToJson(object: OrdinaryObject, walk: Walk): Json {
  const { items, entries } = object.content();
  const named = shownSlots(object);
  if (object.kind === "array" && items !== undefined && named.length === 0) return limited(items, walk);
  const fields: [string, Json][] = [];
  const title = titleOf(object);
  if (title !== "") fields.push(["[class]", title]);
  if (items !== undefined) fields.push(["[items]", limited(items, walk)]);
  for (const [key, value] of (entries ?? []).slice(0, walk.breadth)) fields.push([entryName(key), toJson(value, walk)]);
  for (const [key, slot] of named.slice(0, walk.breadth)) fields.push([nameOf(key), toJson(slot, walk)]);
  const left = Math.max((entries?.length ?? 0) - walk.breadth, 0) + Math.max(named.length - walk.breadth, 0);
  if (left > 0) fields.push(["…", `${left} more`]);
  return Object.fromEntries(fields);
}

function limited(items: readonly Slot[], walk: Walk): Json {
  const shown = items.slice(0, walk.breadth).map((item) => toJson(item, walk));
  return items.length > walk.breadth ? [...shown, `… ${items.length - walk.breadth} more`] : shown;
}

/**
 * A value in one line: `{ version: 1, limits: … }`, `Account { #balance: 100 }`, `[1, 2, …]`; texts are quoted.
 *
 * @param limit UTF-16 units at most, by and large: what does not fit is "…".
 */
export function inspectLine(slot: NamedSlot | Slot, limit = 40): string {
  return line(slot, limit, []);
}

function line(slot: NamedSlot | Slot, limit: number, above: readonly VObject[]): string {
  if (typeof slot === "string") return quoted(slot, limit);
  if (!(slot instanceof OrdinaryObject)) return primitiveText(slot);
  if (above.includes(slot)) return "[cycle]";
  const text = textOf(slot);
  if (text !== undefined) return clipped(text, limit);
  const inside = [...above, slot];
  const title = titleOf(slot);
  if (slot.kind === "array") return joined("[", itemsOf(slot), "]", limit, inside);
  return joined(title === "" ? "{ " : `${title} { `, itemsOf(slot), " }", limit, inside);
}

/** Elements, entries and properties, each with the words before its value. */
function itemsOf(object: OrdinaryObject): readonly (readonly [string, NamedSlot | Slot])[] {
  const { items = [], entries = [] } = object.content();
  return [
    ...items.map((item) => ["", item] as const),
    ...entries.map(([key, value]) => [`${inspectLine(key, 20)} → `, value] as const),
    ...shownSlots(object).map(([key, slot]) => [`${nameOf(key)}: `, slot] as const),
  ];
}

/** As many parts as fit; a value that does not fit is "…". */
function joined(
  open: string,
  parts: readonly (readonly [string, NamedSlot | Slot])[],
  close: string,
  limit: number,
  above: readonly VObject[],
): string {
  if (parts.length === 0) return open.trimEnd() + close.trimStart();
  let text = open;
  for (const [index, [name, slot]] of parts.entries()) {
    const separator = index === 0 ? "" : ", ";
    const isLast = index === parts.length - 1;
    const room = limit - text.length - separator.length - name.length - close.length - (isLast ? 0 : 3);
    const value = room > 0 ? line(slot, Math.max(room, 1), above) : undefined;
    if (value !== undefined && value.length <= room) text += separator + name + value;
    else if (value !== undefined && room >= 1 && name !== "" && isLast) return `${text}${separator}${name}…${close}`;
    else if (index === 0 && above.length > 1) return "…";
    else return `${text}${separator}…${close}`;
  }
  return text + close;
}

function quoted(text: string, limit: number): string {
  const shown = JSON.stringify(text);
  return shown.length <= limit ? shown : `${shown.slice(0, Math.max(limit - 2, 1))}…"`;
}

const clipped = (text: string, limit: number): string => (text.length <= limit ? text : `${text.slice(0, Math.max(limit - 1, 1))}…`);

/** What is said by one text: functions, errors, dates, wrappers. */
function textOf(object: OrdinaryObject): string | undefined {
  if (object instanceof VFunction) {
    const name = object.readOwn("name");
    const what = object.isClass ? "class" : "function";
    return typeof name === "string" && name !== "" ? `${what} ${name}` : what;
  }
  if (object instanceof VError) return errorTitle(object);
  const { text } = object.content();
  return text;
}

/** Name of the class, and what is to be said of its state; empty for plain objects and arrays. */
function titleOf(object: OrdinaryObject): string {
  const name = object.proto === null ? "null-prototype" : (className(object) ?? "");
  const { note } = object.content();
  const isPlain = (name === "Object" && object.kind !== "arguments") || (name === "Array" && object.kind === "array");
  const title = isPlain ? "" : name;
  return note === undefined ? title : `${title === "" ? object.kind : title} ${note}`;
}

/** Enumerable and private properties; private methods are left out. */
function shownSlots(object: OrdinaryObject): readonly (readonly [VObjectKey, NamedSlot])[] {
  return object.namedSlots().flatMap(([key, slot, isEnumerable]) => {
    const isShown = isPrivateName(key) ? !(slot instanceof VFunction || slot instanceof Accessor) : isEnumerable;
    return isShown ? [[key, slot] as const] : [];
  });
}

type VObjectKey = Parameters<typeof keyText>[0];

function nameOf(key: VObjectKey): string {
  if (isPrivateName(key)) return (key as symbol).description ?? "";
  return typeof key === "symbol" ? `[${key.toString()}]` : keyText(key);
}

const entryName = (key: Slot): string => (typeof key === "string" ? key : inspectLine(key));

function primitiveText(slot: NamedSlot | Slot): string {
  if (slot === hole) return "empty";
  if (slot instanceof Accessor) return slot.get === undefined ? "(setter)" : "(getter)";
  if (slot instanceof VObject) return slot.kind;
  if (typeof slot === "bigint") return `${slot}n`;
  return Object.is(slot, -0) ? "-0" : String(slot);
}
