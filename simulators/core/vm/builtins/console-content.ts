import { Accessor } from "../cell.ts";
import { VArray } from "../objects/array.ts";
import { VError } from "../objects/error.ts";
import { isCallable, type VFunction } from "../objects/function.ts";
import type { OrdinaryObject } from "../objects/ordinary.ts";
import { VWrapper } from "../objects/wrapper.ts";
import { hole, type Key, type Slot, type Value } from "../value.ts";
import { VBuffer } from "./array-buffer.ts";
import type { Inspection } from "./console-inspect.ts";
import { constructorName, plainValue } from "./plain.ts";
import { VDataView } from "./data-view.ts";
import { VDate } from "./date.ts";
import { TableIterator, VMap } from "./map.ts";
import { VPromise } from "./promise.ts";
import { VRegExp } from "./regexp-object.ts";
import { VSet } from "./set.ts";
import { VTypedArray } from "./typed-array.ts";

/** What `util.inspect` writes of an object beside its properties. */
export interface Content {
  /** Instead of the object, when it is too deep: "Array", "Account". */
  readonly title: string;
  /** Before the braces; all there is when there are no properties. */
  readonly base: string;
  readonly braces: readonly [string, string];
  readonly isList: boolean;
  readonly isNumeric: boolean;
  /** Properties that are part of `base`. */
  readonly hidden: readonly Key[];
  /** Nothing to write beside properties. */
  readonly isEmpty: boolean;
  write(depth: number): readonly string[];
}

const nothing = (): readonly string[] => [];

export function describeContent(inspection: Inspection, object: OrdinaryObject): Content {
  const name = constructorName(object);
  const tag = tagOf(inspection, object, name);
  const title = (fallback: string, size = ""): string => {
    const shown = name === undefined ? `[${fallback}${size}: null prototype]` : `${name}${size}`;
    return tag === "" || tag === name ? shown : `${shown} [${tag}]`;
  };
  const plain = {
    title: title("Object"),
    base: "",
    isList: false,
    isNumeric: false,
    hidden: [] as readonly Key[],
    isEmpty: true,
    write: nothing,
  };
  const braced = (prefix: string, rest: Partial<Content> = {}): Content => ({
    ...plain,
    braces: [prefix === "" ? "{" : `${prefix} {`, "}"],
    ...rest,
  });
  const based = (base: string): Content => braced("", { base });

  if (object instanceof VArray) {
    const prefix = name === "Array" && tag === "" ? "" : `${title("Array", `(${object.length})`)} `;
    const isNumeric = object.elements.every((element) => typeof element === "number" || typeof element === "bigint");
    return {
      ...plain,
      title: title("Array"),
      braces: [`${prefix}[`, "]"],
      isList: true,
      isNumeric,
      isEmpty: object.length === 0,
      write: (depth) => elements(inspection, object, depth),
    };
  }
  if (object instanceof VTypedArray) {
    const numbers = Array.from(object.view, (element): Slot => element);
    return {
      ...plain,
      braces: [`${title(object.name, `(${object.length})`)} [`, "]"],
      isList: true,
      isNumeric: true,
      isEmpty: object.length === 0,
      write: (depth) => listed(inspection, numbers, numbers.length, depth),
    };
  }
  if (object instanceof VMap) {
    const { size } = object.table;
    return braced(title("Map", `(${size})`), { isEmpty: size === 0, write: (depth) => entries(inspection, object.table.entries(), depth) });
  }
  if (object instanceof VSet) {
    const items = object.table.entries().map(([key]) => key);
    return braced(title("Set", `(${items.length})`), {
      isEmpty: items.length === 0,
      write: (depth) => items.map((item) => inspection.indented(() => inspection.value(item, depth))),
    });
  }
  if (object instanceof TableIterator) return iterator(inspection, object, braced);
  if (object instanceof VPromise) return braced(title("Promise"), { isEmpty: false, write: (depth) => promise(inspection, object, depth) });
  if (object instanceof VBuffer)
    return braced(title(object.isShared ? "SharedArrayBuffer" : "ArrayBuffer"), { isEmpty: false, write: () => bytes(object) });
  if (object instanceof VDataView)
    return braced(title("DataView"), { isEmpty: false, write: (depth) => dataView(inspection, object, depth) });
  if (isCallable(object)) return based(functionBase(object, name, tag));
  if (object instanceof VError) return { ...based(""), hidden: [] };
  if (object instanceof VRegExp)
    return based(`${name === "RegExp" || name === undefined ? "" : `${title("RegExp")} `}${object.content().text ?? ""}`);
  if (object instanceof VDate)
    return based(`${name === "Date" || name === undefined ? "" : `${title("Date")} `}${object.content().text ?? ""}`);
  if (object instanceof VWrapper) return wrapper(object, based);
  if (object.kind === "arguments") return braced("[Arguments]");
  if (object.kind === "weakmap" || object.kind === "weakset")
    return braced(title(object.kind), { isEmpty: false, write: () => ["<items unknown>"] });
  if (object.kind === "weakref")
    return braced(title("WeakRef"), {
      isEmpty: false,
      write: (depth) => [inspection.value((object as unknown as { target: Value }).target, depth)],
    });
  if (object.kind === "module") return braced("[Module: null prototype]");
  return braced(name === "Object" && tag === "" ? "" : title("Object"));
}

