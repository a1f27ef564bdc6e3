import type { Instruction } from "../code.ts";
import { next } from "../code.ts";
import type { ScopeLayout } from "../compile/variables.ts";
import { typeOf } from "../convert.ts";
import type { Frame } from "../frame.ts";
import { find, put, failToSet } from "../property.ts";
import { Accessor } from "../cell.ts";
import { hole, type Key, type Value } from "../value.ts";
import type { ErrorName } from "../vm.ts";
import type { Runner } from "./runner.ts";
import { ScopeCell } from "./scope.ts";
import { flowInto, setTag, tagOf } from "./tags.ts";

export function constant(_: Runner, f: Frame, i: Instruction): number {
  f.registers[i.a] = i.constant as Value;
  if (f.tags !== undefined) f.tags[i.a] = 0;
  return f.pc + 1;
}

export function move(_: Runner, f: Frame, i: Instruction): number {
  f.registers[i.a] = f.registers[i.b];
  if (f.tags !== undefined) f.tags[i.a] = f.tags[i.b] as number;
  return f.pc + 1;
}

export function checkInitialised(m: Runner, f: Frame, i: Instruction): number {
  if (f.registers[i.a] === hole) return notInitialised(m, i.constant as string);
  return f.pc + 1;
}

/** `super()` was called twice. */
export function checkNoThis(m: Runner, f: Frame, i: Instruction): number {
  if (f.registers[i.a] !== hole) return m.fail("ReferenceError", "Super constructor may only be called once");
  return f.pc + 1;
}

function notInitialised(m: Runner, name: string): never {
  if (name === "this") {
    return m.fail(
      "ReferenceError",
      "Must call super constructor in derived class before accessing 'this' or returning from derived constructor",
    );
  }
  return m.fail("ReferenceError", `Cannot access '${name}' before initialization`);
}

export function throwError(m: Runner, _: Frame, i: Instruction): number {
  const { name, message } = i.constant as { readonly name: ErrorName; readonly message: string };
  return m.fail(name, message);
}

export function notModelled(m: Runner, _: Frame, i: Instruction): number {
  return m.notModelled(i.constant as string);
}

const scopeIn = (f: Frame, register: number): ScopeCell => (register < 0 ? f.scope : f.registers[register]) as unknown as ScopeCell;

/** Where the variable of an instruction is. */
export function scopeOf(f: Frame, i: Instruction): ScopeCell {
  let scope = scopeIn(f, i.b);
  for (let hops = i.c; hops > 0; hops -= 1) scope = scope.outer as ScopeCell;
  return scope;
}

export function newScope(m: Runner, f: Frame, i: Instruction): number {
  const { names, initial } = i.constant as ScopeLayout;
  const scope = new ScopeCell(m.nextId(), scopeIn(f, i.b), names, initial.slice());
  f.registers[i.a] = scope as unknown as Value;
  if (f.tags !== undefined) f.tags[i.a] = 0;
  return f.pc + 1;
}

/** A loop's next round. */
export function copyScope(m: Runner, f: Frame, i: Instruction): number {
  const { outer, names, slots, tags } = scopeIn(f, i.b);
  const scope = new ScopeCell(m.nextId(), outer, names, slots.slice());
  scope.tags = tags?.slice();
  f.registers[i.a] = scope as unknown as Value;
  return f.pc + 1;
}

export function exposeScope(m: Runner, f: Frame, i: Instruction): number {
  m.exposed = scopeIn(f, i.a);
  return f.pc + 1;
}

export function getScoped(m: Runner, f: Frame, i: Instruction): number {
  const scope = scopeOf(f, i);
  m.flow = 0;
  if (!m.host.access(scope, i.constant as string, "read")) return next.stop;
  const slot = scope.slots[i.d];
  if (slot === hole) return notInitialised(m, i.constant as string);
  f.registers[i.a] = slot;
  finishRead(m, f, i, scope);
  return f.pc + 1;
}

/** Of a variable that does not change once it is initialised. */
export function getScopedConstant(m: Runner, f: Frame, i: Instruction): number {
  const scope = scopeOf(f, i);
  const slot = scope.slots[i.d];
  if (slot === hole) return notInitialised(m, i.constant as string);
  f.registers[i.a] = slot;
  m.flow = 0;
  finishRead(m, f, i, scope);
  return f.pc + 1;
}

