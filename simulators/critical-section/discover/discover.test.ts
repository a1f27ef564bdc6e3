import assert from "node:assert/strict";
import { test } from "node:test";
import { discover } from "./discover.ts";
import { discovered, payloadIn, problemsIn, scenarioIn, told, tokenAt } from "./testing.ts";

const ledger = `/** @machine cpus=2 isolation=htm events=timer,ipi maxEvents=3 quantum=50 */
import { criticalSection } from "faultline/critical-section";

const account = { balance: 100 };

/**
 * Takes ten away.
 *
 * @thread x2
 * @env REGION=eu
 */
export function withdraw(): void {
  criticalSection(() => {
    account.balance -= 10;
  });
}

/** @thread cpu=1 */
const audit = async (): Promise<void> => {};

/** @interruptHandler */
export function onInterrupt(): "restart" { return "restart"; }

/** @invariant always */
export const neverNegative = (): boolean => account.balance >= 0;

/** @finally */
/** Both have run. */
const bothDone = function (): boolean { return account.balance === 80; };
`;

test("discover: tags become one scenario with everything that it needs", () => {
  const scenario = scenarioIn(ledger);
  const { name, simulator, entry, findings, notRun, range } = scenario;
  assert.deepEqual(findings, []);
  assert.equal(notRun, undefined);
  assert.equal(name, "ledger");
  assert.equal(simulator, "critical-section");
  assert.equal(tokenAt(ledger, range), "withdraw");
  assert.deepEqual(entry, { path: "src/ledger.ts", names: ["withdraw", "audit", "onInterrupt", "neverNegative", "bothDone"] });
  const { threads, handler, invariants, finals, machine, environment, hasSections } = payloadIn(ledger);
  assert.deepEqual(
    threads.map(({ name: thread, count, cpu, isAsync }) => ({ name: thread, count, cpu, isAsync })),
    [
      { name: "withdraw", count: 2, cpu: 0, isAsync: false },
      { name: "audit", count: 1, cpu: 1, isAsync: true },
    ],
  );
  assert.equal(handler?.name, "onInterrupt");
  assert.deepEqual(
    invariants.map(({ name, always }) => [name, always]),
    [["neverNegative", true]],
  );
  assert.deepEqual(
    finals.map(({ name }) => name),
    ["bothDone"],
  );
  assert.deepEqual(
    { ...machine, range: undefined },
    {
      cpus: 2,
      isolation: "htm",
      events: ["timer", "ipi"],
      maxEvents: 3,
      quantum: 50,
      model: "threads",
      isModelExplicit: false,
      isSerialisable: false,
      range: undefined,
    },
  );
  assert.deepEqual(environment, [["REGION", "eu"]]);
  assert.equal(hasSections, true);
  assert.deepEqual(structuredClone(scenario), scenario);
});

const models: readonly { name: string; text: string; model: string; explicit?: true }[] = [
  { name: "async threads only", text: "/** @thread */\nexport async function a() {}", model: "async" },
  { name: "a return type written as a promise", text: "/** @thread */\nconst a = (): Promise<void> => work();", model: "async" },
  { name: "a variable's type with a promise", text: "/** @thread */\nconst a: () => Promise<void> = () => work();", model: "async" },
  {
    name: "one thread that is not declared async",
    text: "/** @thread */\nasync function a() {}\n/** @thread */\nfunction b() {}",
    model: "threads",
  },
  {
    name: "a section among async threads",
    text: 'import { criticalSection as atomically } from "faultline/critical-section";\n/** @thread */\nasync function a() { atomically(() => 1); }',
    model: "threads",
  },
  {
    name: "a tagged section",
    text: "/** @criticalSection */\nfunction s() {}\n/** @thread */\nasync function a() { s(); }",
    model: "threads",
  },
  { name: "what is written", text: "/** @machine model=async */\n/** @thread */\nfunction a() {}", model: "async", explicit: true },
];

for (const { name, text, model, explicit = false } of models) {
  test(`model: ${name}`, () => {
    const { machine } = payloadIn(text);
    assert.deepEqual([machine.model, machine.isModelExplicit], [model, explicit]);
  });
}

const thread = "\n/** @thread */\nfunction run() {}\n";

