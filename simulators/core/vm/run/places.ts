import type { Frame } from "../frame.ts";
import type { VObject } from "../cell.ts";
import type { Slot, Value } from "../value.ts";
import { hole } from "../value.ts";
import type { CodePlace, Local } from "../vm.ts";
import { KeyList } from "./key-list.ts";
import { ScopeCell } from "./scope.ts";

/** Places of the user's code from `top` on, innermost first. */
export function placesOf(top: Frame | undefined): readonly CodePlace[] {
  const places: CodePlace[] = [];
  for (let frame = top; frame !== undefined; frame = frame.caller) {
    if (!frame.code.isOurs) places.push({ name: frame.code.kind === "module" ? "" : frame.code.name, offset: offsetOf(frame) });
  }
  return places;
}

/** Places of all these, innermost first. @param callee Where it runs: only what is below its innermost call. */
export function placesBelow(tops: readonly (Frame | undefined)[], callee: VObject | undefined): readonly CodePlace[] {
  if (callee === undefined) return tops.flatMap((top) => placesOf(top));
  for (const [at, top] of tops.entries()) {
    for (let frame = top; frame !== undefined; frame = frame.caller) {
      if (frame.callee === callee) return [frame.caller, ...tops.slice(at + 1)].flatMap((each) => placesOf(each));
    }
  }
  return [];
}

export const offsetOf = ({ code, pc }: Frame): number => code.instructions[pc]?.offset ?? code.offset;

/**
 * Variables of the innermost frame of the user's that have a value now, in the order in which they are declared.
 * @param isOwn Whose frames count, by the UTF-16 offset at which they are.
 */
export function localsOf(top: Frame | undefined, isOwn: (offset: number) => boolean = everywhere): readonly Local[] {
  let frame = top;
  while (frame !== undefined && (frame.code.isOurs || !isOwn(offsetOf(frame)))) frame = frame.caller;
  if (frame === undefined) return [];
  const { code, pc, registers } = frame;
  const locals = new Map<string, Value>();
  for (const { name, register, start, end, isScope } of code.locals) {
    if (pc < start || pc >= end) continue;
    const value = registers[register] as unknown;
    if (isScope && value instanceof ScopeCell) addScope(locals, value);
    else if (!isScope) add(locals, name, value);
  }
  return [...locals].map(([name, value]) => ({ name, value }));
}

const everywhere = (): boolean => true;

function addScope(locals: Map<string, Value>, scope: ScopeCell): void {
  for (const [index, name] of scope.names.entries())
    if (/^[\w$]/.test(name) && name !== "this" && name !== "arguments" && name !== "new.target") add(locals, name, scope.slots[index]);
}

/** Inner ones come first: they hide outer ones of the same name. */
function add(locals: Map<string, Value>, name: string, value: unknown): void {
  if (value === hole || value instanceof ScopeCell || value instanceof KeyList || locals.has(name)) return;
  locals.set(name, value as Slot);
}
