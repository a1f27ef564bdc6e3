import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import typescript from "typescript";
import type { Code, Fix } from "../../../protocol/problem.ts";
import type { Range } from "../../../protocol/source.ts";
import { lineStarts, rangeBetween } from "../../core/lines.ts";
import { fixesFor } from "./fixes.ts";
import { apply, problemsIn, told, unitOf } from "./testing.ts";

declare const __ROOT__: string;

/** Everything that a fix has made: must compile, too. */
const written = new Map<string, string>();

/** The range of the nth time that a token stands in a text. */
function rangeOf(text: string, token: string, nth = 1): Range {
  let at = -1;
  for (let time = 0; time < nth; time++) at = text.indexOf(token, at + 1);
  assert.ok(at >= 0, `no ${token}`);
  return rangeBetween(lineStarts(text), at, at + token.length);
}

function applied(name: string, text: string, fixes: readonly Fix[] | undefined, title: string): string {
  const fix = fixes?.find((candidate) => candidate.title === title);
  assert.ok(fix, `no "${title}" among ${fixes?.map((one) => one.title).join(", ") ?? "none"}`);
  const after = apply(text, fix.edits);
  written.set(`/${name.replace(/\W+/g, "-")}.ts`, after);
  return after;
}

interface FixCase {
  readonly name: string;
  readonly code: Code;
  readonly text: string;
  /** Token of the problem; then those of `places`. */
  readonly at: readonly string[];
  readonly title: string;
  readonly want: string;
}

const declared = `declare function load(): Promise<number>;
declare function save(value: number): Promise<void>;
`;