/** `Symbol.toStringTag`, if it says more than the name of the class. */
function tagOf(inspection: Inspection, object: OrdinaryObject, name: string | undefined): string {
  const tag = plainValue(object, Symbol.toStringTag) ?? getterTag(inspection, object);
  return typeof tag === "string" && tag !== "" && tag !== name ? tag : "";
}

/** Classes may compute it: a getter is called. */
function getterTag({ vm }: Inspection, object: OrdinaryObject): Value {
  for (let holder = object.proto; holder !== null; holder = holder.proto) {
    const slot = holder.readOwn(Symbol.toStringTag);
    if (slot !== hole) return slot instanceof Accessor && slot.get !== undefined ? vm.call(slot.get, object, []) : undefined;
  }
  return undefined;
}

function elements(inspection: Inspection, array: VArray, depth: number): readonly string[] {
  const slots = Array.from({ length: Math.min(array.length, inspection.maxArrayLength * 8) }, (_, at) =>
    at < array.elements.length ? array.elements[at] : hole,
  );
  return listed(inspection, slots, array.length, depth);
}

/** Neighbouring holes are one part; what is too much is counted. */
function listed(inspection: Inspection, slots: readonly Slot[], length: number, depth: number): readonly string[] {
  const parts: string[] = [];
  let at = 0;
  while (at < slots.length && parts.length < inspection.maxArrayLength) {
    let end = at;
    while (end < slots.length && slots[end] === hole) end += 1;
    if (end > at) {
      parts.push(`<${end - at} empty item${end - at > 1 ? "s" : ""}>`);
      at = end;
      continue;
    }
    const slot = slots[at];
    parts.push(inspection.indented(() => inspection.value(slot, depth)));
    at += 1;
  }
  if (at < length) parts.push(`... ${length - at} more item${length - at > 1 ? "s" : ""}`);
  return parts;
}

function entries(inspection: Inspection, pairs: readonly (readonly [Slot, Slot])[], depth: number): readonly string[] {
  return pairs.map(([key, value]) => inspection.indented(() => `${inspection.value(key, depth)} => ${inspection.value(value, depth)}`));
}

function iterator(inspection: Inspection, object: TableIterator, braced: (prefix: string, rest: Partial<Content>) => Content): Content {
  const rest = object.rest();
  const name = object.isSet ? "Set" : "Map";
  const isEntries = object.part === "entries";
  const write = (depth: number): readonly string[] =>
    isEntries
      ? rest.map(([key, value]) => inspection.indented(() => `[ ${inspection.value(key, depth)}, ${inspection.value(value, depth)} ]`))
      : rest.map(([key, value]) => inspection.indented(() => inspection.value(object.part === "keys" ? key : value, depth)));
  return braced(isEntries ? `[${name} Entries]` : `[${name} Iterator]`, { isEmpty: false, write });
}

function promise(inspection: Inspection, object: VPromise, depth: number): readonly string[] {
  if (object.state === "pending") return ["<pending>"];
  const result = inspection.indented(() => inspection.value(object.result, depth));
  return [object.state === "rejected" ? `<rejected> ${result}` : result];
}

function bytes({ bytes: all }: VBuffer): readonly string[] {
  const shown = Array.from(all.subarray(0, 50), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  const rest = all.length - 50;
  return [`[Uint8Contents]: <${shown}${rest > 0 ? ` ... ${rest} more byte${rest > 1 ? "s" : ""}` : ""}>`, `byteLength: ${all.length}`];
}

function dataView(inspection: Inspection, view: VDataView, depth: number): readonly string[] {
  return [
    `byteLength: ${view.byteLength}`,
    `byteOffset: ${view.byteOffset}`,
    `buffer: ${inspection.indented(() => inspection.value(view.buffer, depth))}`,
  ];
}

function functionBase(object: VFunction, name: string | undefined, tag: string): string {
  const own = plainValue(object, "name");
  const title = typeof own === "string" && own !== "" ? own : undefined;
  if (object.isClass) {
    const parent = object.proto === null ? undefined : plainValue(object.proto, "name");
    const isDerived = typeof parent === "string" && parent !== "";
    return `[class ${title ?? "(anonymous)"}${isDerived ? ` extends ${parent}` : ""}]`;
  }
  const kind = `${object.code?.isAsync ? "Async" : ""}${object.code?.isGenerator ? "Generator" : ""}Function`;
  const rest = name === undefined ? " (null prototype)" : "";
  const shown = `[${kind}${rest}${title === undefined ? " (anonymous)" : `: ${title}`}]`;
  return tag === "" || tag === kind ? shown : `${shown} [${tag}]`;
}

function wrapper({ value }: VWrapper, based: (base: string) => Content): Content {
  const kinds = { string: "String", number: "Number", boolean: "Boolean", bigint: "BigInt", symbol: "Symbol" } as const;
  const kind = kinds[typeof value as keyof typeof kinds];
  const shown = typeof value === "string" ? `'${value}'` : typeof value === "bigint" ? `${value}n` : String(value);
  const indices = typeof value === "string" ? [...Array(value.length).keys(), "length" as const] : [];
  return { ...based(`[${kind}: ${shown}]`), hidden: indices };
}
