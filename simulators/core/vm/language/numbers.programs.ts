import type { Programs } from "./program.ts";

export const numberPrograms: Programs = {
  "Number of things":
    'return [Number(""), Number(" 12 "), Number("0x1f"), Number("1e3"), Number("1_0"), Number(null), Number(undefined), Number(true), Number([5]), Number({}), Number("Infinity"), Number(12n), Number()];',
  "parseInt and parseFloat":
    'return [parseInt("12px"), parseInt("0x1f"), parseInt("z", 36), parseInt("12", 1), parseInt(""), parseFloat("3.14abc"), parseFloat(".5."), parseInt("101", 2), Number.parseInt === parseInt];',
  "Number tests":
    'return [Number.isInteger(5.0), Number.isInteger("5"), Number.isSafeInteger(2 ** 53), Number.isNaN("x"), isNaN("x"), isFinite("5"), Number.isFinite("5")];',
  "toString with a radix":
    "return [(255).toString(16), (0.5).toString(2), (-255).toString(36), (1e21).toString(), (25).toString(undefined)];",
  "toString with a bad radix": "return (1).toString(1);",
  toFixed: "return [(1.005).toFixed(2), (1e21).toFixed(2), (-1.5).toFixed(0), (0).toFixed(1), (123.456).toFixed()];",
  "toFixed wrong": "return (1).toFixed(101);",
  "toPrecision and toExponential":
    "return [(123.456).toPrecision(4), (0.00001).toPrecision(1), (123456).toExponential(2), (5).toPrecision(), (NaN).toPrecision(200)];",
  "toLocaleString of numbers":
    'return [(1234567.891).toLocaleString(), (0.5).toLocaleString("en-US", { style: "percent" }), (1234.5).toLocaleString("en-US", { minimumFractionDigits: 2 })];',
  "Number constants":
    "return [Number.MAX_SAFE_INTEGER, Number.EPSILON, Number.MIN_VALUE, Number.MAX_VALUE, Number.NEGATIVE_INFINITY, Number.NaN];",
  "Number objects": "const n = new Number(5); return [typeof n, n + 1, n.valueOf(), JSON.stringify({ n }), n == 5, n === 5];",
  "Number method on something else": 'return Number.prototype.toFixed.call("5");',
  "number properties": "return [Object.getOwnPropertyNames(Number.prototype).sort(), Object.getOwnPropertyNames(Number).sort()];",
  "Math functions":
    'return [Math.max(), Math.min(), Math.max(1, "3", 2), Math.max(1, NaN), Math.min(0, -0), Math.round(-0.5), Math.round(2.5), Math.sign(-3), Math.trunc(-1.7), Math.hypot(3, 4), Math.cbrt(27), Math.clz32(1), Math.fround(5.5), Math.imul(3, 4)];',
  "Math more":
    'return [Math.pow(2, 10), Math.sqrt(2), Math.floor(-1.5), Math.ceil(1.2), Math.abs("-3"), Math.atan2(1, 1), Math.log2(8), Math.expm1(0), Math.PI, Math.E, Math[Symbol.toStringTag]];',
  "Math properties": "return Object.getOwnPropertyNames(Math).sort();",
  "Math with an object": "return Math.max({ valueOf: () => 3 }, [2]);",
  "BigInt arithmetic": "return [2n ** 64n, -7n / 2n, -7n % 2n, 5n & 3n, 5n | 3n, 5n ^ 3n, ~5n, 1n << 70n, -5n >> 1n, 0x1fn].map(String);",
  "BigInt of things": 'return [BigInt("123"), BigInt("0xff"), BigInt(true), BigInt(10), BigInt("")].map(String);',
  "BigInt of a fraction": "return BigInt(1.5);",
  "BigInt of a word": 'return BigInt("x");',
  "BigInt mixed": "return 1n + 1;",
  "BigInt as a constructor": "return new BigInt(1);",
  "BigInt comparisons": 'return [1n < 2, 2n == 2, 2n === 2, 1n < 1.5, 10n > "9", typeof 1n, 0n ? 1 : 2];',
  "asIntN and asUintN": "return [BigInt.asIntN(8, 255n), BigInt.asUintN(8, -1n), BigInt.asIntN(64, 2n ** 63n)].map(String);",
  "BigInt methods": "return [(255n).toString(16), (5n).valueOf() === 5n, (1234567n).toLocaleString(), Object(5n) + 1n === 6n];",
  "division of BigInt by zero": "return 1n / 0n;",
  "JSON of values":
    'return [JSON.stringify({ a: [1, "x", null, true, undefined, () => 1, Symbol("s")], b: undefined, c: NaN, d: -0, e: Infinity }), JSON.stringify(undefined), JSON.stringify("a\\u2028\\ud800\\n\\"")];',
  "JSON with indent":
    'return [JSON.stringify({ a: [1, { b: 2 }], c: {}, d: [] }, null, 2), JSON.stringify([1], null, "--"), JSON.stringify({ a: 1 }, null, 20), JSON.stringify({ a: 1 }, null, "")];',
  "JSON with a list": 'return JSON.stringify({ a: 1, b: { a: 2, c: 3 }, 1: 4 }, ["b", "a", 1, "a"]);',
  "JSON with a replacer": 'return JSON.stringify({ a: 1, b: [2, 3], c: "x" }, (k, v) => (typeof v === "number" ? v * 10 : v));',
  "JSON replacer sees the holder":
    "const seen = []; JSON.stringify({ a: [5] }, function (k, v) { seen.push([k, Array.isArray(this)]); return v; }); return seen;",
  "JSON and toJSON":
    'return [JSON.stringify({ toJSON: (k) => "k:" + k }), JSON.stringify({ a: { toJSON(k) { return { k, me: typeof this }; } } }), JSON.stringify([{ toJSON: () => undefined }])];',
  "JSON of a getter": "return JSON.stringify({ get a() { return [1]; }, b: 2 });",
  "JSON of wrappers": 'return JSON.stringify([new Number(1), new String("s"), new Boolean(false), Object(1n) && 1]);',
  "JSON of collections": 'return JSON.stringify([new Map([[1, 2]]), new Set([1]), new Error("x"), /a/, new Date(0)]);',
  "JSON of a cycle": "const a = { b: {} }; a.b.c = a; return JSON.stringify(a);",
  "JSON of a longer cycle":
    "class Node { constructor() { this.list = []; } } const n = new Node(); n.list.push({ back: n }); return JSON.stringify({ n });",
  "JSON of a cycle, with a replacer": "const a = { b: {} }; a.b.c = a; return JSON.stringify(a, (k, v) => v);",
  "JSON of a BigInt": "return JSON.stringify({ a: 1n });",
  "JSON of a BigInt with toJSON":
    "BigInt.prototype.toJSON = function () { return this.toString(); }; try { return JSON.stringify({ a: 1n }); } finally { delete BigInt.prototype.toJSON; }",
  "JSON parse":
    'return [JSON.parse(\'{"a":[1,{"b":null}],"c":"\\\\u0041","1":true}\'), JSON.parse(" 12 "), JSON.parse(\'"x"\'), JSON.parse("[]")];',
  "JSON parse keeps __proto__ as a name":
    "const o = JSON.parse('{\"__proto__\": 1}'); return [Object.keys(o), Object.getPrototypeOf(o) === Object.prototype];",
  "JSON parse wrong": 'return JSON.parse("{a}");',
  "JSON parse nothing": 'return JSON.parse("");',
  "JSON parse cut": "return JSON.parse('{\"a\": [1, 2');",
  "JSON parse undefined": "return JSON.parse(undefined);",
  "JSON parse with a reviver":
    'return [JSON.parse(\'{"a":1,"b":[2,3]}\', (k, v) => (typeof v === "number" ? v + 1 : v)), JSON.parse("[1,2,3]", (k, v) => (v === 2 ? undefined : v)), JSON.parse(\'{"x":{"y":1}}\', function (k, v) { return k === "y" ? Object.keys(this) : v; })];',
  "JSON reviver order": 'const seen = []; JSON.parse(\'{"a":{"b":1},"c":[2]}\', (k, v) => { seen.push(k); return v; }); return seen;',
  "JSON itself": "return [JSON[Symbol.toStringTag], JSON.stringify.length, JSON.parse.length];",
  "JSON round trip":
    'const value = { id: 7, tags: ["a", "b"], nested: { ok: true, none: null }, text: "äß😀\\t" }; return JSON.parse(JSON.stringify(value));',
};