const cases: readonly FixCase[] = [
  {
    name: "wrap a statement",
    code: "FL1004",
    text: "const stats = { hits: 0 };\nexport function hit(): void {\n  stats.hits += 1;\n}\n",
    at: ["stats.hits"],
    title: "Wrap in a critical section",
    want: 'import { criticalSection } from "faultline/critical-section";\n\nconst stats = { hits: 0 };\nexport function hit(): void {\n  criticalSection(() => {\n    stats.hits += 1;\n  });\n}\n',
  },
  {
    name: "wrap a read and a write, with what uses their variables",
    code: "FL1004",
    text: 'import { external } from "faultline/critical-section";\nvoid external;\nconst stats = { hits: 0, last: 0 };\nexport function hit(): void {\n  const now = Date.now();\n  const seen = stats.hits;\n  stats.last = now;\n  stats.hits = seen + 1;\n  console.log(seen);\n}\n',
    at: ["stats.hits =", "stats.hits;", "stats.hits ="],
    title: "Wrap in a critical section",
    want: 'import { external, criticalSection } from "faultline/critical-section";\nvoid external;\nconst stats = { hits: 0, last: 0 };\nexport function hit(): void {\n  const now = Date.now();\n  criticalSection(() => {\n    const seen = stats.hits;\n    stats.last = now;\n    stats.hits = seen + 1;\n    console.log(seen);\n  });\n}\n',
  },
  {
    name: "wrap up to the end of a function that returns",
    code: "FL1004",
    text: "const stats = { hits: 0 };\nexport function hit(): number {\n  const seen = stats.hits;\n  if (seen > 9) return 9;\n  stats.hits = seen + 1;\n  return seen;\n}\n",
    at: ["stats.hits =", "stats.hits;", "stats.hits ="],
    title: "Wrap in a critical section",
    want: 'import { criticalSection } from "faultline/critical-section";\n\nconst stats = { hits: 0 };\nexport function hit(): number {\n  return criticalSection(() => {\n    const seen = stats.hits;\n    if (seen > 9) return 9;\n    stats.hits = seen + 1;\n    return seen;\n  });\n}\n',
  },
  {
    name: "wrap the expression of an arrow function",
    code: "FL1004",
    text: "const stats = { hits: 0 };\nexport const hit = (): number => stats.hits++;\n",
    at: ["stats.hits"],
    title: "Wrap in a critical section",
    want: 'import { criticalSection } from "faultline/critical-section";\n\nconst stats = { hits: 0 };\nexport const hit = (): number => criticalSection(() => stats.hits++);\n',
  },
  {
    name: "wrap what is only returned, by the namespace",
    code: "FL1002",
    text: 'import * as lib from "faultline/critical-section";\nexport function thread(): string {\n  return lib.currentThread();\n}\n',
    at: ["lib.currentThread"],
    title: "Wrap in a critical section",
    want: 'import * as lib from "faultline/critical-section";\nexport function thread(): string {\n  return lib.criticalSection(() => lib.currentThread());\n}\n',
  },
  {
    name: "wrap two calls that must not be seen apart",
    code: "FL1003",
    text: "import { join } from './join';\nvoid join;\nconst a = { n: 1 }, b = { n: 1 };\nexport function move() {\n\ta.n -= 1;\n\tb.n += 1;\n}\n",
    at: ["a.n -", "a.n -= 1", "b.n += 1"],
    title: "Wrap in a critical section",
    want: "import { criticalSection } from 'faultline/critical-section';\nimport { join } from './join';\nvoid join;\nconst a = { n: 1 }, b = { n: 1 };\nexport function move() {\n\tcriticalSection(() => {\n\t\ta.n -= 1;\n\t\tb.n += 1;\n\t});\n}\n",
  },
  {
    name: "read again after the await",
    code: "FL1004",
    text: `${declared}const runs = new Map<string, number>();\nexport async function track(): Promise<void> {\n  const count = runs.get("a") ?? 0;\n  if (await load()) {\n    runs.set("a", count + 1);\n  }\n}\n`,
    at: ["runs.set", "runs.get", "runs.set"],
    title: "Read again after the await",
    want: `${declared}const runs = new Map<string, number>();\nexport async function track(): Promise<void> {\n  if (await load()) {\n    const count = runs.get("a") ?? 0;\n    runs.set("a", count + 1);\n  }\n}\n`,
  },
  {
    name: "await first",
    code: "FL1004",
    text: `${declared}let total = 0;\nexport async function add(): Promise<number> {\n  total += await load();\n  return total;\n}\n`,
    at: ["total +="],
    title: "Await first, then read and write",
    want: `${declared}let total = 0;\nexport async function add(): Promise<number> {\n  const awaited = await load();\n  total += awaited;\n  return total;\n}\n`,
  },
  {
    name: "await first, in parentheses",
    code: "FL1004",
    text: `${declared}const sum = { all: 0 };\nexport async function add(): Promise<void> {\n  sum.all = sum.all + (await load());\n}\n`,
    at: ["sum.all ="],
    title: "Await first, then read and write",
    want: `${declared}const sum = { all: 0 };\nexport async function add(): Promise<void> {\n  const awaited = await load();\n  sum.all = sum.all + awaited;\n}\n`,
  },
  {
    name: "share the promise, in a class",
    code: "FL1022",
    text: `${declared}export class Tokens {\n  #token: number | undefined;\n\n  async token(): Promise<number> {\n    if (this.#token === undefined) {\n      this.#token = await load();\n    }\n    return this.#token;\n  }\n}\n`,
    at: ["this.#token = await"],
    title: "Share the promise of the first caller",
    want: `${declared}export class Tokens {\n  #token: number | undefined;\n  #pendingToken: ReturnType<typeof load> | undefined;\n\n  async token(): Promise<number> {\n    if (this.#token === undefined) {\n      this.#pendingToken ??= load();\n      try {\n        this.#token = await this.#pendingToken;\n      } finally {\n        this.#pendingToken = undefined;\n      }\n    }\n    return this.#token;\n  }\n}\n`,
  },
  {
    name: "share the promise, in a module",
    code: "FL1002",
    text: `${declared}let cached: number | undefined;\nexport async function get(): Promise<number> {\n  if (cached === undefined) cached = await load();\n  return cached;\n}\n`,
    at: ["cached = await"],
    title: "Share the promise of the first caller",
    want: `${declared}let cached: number | undefined;\nlet pendingCached: ReturnType<typeof load> | undefined;\nexport async function get(): Promise<number> {\n  if (cached === undefined) {\n    pendingCached ??= load();\n    try {\n      cached = await pendingCached;\n    } finally {\n      pendingCached = undefined;\n    }\n  }\n  return cached;\n}\n`,
  },
  {
    name: "share one run, of a method",
    code: "FL1022",
    text: `${declared}export class Source {\n  #ready = false;\n  pool?: number;\n\n  async open(): Promise<this> {\n    if (this.#ready) return this;\n    this.pool = await load();\n    this.#ready = true;\n    return this;\n  }\n}\n`,
    at: ["await load()"],
    title: "Let calls at the same time share one run",
    want: `${declared}export class Source {\n  #ready = false;\n  pool?: number;\n\n  #pendingOpen: Promise<this> | undefined;\n\n  open(): Promise<this> {\n    let running = this.#pendingOpen;\n    if (running === undefined) {\n      running = this.#openAlone().finally(() => {\n        this.#pendingOpen = undefined;\n      });\n      this.#pendingOpen = running;\n    }\n    return running;\n  }\n\n  async #openAlone(): Promise<this> {\n    if (this.#ready) return this;\n    this.pool = await load();\n    this.#ready = true;\n    return this;\n  }\n}\n`,
  },
  {
    name: "share one run for each key",
    code: "FL1002",
    text: `${declared}const cache = new Map<string, number>();\n\n/** Of a user. */\nexport async function profile(user: string): Promise<number> {\n  const known = cache.get(user);\n  if (known !== undefined) return known;\n  const fresh = await load();\n  cache.set(user, fresh);\n  return fresh;\n}\n`,
    at: ["cache.set"],
    title: "Let calls at the same time share one run",
    want: `${declared}const cache = new Map<string, number>();\n\nconst pendingProfile = new Map<string, Promise<number>>();\n\n/** Of a user. */\nexport function profile(user: string): Promise<number> {\n  let running = pendingProfile.get(user);\n  if (running === undefined) {\n    running = profileAlone(user).finally(() => {\n      pendingProfile.delete(user);\n    });\n    pendingProfile.set(user, running);\n  }\n  return running;\n}\n\nasync function profileAlone(user: string): Promise<number> {\n  const known = cache.get(user);\n  if (known !== undefined) return known;\n  const fresh = await load();\n  cache.set(user, fresh);\n  return fresh;\n}\n`,
  },
  {
    name: "move the effect out, with the section's result",
    code: "FL1005",
    text: 'import { criticalSection } from "faultline/critical-section";\nconst orders = { next: 1 };\nexport function open(): number {\n  return criticalSection(() => {\n    const number = orders.next++;\n    console.log(`order ${number}`);\n    return number;\n  });\n}\n',
    at: ["console.log"],
    title: "Move the effect behind the section",
    want: 'import { criticalSection } from "faultline/critical-section";\nconst orders = { next: 1 };\nexport function open(): number {\n  const number = criticalSection(() => {\n    const number = orders.next++;\n    return number;\n  });\n  console.log(`order ${number}`);\n  return number;\n}\n',
  },
  {
    name: "move the effect out, that needs nothing of the section",
    code: "FL1005",
    text: 'import { criticalSection } from "faultline/critical-section";\nconst orders = { next: 1 };\nexport function open(who: string): void {\n  criticalSection(() => {\n    console.log(who);\n    orders.next++;\n  });\n}\n',
    at: ["console.log"],
    title: "Move the effect behind the section",
    want: 'import { criticalSection } from "faultline/critical-section";\nconst orders = { next: 1 };\nexport function open(who: string): void {\n  criticalSection(() => {\n    orders.next++;\n  });\n  console.log(who);\n}\n',
  },
  {
    name: "move the effect out, that needs a variable of a section without result",
    code: "FL1005",
    text: 'import { criticalSection, unpark } from "faultline/critical-section";\nconst waiting: string[] = [];\nexport function wake(): void {\n  criticalSection(() => {\n    const next = waiting.shift() ?? "";\n    unpark(next);\n  });\n}\n',
    at: ["unpark(next)"],
    title: "Move the effect behind the section",
    want: 'import { criticalSection, unpark } from "faultline/critical-section";\nconst waiting: string[] = [];\nexport function wake(): void {\n  const next = criticalSection(() => {\n    const next = waiting.shift() ?? "";\n    return next;\n  });\n  unpark(next);\n}\n',
  },
  {
    name: "await before the section",
    code: "FL1006",
    text: `import { criticalSection } from "faultline/critical-section";\n${declared}const weights = { a: 1 };\nexport async function balance(): Promise<void> {\n  await criticalSection(async () => {\n    const current = weights.a;\n    const more = await load();\n    weights.a = current + more;\n  });\n}\n`,
    at: ["await load"],
    title: "Await before the section",
    want: `import { criticalSection } from "faultline/critical-section";\n${declared}const weights = { a: 1 };\nexport async function balance(): Promise<void> {\n  const more = await load();\n  criticalSection(() => {\n    const current = weights.a;\n    weights.a = current + more;\n  });\n}\n`,
  },
  {
    name: "await before using",
    code: "FL1006",
    text: `import { critical } from "faultline/critical-section";\n${declared}const weights = { a: 1 };\nexport async function balance(): Promise<void> {\n  using _ = critical();\n  const more = await load();\n  weights.a += more;\n}\n`,
    at: ["await load"],
    title: "Await before the section",
    want: `import { critical } from "faultline/critical-section";\n${declared}const weights = { a: 1 };\nexport async function balance(): Promise<void> {\n  const more = await load();\n  using _ = critical();\n  weights.a += more;\n}\n`,
  },
  {
    name: "remove async",
    code: "FL1006",
    text: 'import { criticalSection } from "faultline/critical-section";\nconst weights = { a: 1 };\nexport async function balance(): Promise<void> {\n  await criticalSection(async () => {\n    weights.a += 1;\n  });\n}\n',
    at: ["async () "],
    title: "Remove `async` from the section",
    want: 'import { criticalSection } from "faultline/critical-section";\nconst weights = { a: 1 };\nexport async function balance(): Promise<void> {\n  criticalSection(() => {\n    weights.a += 1;\n  });\n}\n',
  },
  {
    name: "begin and end become a section",
    code: "FL1017",
    text: 'import { beginCritical, endCritical } from "faultline/critical-section";\nconst seats = { left: 1 };\nexport function take(): boolean {\n  beginCritical();\n  if (seats.left === 0) return false;\n  if (seats.left > 9) {\n    endCritical();\n    return true;\n  }\n  seats.left -= 1;\n  endCritical();\n  return true;\n}\n',
    at: ["return false"],
    title: "End the section in `finally`",
    want: 'import { beginCritical, endCritical } from "faultline/critical-section";\nconst seats = { left: 1 };\nexport function take(): boolean {\n  beginCritical();\n  try {\n    if (seats.left === 0) return false;\n    if (seats.left > 9) {\n      return true;\n    }\n    seats.left -= 1;\n  } finally {\n    endCritical();\n  }\n  return true;\n}\n',
  },
  {
    name: "begin and end at the end of a function",
    code: "FL1017",
    text: 'import { beginCritical, endCritical } from "faultline/critical-section";\nconst seats = { left: 1 };\nexport function take(): void {\n  beginCritical();\n  if (seats.left === 0) return;\n  seats.left -= 1;\n  endCritical();\n}\n',
    at: ["return;"],
    title: "Make it a `criticalSection`",
    want: 'import { beginCritical, endCritical, criticalSection } from "faultline/critical-section";\nconst seats = { left: 1 };\nexport function take(): void {\n  return criticalSection(() => {\n    if (seats.left === 0) return;\n    seats.left -= 1;\n  });\n}\n',
  },
  {
    name: "a begin without an end",
    code: "FL1017",
    text: 'import { beginCritical } from "faultline/critical-section";\nconst seats = { left: 1 };\n/** @thread */\nexport function take(): void {\n  beginCritical();\n  seats.left -= 1;\n}\n',
    at: ["beginCritical()"],
    title: "End the section in `finally`",
    want: 'import { beginCritical, endCritical } from "faultline/critical-section";\nconst seats = { left: 1 };\n/** @thread */\nexport function take(): void {\n  beginCritical();\n  try {\n    seats.left -= 1;\n  } finally {\n    endCritical();\n  }\n}\n',
  },
  {
    name: "a dropped section",
    code: "FL1017",
    text: 'import { critical } from "faultline/critical-section";\nconst seats = { left: 1 };\nexport function take(): void {\n  critical();\n  seats.left -= 1;\n}\n',
    at: ["critical();"],
    title: "Write `using _ = critical()`",
    want: 'import { critical } from "faultline/critical-section";\nconst seats = { left: 1 };\nexport function take(): void {\n  using _ = critical();\n  seats.left -= 1;\n}\n',
  },
  {
    name: "release in finally",
    code: "FL1021",
    text: "export class Lock {\n  #held = false;\n  readonly #queue: (() => void)[] = [];\n\n  async run<T>(body: () => Promise<T>): Promise<T> {\n    while (this.#held) await new Promise<void>((resolve) => this.#queue.push(resolve));\n    this.#held = true;\n    const result = await body();\n    this.#held = false;\n    this.#queue.shift()?.();\n    return result;\n  }\n}\n",
    at: ["while"],
    title: "Release in `finally`",
    want: "export class Lock {\n  #held = false;\n  readonly #queue: (() => void)[] = [];\n\n  async run<T>(body: () => Promise<T>): Promise<T> {\n    while (this.#held) await new Promise<void>((resolve) => this.#queue.push(resolve));\n    this.#held = true;\n    try {\n      const result = await body();\n      return result;\n    } finally {\n      this.#held = false;\n      this.#queue.shift()?.();\n    }\n  }\n}\n",
  },
  {
    name: "release of a lock object",
    code: "FL1021",
    text: "declare const lock: { acquire(): Promise<void>; release(): void };\ndeclare function work(): void;\nexport async function run(): Promise<void> {\n  await lock.acquire();\n  work();\n  lock.release();\n}\n",
    at: ["lock.acquire()"],
    title: "Release in `finally`",
    want: "declare const lock: { acquire(): Promise<void>; release(): void };\ndeclare function work(): void;\nexport async function run(): Promise<void> {\n  await lock.acquire();\n  try {\n    work();\n  } finally {\n    lock.release();\n  }\n}\n",
  },
];

