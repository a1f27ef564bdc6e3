import { type Cell, type NamedSlot, Scope } from "./cell.ts";
import { inspectLine } from "./inspect.ts";
import { VFunction } from "./objects/function.ts";
import { type Content, OrdinaryObject } from "./objects/ordinary.ts";
import { isPrivateName } from "./symbols.ts";
import { type Key, type Place, type Slot, whole } from "./value.ts";

/** Names of memory, as a user would write them. */
export interface CellNames {
  /** `account`, `checking.#balance`, `forks[1]`, `seats.get("12A")`; undefined: no variable leads there. Of a scope: empty. */
  of(cell: Cell): string | undefined;
  /** The place of an access: `account.balance`; a captured variable is called by its name alone. */
  location(cell: Cell, place: Place): string;
}

/** Where names begin: a scope with variables, or a variable that lives elsewhere. */
export type NameRoot = Scope | { readonly name: string; readonly value: Slot };

/** More memory than this is not looked through. */
const mostCells = 50_000;

/**
 * Finds the shortest name of each cell that can be reached from variables: fewest steps first, then the order of the variables and properties.
 * What a function closes over has its own name, whoever holds the function.
 */
export function nameCells(roots: readonly NameRoot[]): CellNames {
  const naming = new Naming();
  for (const root of roots) {
    if (root instanceof Scope) naming.meet(root, "");
    else naming.meetSlot(root.value, root.name);
  }
  naming.walk();
  return naming;
}

class Naming implements CellNames {
  readonly #names = new Map<Cell, string>();
  readonly #queue: Cell[] = [];
  /** Buffers and the views on them. */
  readonly #views = new Map<Cell, { readonly name: string; readonly memory: NonNullable<Content["memory"]> }>();

  of(cell: Cell): string | undefined {
    return this.#names.get(cell) ?? this.#views.get(cell)?.name;
  }

  location(cell: Cell, place: Place): string {
    if (cell instanceof Scope) return typeof place === "string" ? place : "variables";
    const view = this.#views.get(cell);
    if (view !== undefined && typeof place === "number") {
      const { memory, name } = view;
      return `${name}[${Math.floor((place - memory.byteOffset) / memory.bytesPerItem)}]`;
    }
    const name = this.of(cell) ?? unnamed(cell);
    return place === whole ? name : name + step(cell, place);
  }

  meetSlot(slot: NamedSlot | Slot | undefined, name: string): void {
    if (slot instanceof OrdinaryObject) this.meet(slot, name);
  }

  meet(cell: Cell, name: string): void {
    if (this.#names.has(cell) || this.#names.size >= mostCells) return;
    this.#names.set(cell, name);
    this.#queue.push(cell);
  }

  walk(): void {
    for (let at = 0; at < this.#queue.length; at += 1) {
      const cell = this.#queue[at] as Cell;
      if (cell instanceof Scope) this.#walkScope(cell);
      else if (cell instanceof OrdinaryObject) this.#walkObject(cell, this.#names.get(cell) ?? "");
    }
  }

  #walkScope(scope: Scope): void {
    for (const [index, slot] of scope.slots.entries()) this.meetSlot(slot, scope.names[index] ?? "");
    if (scope.outer !== undefined) this.meet(scope.outer, "");
  }

  #walkObject(object: OrdinaryObject, name: string): void {
    const { items = [], entries = [], memory } = object.content();
    if (memory !== undefined && !this.#views.has(memory.cell)) this.#views.set(memory.cell, { name, memory });
    for (const [key, slot] of object.namedSlots()) if (key !== "constructor") this.meetSlot(slot, name + property(key));
    const isArray = object.kind === "array";
    if (memory === undefined)
      for (const [index, item] of items.entries()) this.meetSlot(item, isArray ? `${name}[${index}]` : `(item ${index} of ${name})`);
    for (const [key, value] of entries) {
      this.meetSlot(value, isArray && typeof key === "number" ? `${name}[${key}]` : name + entry(key));
      this.meetSlot(key, `(key of ${name})`);
    }
    if (object instanceof VFunction && object.scope !== undefined) this.meet(object.scope, "");
  }
}

/** From an object to a place in it. */
function step(cell: Cell, place: Place): string {
  const hasEntries = cell instanceof OrdinaryObject && cell.kind !== "array" && (cell.content().entries !== undefined || isSet(cell));
  const isOwn = cell instanceof OrdinaryObject && isKey(place) && cell.attributesOf(place) >= 0;
  if (hasEntries && !isOwn) return isSet(cell) ? `.has(${inspectLine(place, 30)})` : entry(place);
  return isKey(place) ? property(place) : entry(place);
}

const isSet = (object: OrdinaryObject): boolean => object.kind === "set" || object.kind === "Set";
const isKey = (place: Place): place is Key => typeof place === "string" || typeof place === "number" || typeof place === "symbol";

function property(key: Key): string {
  if (typeof key === "number") return `[${key}]`;
  if (isPrivateName(key)) return `.${(key as symbol).description ?? ""}`;
  if (typeof key === "symbol") return `[${key.description ?? "Symbol()"}]`;
  const isName = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key);
  return isName ? `.${key}` : `[${JSON.stringify(key)}]`;
}

const entry = (key: Slot): string => `.get(${inspectLine(key, 30)})`;

/** Of what no variable leads to: "an Account", "the array". */
function unnamed(cell: Cell): string {
  return cell instanceof OrdinaryObject ? `(${inspectLine(cell, 24)})` : "(object)";
}
