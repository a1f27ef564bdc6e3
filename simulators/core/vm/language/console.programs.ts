import type { Programs } from "./program.ts";

/** How `console.log` shows values: compared with Node's own. */
export const consolePrograms: Programs = {
  "all kinds of values":
    "console.log({ a: 1, b: [1,2,3], c: new Map([[1,{x:1}]]), d: new Set(['x']), e: null, f: undefined, g: () => 1, h: class A {}, i: Symbol('x'), j: 10n, k: -0, l: new Date(0), m: /x/g });",
  "typed arrays and buffers": "console.log(new Uint8Array([1,2,300]), new ArrayBuffer(4), new Float64Array(2));",
  "long arrays in columns":
    'console.log(Array.from({ length: 120 }, (_, i) => i)); console.log(Array.from({ length: 30 }, (_, i) => "item" + i * 7)); console.log([1.5, -2, 100, 3, 4, 5, 6, 7]); console.log(new Uint8Array(200));',
  cycles: 'const a = { name: "x" }; a.self = a; console.log(a, [a]); const b = [1]; b.push(b); console.log(b, { b });',
  "classes and prototypes":
    'class Foo { x = 1; #y = 2; get z() { return 3; } } class Bar extends Foo { get [Symbol.toStringTag]() { return "Tag"; } } console.log(new Foo(), new Bar(), [new Foo()], { f: new Foo() }, Foo, Bar, Object.create(null), Object.create({}), Object.create(Foo.prototype));',
  properties:
    'console.log({ "a-b": 1, 2: 3, [Symbol("s")]: 4, get g() { return 1; }, set s(v) {}, get gs() { return 1; }, set gs(v) {}, "": 5 });',
  "directives of format":
    'console.log("%s is %d years and %i, %f, %j %o %O %% %c end", "Bob", 42.5, 42.9, "1.5", { a: 1 }, [1], { b: { c: {} } }, "css", "extra", { x: 1 });',
  "other directives":
    'console.log("%s %s %s %s", null, undefined, { a: { b: 1 } }, [1, [2]], "%d"); console.log("%s", class A {}, Symbol("x"), 5n, -0, () => 1); console.log("100%", 5); console.log("%x", 1); console.log(5, "%s", 1);',
  quotes:
    'console.log(["it\'s", \'say "hi"\', `both \' and "`, "line\\nbreak", "tab\\t", "\\u0001", "back\\\\slash"]); console.log("it\'s");',
  depth:
    "console.log({ a: { b: { c: { d: { e: 1 } } } }, arr: [[[[1]]]], m: new Map([[{ a: { b: { c: 1 } } }, { a: { b: { c: 1 } } }]]) });",
  holes: 'console.log([undefined, null, , , 3], [, ], [1, , 2], Object.assign([1, 2], { x: 1, "-1": 2 }));',
  iterators:
    'console.log(new Map([["a", 1], [{ x: 1 }, [2]]]).entries(), new Map([[1, 2]]).keys(), new Set([1]).values(), [1][Symbol.iterator](), "a"[Symbol.iterator](), new WeakMap(), new WeakSet());',
  wrappers: 'console.log(new Number(1), new String("abc"), new Boolean(false), Object(Symbol("a")), Object(1n), [new String("x")]);',
  functions:
    "console.log((function () { return arguments; })(1, 2), globalThis === global, function named() {}, async () => 1, function* gen() {}, async function* ag() {}, Math.max, (() => {}));",
  "long lines":
    'console.log({ longPropertyNameNumberOne: "some long value here", longPropertyNameNumberTwo: "another long value", three: 3 }, { a: "x".repeat(100) }, ["x".repeat(90), "y"]);',
  "nested records":
    'console.log({ users: [{ id: 1, name: "Ann", tags: ["a", "b"] }, { id: 2, name: "Bob", tags: [] }], total: 2, next: null });',
  "short records":
    'console.log([["a", 1], ["b", 2]], [{ a: 1, b: 2 }, { a: 3, b: 4 }], [[]], [{}], {}, [], new Map(), new Set(), { a: {} , b: [] });',
  "functions and dates with properties":
    "console.log(Object.assign(() => {}, { a: 1 }), Object.assign(function f() {}, { b: 2 }), Object.assign(new Date(0), { x: 1 }), Object.assign(/x/, { y: 1 }), Object.assign(new Map([[1, 2]]), { z: 1 }));",
  errors:
    'const e = new Error("boom"); e.stack = "Error: boom\\n    at somewhere"; console.log(e); console.log({ e }); const c = new TypeError("x", { cause: e }); c.stack = "TypeError: x\\n    at there"; c.code = "E1"; console.log(c); e.stack = undefined; console.log(e); const n = new Error("no"); n.stack = "Error: no"; console.log([n]);',
  "numbers in columns":
    'console.log([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n], ["a", "b", "c", "d", "e", "f", "g"], [true, false, true, false, true, false, true]);',
  "inspect.custom":
    'console.log([{ [Symbol.for("nodejs.util.inspect.custom")]() { return "CUSTOM"; } }], { [Symbol.for("nodejs.util.inspect.custom")](depth) { return { depth }; } });',
  characters: 'console.log({ u: "ünïcödé", e: "😀", l: "\\ud800", z: "a\\u0000b" }, "😀", ["日本語"]);',
  "records in lists": "console.log(Array.from({ length: 8 }, (_, i) => ({ id: i })), Array.from({ length: 27 }, (_, i) => 10 ** (i % 9)));",
  "columns of all widths":
    'console.log([1.0, 22.5, 333.25, -4444, 55555, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20], Array.from({ length: 50 }, (_, i) => "s".repeat(i % 12)));',
  "lists in lists": "console.log({ a: [1, 2, { b: [3, { c: 1 }] }] }, [[1, [2, [3, [4]]]]], { x: { y: [{}] } });",
};