const complaints: readonly { name: string; text: string; want: readonly string[]; message?: RegExp; path?: string }[] = [
  {
    name: "a misspelt tag",
    text: `${thread}/** @invarient */\nconst ok = () => true;`,
    want: ["FL0002 warning 4:@invarient"],
    message: /did you mean `@invariant`/,
  },
  {
    name: "a misspelt tag and nothing else in the file",
    text: "/** @thred x2 */\nexport function a() {}",
    want: ["FL0002 warning 1:@thred"],
  },
  { name: "another case", text: "/** @Thread */\nexport function a() {}", want: ["FL0002 warning 1:@Thread"] },
  {
    name: "tags of others",
    text: `${thread}/** @file x @final @returns {true} @internal @property a */\nconst ok = () => true;`,
    want: [],
  },
  {
    name: "a near tag inside a function of a file that is not ours",
    text: "function f() {\n  /** @threads */\n  const a = 1;\n}",
    want: [],
  },
  { name: "no threads", text: "/** @thread x0 */\nfunction a() {}", want: ["FL0002 error 1:x0"] },
  { name: "too many threads", text: "/** @thread x65 */\nfunction a() {}", want: ["FL0002 error 1:x65"] },
  {
    name: "a CPU that is not there",
    text: "/** @thread cpu=3 */\nfunction a() {}",
    want: ["FL0002 error 1:3"],
    message: /one CPU, number 0/,
  },
  {
    name: "a CPU that is not there, of two",
    text: "/** @machine cpus=2 */\n/** @thread cpu=2 */\nfunction a() {}",
    want: ["FL0002 error 2:2"],
    message: /CPUs of the machine are 0 to 1/,
  },
  {
    name: "an isolation that is not there",
    text: `/** @machine isolation=buffer */${thread}`,
    want: ["FL0002 error 1:buffer"],
    message: /did you mean|`percpu`, `buffered` or `htm`/,
  },
  { name: "an event that is not there", text: `/** @machine events=timer,tick */${thread}`, want: ["FL0002 error 1:tick"] },
  { name: "an event twice", text: `/** @machine events=timer,timer */${thread}`, want: ["FL0002 error 1:timer"] },
  { name: "no event", text: `/** @machine events= */${thread}`, want: ["FL0002 error 1:="] },
  { name: "an unknown option", text: `/** @machine cpu=2 */${thread}`, want: ["FL0002 error 1:cpu"], message: /did you mean `cpus`/ },
  { name: "an option twice", text: `/** @machine cpus=2 cpus=3 */${thread}`, want: ["FL0002 error 1:cpus=3"] },
  { name: "no CPU at all", text: `/** @machine cpus=0 */${thread}`, want: ["FL0002 error 1:0"], message: /from 1 to 16/ },
  { name: "a number that is none", text: `/** @machine quantum=many */${thread}`, want: ["FL0002 error 1:many"] },
  { name: "two machines", text: `/** @machine cpus=2 */\n${thread}/** @machine cpus=2 */\n`, want: ["FL0002 error 5:@machine"] },
  {
    name: "two handlers",
    text: `${thread}/** @interruptHandler */\nfunction h() { return "restart"; }\n/** @interruptHandler */\nfunction i() { return "restart"; }`,
    want: ["FL0002 error 6:@interruptHandler"],
  },
  {
    name: "an async handler",
    text: `${thread}/** @interruptHandler */\nasync function h() {}`,
    want: ["FL0002 error 4:@interruptHandler"],
  },
  {
    name: "a handler with two arguments",
    text: `${thread}/** @interruptHandler */\nfunction h(a, b) {}`,
    want: ["FL0002 error 4:@interruptHandler"],
  },
  {
    name: "a thread that wants an argument",
    text: "/** @thread */\nfunction a(x: number, y = 1) {}",
    want: ["FL0002 error 1:@thread"],
    message: /requires the parameter `x`/,
  },
  {
    name: "a thread with optional parameters",
    text: "/** @thread */\nfunction a(this: void, x?: number, y = 1, ...z: number[]) {}",
    want: [],
  },
  { name: "a thread that is a generator", text: "/** @thread */\nfunction* a() {}", want: ["FL0002 error 1:@thread"] },
  {
    name: "a thread on a method",
    text: "class A {\n  /** @thread */\n  run() {}\n}",
    want: ["FL0002 error 2:@thread"],
    message: /stands on a method/,
  },
  { name: "a thread inside a function", text: "function f() {\n  /** @thread */\n  function g() {}\n}", want: ["FL0002 error 2:@thread"] },
  { name: "a thread on a value", text: "/** @thread */\nexport const a = 1;", want: ["FL0002 error 1:@thread"] },
  {
    name: "a thread without a name",
    text: "/** @thread */\nexport default () => {};",
    want: ["FL0002 error 1:@thread"],
    message: /without a name/,
  },
  { name: "a thread without a body", text: "/** @thread */\ndeclare function a(): void;", want: ["FL0002 error 1:@thread"] },
  { name: "a thread on an overload", text: "/** @thread */\nfunction a(): void;\nfunction a(x?: number): void {}", want: [] },
  { name: "both thread and condition", text: "/** @thread @finally */\nfunction a() { return true; }", want: ["FL0002 error 1:@finally"] },
  { name: "both invariant and end condition", text: `${thread}/** @invariant @finally */\nconst ok = () => true;`, want: [] },
  { name: "a tag twice", text: "/** @thread x2\n * @thread cpu=0 */\nfunction a() {}", want: ["FL0002 error 2:@thread"] },
  { name: "an async condition", text: `${thread}/** @finally */\nconst ok = async () => true;`, want: ["FL0002 error 4:@finally"] },
  {
    name: "a word that is no option",
    text: `${thread}/** @invariant allways */\nconst ok = () => true;`,
    want: ["FL0002 error 4:allways"],
    message: /did you mean `always`/,
  },
  { name: "prose behind a dash", text: "/** @thread x2 - takes ten away, cpu=9 or not */\nfunction a() {}", want: [] },
  { name: "prose on the next line", text: "/**\n * @thread x2\n * Takes ten away.\n */\nfunction a() {}", want: [] },
  { name: "prose about a tag", text: `${thread}/** What a @thread does not do, and @machine neither. */\nconst x = 1;`, want: [] },
  { name: "an example", text: `${thread}/**\n * \`\`\`ts\n * @thread x0\n * \`\`\`\n */\nconst x = 1;`, want: [] },
  {
    name: "tags in strings and other comments",
    text: `${thread}const s = "/** @thread x0 */";\n// /** @thread x0 */\n/* /** @thread x0 */\nconst t = \`/** @machine a=1 */\`;`,
    want: [],
  },
  { name: "options on the next line", text: `/**\n * @machine cpus=2\n *   quantum=0\n */${thread}`, want: ["FL0002 error 3:0"] },
  { name: "an environment variable twice", text: `/** @env A=1 A=2 */${thread}`, want: ["FL0002 error 1:A=2"] },
  { name: "an environment variable without a value", text: `/** @env A */${thread}`, want: ["FL0002 error 1:A"] },
  {
    name: "tags without a thread",
    text: 'import { external } from "faultline/critical-section";\n/** @machine cpus=2 */\n/** @invariant */\nexport const ok = () => true;',
    want: ["FL0002 warning 2:@machine", "FL0002 warning 3:@invariant"],
  },
  {
    name: "conditions of processes",
    text: "/** @process node=a */\nexport async function p() {}\n/** @finally */\nexport const ok = (out) => true;",
    want: [],
  },
  { name: "the word of another tool", text: "/** @invariant size is never negative */\nclass A {}", want: [] },
  { name: "a section on a class", text: "/** @criticalSection */\nclass A {}", want: ["FL0002 error 1:@criticalSection"] },
  {
    name: "JavaScript with JSX",
    text: "/** @thread x0 */\nfunction a() { return <p>it's /** @thread */</p>; }",
    want: ["FL0002 error 1:x0"],
    path: "a.jsx",
  },
];

