import { hole } from "../value.ts";
import type { FunctionCompiler } from "./context.ts";
import type { Binding, ScopeInfo } from "./scopes.ts";

/** What a scope at run time is made with. */
export interface ScopeLayout {
  readonly names: readonly string[];
  readonly initial: readonly (typeof hole | undefined)[];
}

/** Emits `emit` with the variables of `scope`: registers, and a scope at run time for those that inner functions use. */
export function within(f: FunctionCompiler, scope: ScopeInfo, emit: () => void): void {
  const outer = f.scope;
  f.scratch(() => {
    const start = enter(f, scope);
    emit();
    leave(f, scope, start);
  });
  f.scope = outer;
}

/** Registers of the scope's variables are taken until the caller gives them back. */
export function enter(f: FunctionCompiler, scope: ScopeInfo): number {
  const start = f.here;
  makeScope(f, scope);
  f.scope = scope;
  for (const binding of scope.bindings.values()) {
    if (binding.isCaptured || binding.imported !== undefined || binding.register >= 0) continue;
    binding.register = f.variable();
    if (binding.needsHole) f.constant(binding.register, hole);
  }
  return start;
}

/** After this, what was captured is to be found in a register. */
function makeScope(f: FunctionCompiler, scope: ScopeInfo): void {
  const captured = scope.captured();
  if (captured.length === 0) return;
  for (const [slot, binding] of captured.entries()) binding.slot = slot;
  const register = f.variable();
  f.emit("newScope", [register, scopeRegister(f)], layoutOf(captured));
  f.scopeRegisters.set(scope, register);
}

export function layoutOf(captured: readonly Binding[]): ScopeLayout {
  return {
    names: captured.map((binding) => binding.name),
    initial: captured.map((binding) => (binding.isLexical || binding.kind === "hidden" || isLateParameter(binding) ? hole : undefined)),
  };
}

/** It has a default value, or comes after one: not there while earlier ones are made. */
const isLateParameter = (binding: Binding): boolean => binding.kind === "parameter" && binding.declaredEnd > 0;

/** Notes the names for debuggers, and forgets the registers. */
export function leave(f: FunctionCompiler, scope: ScopeInfo, start: number): void {
  const end = f.here;
  const scopeAt = f.scopeRegisters.get(scope);
  if (scopeAt !== undefined) {
    f.locals.push({ name: "", register: scopeAt, start, end, isScope: true });
    f.noVariable(scopeAt);
  }
  for (const binding of scope.bindings.values()) {
    if (binding.isCaptured || binding.register < 0) continue;
    if (binding.kind !== "pseudo" && binding.kind !== "hidden") {
      f.locals.push({ name: binding.name, register: binding.register, start, end, isScope: false });
    }
    f.noVariable(binding.register);
  }
}

/** The register with the scope at run time that encloses the code at hand; -1: that of the function itself. */
export function scopeRegister(f: FunctionCompiler): number {
  for (let scope: ScopeInfo | undefined = f.scope; scope !== undefined; scope = scope.parent) {
    const register = f.scopeRegisters.get(scope);
    if (register !== undefined) return register;
    if (scope === f.function) return -1;
  }
  return -1;
}

/** Where a captured variable is: register of a scope (-1: the function's own), scopes to go outwards, slot. */
function placeOf(f: FunctionCompiler, binding: Binding): readonly [register: number, hops: number, slot: number] {
  const own = f.scopeRegisters.get(binding.scope);
  if (own !== undefined) return [own, 0, binding.slot];
  let hops = 0;
  for (let scope = f.function.parent; scope !== undefined && scope !== binding.scope; scope = scope.parent) {
    if (scope.captured().length > 0) hops += 1;
  }
  return [-1, hops, binding.slot];
}

/** The value of a variable; `position` is where it is used. */
export function read(f: FunctionCompiler, binding: Binding, position: number, into: number | undefined): number {
  return f.at(position, () => {
    if (binding.imported !== undefined) return emitInto(f, into, (to) => f.emit("getImport", [to], binding.imported));
    if (binding.isCaptured) {
      const [scope, hops, slot] = placeOf(f, binding);
      const name = binding.isConstant ? "getScopedConstant" : "getScoped";
      return emitInto(f, into, (to) => f.emit(name, [to, scope, hops, slot], binding.name));
    }
    checkInitialised(f, binding, position);
    if (into === undefined) return binding.register;
    f.move(into, binding.register);
    return into;
  });
}

function emitInto(f: FunctionCompiler, into: number | undefined, emit: (to: number) => void): number {
  const to = into ?? f.register();
  emit(to);
  return to;
}

function checkInitialised(f: FunctionCompiler, binding: Binding, position: number): void {
  if (binding.kind === "parameter" && position < binding.declaredEnd) {
    f.emit("throwError", [], { name: "ReferenceError", message: `Cannot access '${binding.name}' before initialization` });
  }
  if (!binding.needsHole) return;
  if (binding.kind !== "pseudo" && position >= binding.declaredEnd && !binding.isInSwitch) return;
  f.emit("checkInitialised", [binding.register], binding.name);
}

/** An assignment, other than the initialisation. */
export function write(f: FunctionCompiler, binding: Binding, value: number, position: number): void {
  f.at(position, () => {
    if (isReadonly(binding)) {
      if (binding.kind === "const") f.scratch(() => read(f, binding, position, undefined));
      f.emit("throwError", [], { name: "TypeError", message: "Assignment to constant variable." });
    } else if (binding.isCaptured) {
      const [scope, hops, slot] = placeOf(f, binding);
      f.emit("setScoped", [value, scope, hops, slot], binding.name);
    } else {
      checkInitialised(f, binding, position);
      f.move(binding.register, value);
    }
  });
}

const isReadonly = (binding: Binding): boolean => binding.kind === "const" || binding.kind === "functionName" || binding.kind === "import";

/** The first value of a variable. */
export function initialise(f: FunctionCompiler, binding: Binding, value: number): void {
  if (!binding.isCaptured) return f.move(binding.register, value);
  const [scope, hops, slot] = placeOf(f, binding);
  const isShared = binding.kind === "var" && !binding.isConstant;
  f.emit(isShared ? "setScoped" : "initialiseScoped", [value, scope, hops, slot], binding.name);
}

/** Where a value is to be put so that `initialise` has nothing to do; undefined: anywhere. */
export const homeOf = (binding: Binding): number | undefined => (binding.isCaptured ? undefined : binding.register);