function finishRead(m: Runner, f: Frame, i: Instruction, scope: ScopeCell): void {
  const { tags } = scope;
  if (tags === undefined && m.flow === 0 && f.tags === undefined) return;
  const kept = tags === undefined ? 0 : (tags[i.d] as number);
  setTag(f, i.a, kept === 0 || kept === m.flow ? m.flow : m.flow === 0 ? kept : m.host.union(kept, m.flow));
}

export function setScoped(m: Runner, f: Frame, i: Instruction): number {
  const scope = scopeOf(f, i);
  m.flow = tagOf(f, i.a);
  if (!m.host.access(scope, i.constant as string, "write")) return next.stop;
  if (scope.slots[i.d] === hole) return notInitialised(m, i.constant as string);
  store(m, f, i, scope, m.flow);
  return f.pc + 1;
}

export function initialiseScoped(m: Runner, f: Frame, i: Instruction): number {
  const scope = scopeOf(f, i);
  if (i.constant === "this" && scope.slots[i.d] !== hole && scope.slots[i.d] !== undefined) {
    return m.fail("ReferenceError", "Super constructor may only be called once");
  }
  store(m, f, i, scope, tagOf(f, i.a));
  return f.pc + 1;
}

function store(m: Runner, f: Frame, i: Instruction, scope: ScopeCell, tag: number): void {
  m.journal.save(scope.slots, i.d);
  scope.slots[i.d] = f.registers[i.a];
  if (scope.tags === undefined) {
    if (tag === 0) return;
    m.journal.save(scope, "tags");
    scope.tags = scope.slots.map(() => 0);
  }
  m.journal.save(scope.tags, i.d);
  scope.tags[i.d] = tag;
}

export function getGlobal(m: Runner, f: Frame, i: Instruction): number {
  const name = i.constant as Key;
  const { global } = m.realm;
  m.flow = 0;
  if (global.attributesOf(name) < 0) {
    m.touch(global, name, "read");
    return m.fail("ReferenceError", `${String(name)} is not defined`);
  }
  const slot = find(m, global, name);
  f.registers[i.a] = slot instanceof Accessor ? m.get(global, name) : slot;
  flowInto(m, f, i.a, -1);
  return f.pc + 1;
}

export function typeofGlobal(m: Runner, f: Frame, i: Instruction): number {
  m.flow = 0;
  f.registers[i.a] = typeOf(m.get(m.realm.global, i.constant as Key));
  flowInto(m, f, i.a, -1);
  return f.pc + 1;
}

export function setGlobal(m: Runner, f: Frame, i: Instruction): number {
  const name = i.constant as Key;
  const { global } = m.realm;
  m.flow = tagOf(f, i.a);
  if (global.attributesOf(name) < 0) {
    m.touch(global, name, "read");
    return m.fail("ReferenceError", `${String(name)} is not defined`);
  }
  const done = put(m, global, name, f.registers[i.a]);
  if (done === false) return failToSet(m, global, name);
  if (done instanceof Accessor) m.call(done.set, global, [f.registers[i.a]]);
  return f.pc + 1;
}

/** What only our own code can name. */
export function getIntrinsic(m: Runner, f: Frame, i: Instruction): number {
  f.registers[i.a] = m.realm.value(i.constant as string);
  if (f.tags !== undefined) f.tags[i.a] = 0;
  return f.pc + 1;
}

export function getImport(m: Runner, f: Frame, i: Instruction): number {
  const { module, name } = i.constant as { readonly module: string; readonly name: string };
  const namespace = m.importedModule(module);
  f.registers[i.a] = name === "*" ? namespace : m.get(namespace, name);
  if (f.tags !== undefined) f.tags[i.a] = 0;
  return f.pc + 1;
}

export function importMeta(m: Runner, f: Frame, i: Instruction): number {
  f.registers[i.a] = m.importMeta();
  if (f.tags !== undefined) f.tags[i.a] = 0;
  return f.pc + 1;
}