for (const { name, code, text, at, title, want } of cases) {
  test(`fix: ${name}`, () => {
    const [range = rangeOf(text, ""), ...places] = at.map((token) => rangeOf(text, token));
    const details = places.length > 0 ? { places } : {};
    assert.equal(applied(name, text, fixesFor(code, unitOf(text), range, details), title), want);
  });
}

const refused: readonly { name: string; code: Code; text: string; at: readonly string[] }[] = [
  {
    name: "a section across an await",
    code: "FL1004",
    text: "const s = { n: 0 };\nasync function f(x) {\n  const seen = s.n;\n  use(seen);\n  await x;\n  s.n = seen + 1;\n}",
    at: ["s.n =", "s.n;", "s.n ="],
  },
  {
    name: "a section that a break leaves",
    code: "FL1004",
    text: "for (;;) { if (s.n++) break; }\nfunction f() { for (;;) { if (s.n++ > 1) break; } }",
    at: ["if (s.n++ > 1) break;"],
  },
  { name: "a section of module code", code: "FL1004", text: "s.n++;", at: ["s.n"] },
  { name: "a name that is taken", code: "FL1004", text: "function criticalSection() { s.n++; }", at: ["s.n"] },
  {
    name: "a read that is itself awaited",
    code: "FL1004",
    text: "async function f() {\n  const b = await read();\n  await write(b - 1);\n}",
    at: ["write", "read", "write"],
  },
  {
    name: "an effect with two variables of the section",
    code: "FL1005",
    text: 'import { criticalSection } from "faultline/critical-section";\nfunction f() { criticalSection(() => { const a = 1; const b = 2; console.log(a, b); }); }',
    at: ["console.log"],
  },
  {
    name: "an await that needs the section",
    code: "FL1006",
    text: 'import { criticalSection } from "faultline/critical-section";\nasync function f() { await criticalSection(async () => { const a = s.a; await save(a); }); }',
    at: ["await save"],
  },
  { name: "half-typed code", code: "FL1004", text: "function f() { s.n++; ", at: ["s.n"] },
];