for (const { name, text, want, message, path } of complaints) {
  test(`FL0002: ${name}`, () => {
    assert.deepEqual(told(text, path), want);
    if (message) assert.match(problemsIn(text)[0]?.message ?? "", message);
  });
}

test("discover: what cannot be meant is not run, and a misspelt tag does not keep the rest from running", () => {
  assert.deepEqual(scenarioIn("/** @thread cpu=3 */\nfunction a() {}").notRun?.code, "FL0002");
  assert.equal(scenarioIn(`${thread}/** @invarient */\nconst ok = () => true;`).notRun, undefined);
});

test("discover: a file that is not ours costs no compiler", () => {
  const refuse = () => assert.fail("the compiler was loaded");
  for (const text of [
    "export const a = 1;",
    "/** @param x @returns y @invariant z */ function f(x) {}",
    "const mail = 'a@b.c'; /** @readonly */ let x;",
  ]) {
    assert.deepEqual(discover({ path: "a.ts", text, typescript: refuse }), { scenarios: [], problems: [] });
  }
  assert.deepEqual(discover({ path: "a.d.ts", text: "/** @thread */", typescript: refuse }), { scenarios: [], problems: [] });
});

test("discover: half-typed code has its threads, and no echoes", () => {
  const { scenarios } = discovered("/** @thread */\nexport function a() {\n\n/** @invariant */\nexport con");
  assert.deepEqual(
    scenarios.map(({ name, findings }) => [name, findings.map(({ message }) => message)]),
    [["ledger", []]],
  );
});

test("discover: text nested too deeply is nobody's fault", () => {
  assert.deepEqual(discovered(`/** @thread */ function a() { ${"[".repeat(100_000)} }`), { scenarios: [], problems: [] });
});

test("discover: ten thousand lines", () => {
  const text = `${Array.from({ length: 10_000 }, (_, line) => `export const value${line} = { line: ${line} }; // ${line}`).join("\n")}${thread}`;
  assert.equal(scenarioIn(text).range.start.line, 10_001);
});
