import type { Programs } from "./program.ts";

export const patternPrograms: Programs = {
  "object patterns": "const { a, b: c, d = 4, e: { f } = { f: 6 }, ['g' + 1]: g } = { a: 1, b: 2, g1: 7 }; return [a, c, d, f, g];",
  "array patterns": "const [a, , b = 3, [c], ...rest] = [1, 2, undefined, [4], 5, 6]; return [a, b, c, rest];",
  "rest of an object":
    "const { a, ['b']: b, ...rest } = { a: 1, b: 2, c: 3, [Symbol.iterator]: 4, get d() { return 5; } }; return [a, b, rest];",
  "rest copies own enumerable properties":
    "class P { get p() { return 1; } } const o = Object.create({ inherited: 1 }, { hidden: { value: 2 }, own: { value: 3, enumerable: true } }); const { ...rest } = o; const { ...none } = new P(); return [rest, none];",
  swap: "let a = 1, b = 2; [a, b] = [b, a]; const o = { x: 1, y: 2 }; [o.x, o.y] = [o.y, o.x]; return [a, b, o];",
  "assignment patterns": "const o = {}; let a; const r = { a, x: o.y, z: [o['q'] = 9] } = { a: 5, x: 6, z: [] }; return [a, o, r];",
  "value of an assignment pattern": "let a, b; const source = [1, 2, 3]; return ([a, b] = source) === source;",
  "default values are evaluated when needed":
    "let n = 0; const f = () => ++n; const { a = f(), b = f() } = { a: 1 }; const [c = f()] = [null]; return [a, b, c, n];",
  "names of functions in patterns":
    "const { a = () => 1, b: c = function () {} } = {}; const [d = class {}] = []; return [a.name, c.name, d.name];",
  "order in patterns":
    "const log = []; const source = { get a() { log.push('get a'); }, get b() { log.push('get b'); return 1; } }; const key = (k) => (log.push('key ' + k), k); const { [key('a')]: x = log.push('default'), [key('b')]: y = log.push('never') } = source; return log;",
  "order of targets":
    "const log = []; const o = (n) => { log.push('target ' + n); return {}; }; const it = { [Symbol.iterator]: () => ({ next: () => (log.push('next'), { value: 1, done: false }), return: () => (log.push('return'), {}) }) }; [o(1).a, o(2).b] = it; return log;",
  "pattern closes its iterator":
    "const log = []; const it = () => ({ [Symbol.iterator]: () => ({ next: () => ({ value: 1, done: false }), return: () => (log.push('closed'), {}) }) }); const [a, b] = it(); const [] = it(); try { const [c = 1, [d]] = it(); } catch (e) { log.push(e.name); } return log;",
  "pattern does not close an iterator that has ended":
    "const log = []; let n = 0; const it = { [Symbol.iterator]: () => ({ next: () => (n++, { value: n, done: n > 1 }), return: () => log.push('closed') }) }; const [a, b, c] = it; return [a, b, c, n, log];",
  "rest of an iterator":
    "let n = 0; const it = { [Symbol.iterator]: () => ({ next: () => ({ value: n++, done: n > 4 }) }) }; const [first, ...[second, ...rest]] = it; return [first, second, rest];",
  "pattern in parameters":
    "const f = ({ a, b: [c] = [2] }, [d] = [3], ...[e, g]) => [a, c, d, e, g]; return [f({ a: 1 }), f({ a: 1, b: [5] }, [6], 7, 8), f.length];",
  "pattern of undefined": "const { a } = undefined;",
  "pattern of a missing property": "const o = {}; const { x } = o.missing;",
  "pattern of null without names": "const n = null; const {} = n;",
  "pattern of null with a rest": "const n = null; const { ...r } = n;",
  "nested pattern of undefined": "const { a: { b } } = {};",
  "parameter pattern of undefined": "function f({ a }) {} f();",
  "array pattern of undefined": "function f([a]) {} f();",
  "array pattern of a number": "const x = 5; const [a] = x;",
  "array pattern of an object": "const [a] = {};",
  "array pattern of text": "const [a, ...b] = 'x💩y'; return [a, b];",
  "pattern of primitives": "const { length } = 'abc'; const { toFixed } = 5; return [length, typeof toFixed];",
  "pattern with private and super targets":
    "class A { set v(x) { this.w = x; } } class B extends A { #p; m() { ({ a: this.#p, b: super.v } = { a: 1, b: 2 }); return [this.#p, this.w]; } } return new B().m();",
  "pattern with closures": "const [a, f = () => a] = [1]; const { b, g = () => b } = { b: 2 }; return [f(), g()];",
  "defaults that throw":
    "const boom = () => { throw new Error('boom'); }; try { const { a = boom() } = {}; } catch (error) { return error; }",
  "catch pattern": "try { throw [1, { x: 2 }]; } catch ([a, { x, y = 3 }]) { return [a, x, y]; }",
  "object spread":
    "const a = { x: 1, get y() { return 2; } }; const b = { ...a, x: 3, ...null, ...'hi', ...[9] }; return [b, Object.getOwnPropertyDescriptor(b, 'y')];",
  "object literals":
    "const a = 1, f = function () {}; const o = { a, 'b c': 2, 3: 4, [`d${a}`]: 5, m() { return this.a; }, get g() { return 6; }, set g(v) { this.s = v; }, async n() {}, *gen() {}, f: () => 1, ['k' + 1]: () => 2, [Symbol('s')]: () => 3 }; o.g = 7; return [o, o.m(), o.f.name, o.k1.name, o.n.name, Object.keys(o)];",
  "__proto__ in literals":
    "const p = { inherited: 1 }; const a = { __proto__: p }; const __proto__ = 5; const b = { __proto__ }; const c = { ['__proto__']: 6 }; const d = { __proto__: null, __proto__() {} }; return [Object.getPrototypeOf(a) === p, Object.keys(b), Object.keys(c), Object.getPrototypeOf(d)];",
  "duplicate properties":
    "const o = { a: 1, get a() { return 2; }, a: 3, get b() { return 1; }, set b(v) {} }; return [o, Object.getOwnPropertyDescriptor(o, 'b').set !== undefined];",
  "order of keys":
    "const o = { z: 1, 10: 1, a: 1, 2: 1, [Symbol.iterator]: 1, '-1': 1, '01': 1 }; o.y = 1; o[1] = 1; delete o.z; o.z = 2; return Reflect.ownKeys(o);",
  "array literals": "return [[, 1], [1, , 2], [...[, 1]], [[], [[]]], [1, 2].length, [, ,].length];",
};