for (const { name, code, text, at } of refused) {
  test(`fix: none for ${name}`, () => {
    const [range = rangeOf(text, ""), ...places] = at.map((token) => rangeOf(text, token));
    assert.deepEqual(fixesFor(code, unitOf(text), range, places.length > 0 ? { places } : {}), []);
  });
}

test("fix: a section excludes nobody where awaits decide", () => {
  const text = "const s = { n: 0 };\nfunction f() {\n  s.n += 1;\n}";
  assert.deepEqual(fixesFor("FL1004", unitOf(text), rangeOf(text, "s.n"), { isAsync: true }), []);
});

test("fix: sections from the smallest to those of all that takes part are attempts", () => {
  const text =
    'import { criticalSection } from "faultline/critical-section";\nconst s = { a: 0, b: 0 };\nfunction write() {\n  s.a = 1;\n  s.b = 1;\n  done();\n}\nconst read = () => s.a + s.b;';
  const meetings = [rangeOf(text, "s.b"), rangeOf(text, "s.b", 2)];
  const fixes = fixesFor("FL1022", unitOf(text), rangeOf(text, "s.a"), { meetings });
  const first = text.slice(0, text.indexOf("  s.a"));
  const reader = "}\nconst read = () => s.a + s.b;";
  assert.deepEqual(
    fixes.map(({ edits }) => apply(text, edits)),
    [
      `${first}  criticalSection(() => {\n    s.a = 1;\n  });\n  s.b = 1;\n  done();\n${reader}`,
      `${first}  criticalSection(() => {\n    s.a = 1;\n    s.b = 1;\n  });\n  done();\n${reader}`,
      `${first}  criticalSection(() => {\n    s.a = 1;\n    s.b = 1;\n  });\n  done();\n}\nconst read = () => criticalSection(() => s.a + s.b);`,
      `${first}  criticalSection(() => {\n    s.a = 1;\n    s.b = 1;\n    done();\n  });\n${reader}`,
    ],
  );
});

