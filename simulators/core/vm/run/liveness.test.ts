import assert from "node:assert/strict";
import { test } from "node:test";
import type { FunctionCode } from "../code.ts";
import { compileModule } from "../compile/compile.ts";
import { effects } from "../effects.ts";
import { liveAcross, liveBefore } from "./liveness.ts";

function codeOf(source: string): FunctionCode {
  const { code } = compileModule(`(${source});`, "");
  return code.instructions.find(({ name }) => name === "closure")?.constant as FunctionCode;
}

const names = (code: FunctionCode, pc: number, live: readonly number[]): readonly string[] =>
  code.locals.filter(({ register, start, end }) => live.includes(register) && pc >= start && pc < end).map(({ name }) => name);

const at = (code: FunctionCode, offset: number): number =>
  code.instructions.findIndex((instruction) => instruction.offset === offset && instruction.name === "call");

test("liveness: what is read later is live, what is written first is not", () => {
  const source = "function (f) { let a = f(1); let b = f(2); b = f(a); return b; }";
  const code = codeOf(source);
  const second = at(code, 1 + source.indexOf("f(2)"));
  assert.deepEqual(names(code, second, liveBefore(code, second)), ["f", "a"]);
  const third = at(code, 1 + source.indexOf("f(a)"));
  assert.deepEqual(names(code, third, liveAcross(code, third)), []);
});

test("liveness: variables that the handler reads are live inside the try", () => {
  const source = "function (f) { let a = 1; try { a = f(); } catch { return a; } return 0; }";
  const code = codeOf(source);
  const call = at(code, 1 + source.indexOf("f();"));
  assert.deepEqual(names(code, call, liveAcross(code, call)), ["a"]);
});

test("liveness: loops keep what the next round reads", () => {
  const source = "function (f) { let a = 0; for (let i = 0; i < 3; i++) { f(a); a = i; } }";
  const code = codeOf(source);
  const call = at(code, 1 + source.indexOf("f(a)"));
  assert.deepEqual(names(code, call, liveAcross(code, call)).toSorted(), ["f", "i"]);
});

test("liveness: at the beginning only parameters are live", () => {
  const code = codeOf("function (a, b) { const c = a + 1; for (const x of b) { try { x(c); } finally { a = 1; } } return a; }");
  assert.ok(liveBefore(code, 0).every((register) => register < code.parameters));
});

test("effects: every operation names fields of an instruction", () => {
  for (const effect of Object.values(effects)) assert.match(effect, /^[abcd]*=[abcd]*\*?$/);
});
