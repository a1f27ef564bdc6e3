import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import typescript from "typescript";
import { instrument } from "./instrument.ts";
import { unitOf } from "./testing.ts";

function instrumented(text: string): string {
  return [...instrument(unitOf(text))]
    .reverse()
    .reduce((left, { offset, text: added }) => left.slice(0, offset) + added + left.slice(offset), text);
}

/** Runs instrumented code; the log has `(` and `)` for begin and end, and what the code says. */
function logOf(text: string): string {
  const log: string[] = [];
  const code = typescript.transpileModule(instrumented(text), { compilerOptions: { target: typescript.ScriptTarget.ES2022 } }).outputText;
  const say = (word: string) => {
    log.push(word);
    return word;
  };
  runInNewContext(code, { say, $beginSection: () => log.push("("), $endSection: () => log.push(")") });
  return log.join("");
}

const cases: readonly { name: string; text: string; want: string }[] = [
  { name: "a function", text: '/** @criticalSection */\nfunction f() { say("a"); return say("b"); }\nsay(f());', want: "(ab)b" },
  { name: "an arrow", text: '/** @criticalSection */\nconst f = (): string => say("a");\nf();', want: "(a)" },
  {
    name: "an arrow that returns an object",
    text: '/** @criticalSection */\nconst f = () => ({ a: say("a") }) as const;\nsay(f().a);',
    want: "(a)a",
  },
  { name: "a comma in parentheses", text: '/** @criticalSection */\nconst f = () => (say("a"), say("b"));\nsay(f());', want: "(ab)b" },
  {
    name: "a method, an accessor, a field, a constructor",
    text: `class A {
    /** @criticalSection */ constructor() { say("c"); }
    /** @criticalSection */ m() { say("m"); }
    /** @criticalSection */ get g() { return say("g"); }
    /** @criticalSection */ static s() { say("s"); }
    /** @criticalSection */ #p = () => say("p");
    q() { this.#p(); }
  }
  const a = new A(); a.m(); a.g; A.s(); a.q();`,
    want: "(c)(m)(g)(s)(p)",
  },
  {
    name: "a derived constructor",
    text: 'class A {}\nclass B extends A {\n  /** @criticalSection */\n  constructor() { super(); say("b"); }\n}\nnew B();',
    want: "(b)",
  },
  {
    name: "a property of an object",
    text: 'const o = {\n  /** @criticalSection */ f: function () { say("f"); },\n  /** @criticalSection */ g() { say("g"); },\n};\no.f(); o.g();',
    want: "(f)(g)",
  },
  {
    name: "a function inside another one",
    text: '/** @criticalSection */\nfunction f() {\n  /** @criticalSection */\n  const g = () => say("g");\n  g();\n}\nf();',
    want: "((g))",
  },
  {
    name: "an exception",
    text: '/** @criticalSection */\nfunction f() { throw say("a"); }\ntry { f(); } catch { say("b"); }',
    want: "(a)b",
  },
  { name: "an empty body", text: "/** @criticalSection */\nfunction f() {}\nf();", want: "()" },
  {
    name: "a tag on an overload",
    text: '/** @criticalSection */\nfunction f(): void;\nfunction f(a?: number): void { say("f"); }\nf();',
    want: "(f)",
  },
  { name: "no tag", text: '/** About @criticalSection and more. */\nfunction f() { say("a"); }\nf();', want: "a" },
  {
    name: "async functions and generators stay",
    text: '/** @criticalSection */\nasync function f() { say("a"); }\n/** @criticalSection */\nfunction* g() { say("g"); }\nf(); g().next();',
    want: "ag",
  },
];

for (const { name, text, want } of cases) {
  test(`instrument: ${name}`, () => {
    assert.equal(logOf(text), want);
    assert.equal(instrumented(text).split("\n").length, text.split("\n").length);
  });
}

test("instrument: directives stay in front", () => {
  assert.equal(
    instrumented('/** @criticalSection */\nfunction f() { "use strict"; g(); }'),
    '/** @criticalSection */\nfunction f() { "use strict"; $beginSection(); try { g(); } finally { $endSection(); } }',
  );
});