test("fix: at most one is preferred", () => {
  for (const { code, text, at } of cases) {
    const fixes = fixesFor(code, unitOf(text), rangeOf(text, at[0] ?? ""), { places: at.slice(1).map((token) => rangeOf(text, token)) });
    assert.ok(fixes.filter(({ preferred }) => preferred).length <= 1);
  }
});

const mended: readonly { name: string; text: string }[] = [
  { name: "FL0002 tag", text: "/** @thred x2 */\nexport function a() {}" },
  { name: "FL0002 option", text: "/** @machine isolaton=htm */\n/** @thread */\nexport function a() {}" },
  { name: "FL0002 word", text: "/** @machine events=timr */\n/** @thread */\nexport function a() {}" },
  ...cases.filter(({ code }) => code === "FL1006" || code === "FL1017").map(({ name, text }) => ({ name, text })),
];

for (const { name, text } of mended) {
  test(`fix: the finding is gone: ${name}`, () => {
    const before = problemsIn(text);
    assert.ok(before.length > 0);
    const [first] = before;
    const fix = first?.fixes?.find(({ preferred }) => preferred);
    assert.ok(fix, first?.message);
    const now = told(apply(text, fix.edits));
    assert.ok(now.length < before.length, now.join());
  });
}

after(() => {
  const api = readFileSync(join(__ROOT__, "api/critical-section.ts"), "utf8");
  const errors = compile(
    new Map([...written, ["/node_modules/faultline/critical-section.ts", api], ["/join.ts", "export const join = 1;"]]),
  );
  assert.deepEqual(errors, []);
});

/** What a strict compiler says of the texts. */
function compile(files: ReadonlyMap<string, string>): readonly string[] {
  const options: typescript.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: typescript.ScriptTarget.ESNext,
    lib: ["lib.esnext.d.ts", "lib.dom.d.ts"],
    types: [],
    module: typescript.ModuleKind.ESNext,
    moduleResolution: typescript.ModuleResolutionKind.Bundler,
    moduleDetection: typescript.ModuleDetectionKind.Force,
  };
  const host = typescript.createCompilerHost(options);
  const readSource = host.getSourceFile.bind(host);
  const fileExists = host.fileExists.bind(host);
  host.directoryExists = () => true;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.getSourceFile = (name, version) => {
    const text = files.get(name);
    return text === undefined ? readSource(name, version) : typescript.createSourceFile(name, text, version);
  };
  const program = typescript.createProgram([...files.keys()], options, host);
  return typescript
    .getPreEmitDiagnostics(program)
    .map(({ file, start, messageText }) => `${file?.fileName}:${start} ${typescript.flattenDiagnosticMessageText(messageText, " ")}`);
}
