import type { Programs } from "./program.ts";

export const objectPrograms: Programs = {
  "order of keys":
    'const o = { b: 1, 2: 1, a: 1, 1: 1, [Symbol.iterator]: 1, "-1": 1, "01": 1 }; return [Object.keys(o), Reflect.ownKeys(o).length];',
  "keys after deleting and adding": "const o = { a: 1, b: 2, c: 3 }; delete o.a; o.a = 4; return [Object.keys(o), Object.values(o)];",
  "deleting in the middle": "const o = { a: 1, b: 2, c: 3 }; delete o.b; o.d = 4; return [o, o.b, 'b' in o, Object.entries(o)];",
  "many properties":
    "const o = {}; for (let i = 0; i < 300; i++) o['k' + i] = i; for (let i = 0; i < 300; i += 2) delete o['k' + i]; o.last = 1; return [Object.keys(o).length, Object.keys(o)[0], o.k151, Object.keys(o).at(-1)];",
  "Object.keys of texts and numbers": "return [Object.keys('abc'), Object.keys(5), Object.entries('ab'), Object.values([7, , 8])];",
  "Object.keys of null": "return Object.keys(null);",
  "Object.entries skips what is not enumerable":
    "const o = Object.defineProperty({ a: 1 }, 'b', { value: 2 }); return [Object.entries(o), o.b, Object.getOwnPropertyNames(o)];",
  "Object.assign": "const t = { a: 1 }; return [Object.assign(t, { b: 2 }, null, undefined, 'xy', [9]) === t, t];",
  "Object.assign calls getters and setters":
    "const log = []; const t = { set a(v) { log.push('set', v); } }; Object.assign(t, { get a() { log.push('get'); return 5; } }); return log;",
  "Object.assign to a constant": "const t = Object.freeze({ a: 1 }); Object.assign(t, { a: 2 });",
  "Object.assign to null": "Object.assign(null, {});",
  "spread copies own enumerable properties":
    "class A { x = 1; get y() { return 2; } } const a = new A(); a.z = 3; return [{ ...a, ...null, ...'hi', ...[4] }, { x: 0, ...a }, { ...a, x: 0 }];",
  "Object.fromEntries":
    "return [Object.fromEntries([['a', 1], ['b', 2]]), Object.fromEntries(new Map([['x', 1]])), Object.fromEntries([[1, 2]])];",
  "Object.fromEntries of what is no entry": "return Object.fromEntries(['ab']);",
  "Object.fromEntries of nothing": "return Object.fromEntries();",
  "Object.create":
    "const p = { hi() { return this.n; } }; const o = Object.create(p, { n: { value: 5, enumerable: true } }); return [o.hi(), Object.keys(o), Object.getPrototypeOf(o) === p, Object.create(null) instanceof Object];",
  "Object.create with a wrong prototype": "return Object.create(5);",
  "defineProperty defaults": "const o = Object.defineProperty({}, 'a', { value: 1 }); return Object.getOwnPropertyDescriptor(o, 'a');",
  "defineProperty keeps what is not named":
    "const o = { a: 1 }; Object.defineProperty(o, 'a', { enumerable: false }); return Object.getOwnPropertyDescriptor(o, 'a');",
  "accessor instead of value":
    "const o = { a: 1 }; Object.defineProperty(o, 'a', { get() { return 2; } }); const d = Object.getOwnPropertyDescriptor(o, 'a'); return [o.a, d.set, d.enumerable, typeof d.get];",
  "redefining a constant": "const o = Object.defineProperty({}, 'a', { value: 1 }); Object.defineProperty(o, 'a', { value: 2 });",
  "redefining a constant as it is":
    "const o = Object.defineProperty({}, 'a', { value: NaN }); Object.defineProperty(o, 'a', { value: NaN }); return 'fine';",
  "a descriptor of both kinds": "Object.defineProperty({}, 'a', { value: 1, get() {} });",
  "a getter that is none": "Object.defineProperty({}, 'a', { get: 5 });",
  "defining on a primitive": "Object.defineProperty(1, 'a', { value: 1 });",
  "defineProperties reads all first":
    "const o = Object.defineProperties({}, { a: { value: 1, enumerable: true }, b: { get() { return this.a + 1; }, enumerable: true } }); return [o, o.b];",
  getOwnPropertyDescriptors: "return Object.getOwnPropertyDescriptors({ a: 1, get b() { return 1; } }).a;",
  freeze:
    "const o = Object.freeze({ a: 1, inner: { b: 2 } }); o.inner.b = 3; return [Object.isFrozen(o), Object.isSealed(o), Object.isExtensible(o), o];",
  "writing what is frozen": "const o = Object.freeze({ a: 1 }); o.a = 2;",
  "adding to what is frozen": "const o = Object.freeze({ a: 1 }); o.b = 2;",
  "deleting from what is frozen": "const o = Object.freeze({ a: 1 }); delete o.a;",
  "frozen array": "const a = Object.freeze([1, 2]); a.push(3);",
  "writing a frozen array": "const a = Object.freeze([1, 2]); a[0] = 3;",
  seal: "const o = Object.seal({ a: 1 }); o.a = 2; return [o, Object.isSealed(o), Object.isFrozen(o), Reflect.deleteProperty(o, 'a')];",
  "sealed array":
    "const a = Object.seal([1, 2]); a[0] = 5; return [a, Reflect.set(a, 2, 1), Reflect.deleteProperty(a, 0), Object.isSealed(a)];",
  "freezing a typed array": "return [Object.isFrozen(Object.freeze(new Int8Array(0))), Object.freeze(new Int8Array(1))];",
  "frozen error":
    "const e = Object.freeze(new Error('x')); return [Object.isFrozen(e), Reflect.set(e, 'stack', 1), Reflect.deleteProperty(e, 'stack'), typeof e.stack];",
  "stack of an error":
    "const e = new Error('a'); e.message = 'b'; const own = Object.getOwnPropertyNames(e); e.stack = 5; return [own, e.stack, delete e.stack, 'stack' in e];",
  preventExtensions:
    "const o = Object.preventExtensions({ a: 1 }); delete o.a; return [Reflect.set(o, 'b', 1), Object.keys(o), Object.isFrozen(o)];",
  "integrity of primitives":
    "return [Object.isFrozen(1), Object.isExtensible('x'), Object.freeze(5), Object.isFrozen({}), Object.isFrozen(Object.preventExtensions({}))];",
  "getter without setter": "const o = { get a() { return 1; } }; o.a = 2;",
  "getter without setter in a class": "class Account { get balance() { return 1; } } new Account().balance = 2;",
  "inherited constant": "const o = Object.create(Object.freeze({ a: 1 })); o.a = 2;",
  "inherited setter":
    "const log = []; const p = { set a(v) { log.push(v, this === o); } }; const o = Object.create(p); o.a = 5; return [log, Object.keys(o)];",
  "property of undefined": "const o = {}; return o.a.b;",
  "property of null": "return null[Symbol.iterator];",
  "setting a property of undefined": "let u; u.x = 1;",
  "setting a property of a number": "const n = 5; n.x = 1;",
  "setting a property of a text": "'abc'[0] = 'x';",
  "length of a text is constant": "'abc'.length = 1;",
  setPrototypeOf:
    "const o = {}; Object.setPrototypeOf(o, { x: 1 }); return [o.x, Object.keys(o), Reflect.setPrototypeOf(Object.preventExtensions({}), null)];",
  "cycle of prototypes": "const a = {}; const b = Object.create(a); Object.setPrototypeOf(a, b);",
  "prototype of what cannot change": "Object.setPrototypeOf(Object.preventExtensions({}), {});",
  "prototype that is none": "Object.setPrototypeOf({}, 5);",
  __proto__:
    "const o = { __proto__: { x: 1 } }; const q = { ['__proto__']: 5 }; return [o.x, Object.keys(o), Object.keys(q), ({}).__proto__ === Object.prototype];",
  "__proto__ as a setter": "const o = {}; o.__proto__ = Array.prototype; return [o instanceof Array, Array.isArray(o)];",
  "legacy accessors":
    "const o = {}; o.__defineGetter__('a', () => 5); return [o.a, typeof o.__lookupGetter__('a'), o.__lookupSetter__('a')];",
  "hasOwn and in":
    "const o = Object.create({ a: 1 }, { b: { value: 1 } }); return ['a' in o, Object.hasOwn(o, 'a'), o.hasOwnProperty('b'), o.propertyIsEnumerable('b'), 0 in [1], 'length' in []];",
  "in on a primitive": "return 'a' in 'abc';",
  isPrototypeOf:
    "return [Object.prototype.isPrototypeOf([]), Array.prototype.isPrototypeOf({}), Function.prototype.isPrototypeOf(Object)];",
  "Object.is": "return [Object.is(NaN, NaN), Object.is(0, -0), Object.is('a', 'a'), Object.is({}, {})];",
  "toString tags":
    "return [{}, [], () => 1, new Error('x'), /x/, new Date(0), null, undefined, 1, 'a', true, Symbol('x'), 1n, Math, JSON, new Map(), (function () { return arguments; })(), Promise.resolve(), function* () {}].map((x) => Object.prototype.toString.call(x));",
  "toString tag of the user's": "class A { get [Symbol.toStringTag]() { return 'mine'; } } return `${new A()}`;",
  "toLocaleString calls toString": "return ({ toString() { return 'mine'; } }).toLocaleString();",
  "Object as a function":
    "return [typeof Object(1), Object('ab').length, Object(null) instanceof Object, typeof Object(Symbol('x')), new Object(true) == true];",
  "text objects":
    "const s = new String('abc'); s.x = 1; return [Object.keys(s), s[1], s.length, 1 in s, Reflect.ownKeys(s), Reflect.set(s, 0, 'x'), Reflect.deleteProperty(s, 0)];",
  "boolean objects":
    "return [new Boolean(false) ? 1 : 2, new Boolean(true).valueOf(), Boolean('') , Boolean([]), true.toString(), typeof Object(false)];",
  "boolean method on something else": "return Boolean.prototype.valueOf.call(1);",
  "for in":
    "class A { x = 1; } A.prototype.y = 2; const a = new A(); a[1] = 0; Object.defineProperty(a, 'hidden', { value: 1 }); const seen = []; for (const k in a) seen.push(k); return seen;",
  "for in with shadows":
    "const p = { a: 1, b: 2 }; const o = Object.create(p); Object.defineProperty(o, 'a', { value: 1, enumerable: false }); o.c = 3; const seen = []; for (const k in o) seen.push(k); return seen;",
  "for in over a text and nothing":
    "const seen = []; for (const k in 'ab') seen.push(k); for (const k in null) seen.push('never'); return seen;",
  "for in while deleting": "const o = { a: 1, b: 2, c: 3 }; const seen = []; for (const k in o) { seen.push(k); delete o.b; } return seen;",
  "length of arrays":
    "const a = [1, 2, 3]; a.length = 1; a[3] = 4; return [a, a.length, Object.keys(a), Reflect.defineProperty(a, 'length', { value: 2, writable: false }), Reflect.set(a, 5, 1), a.length];",
  "wrong length": "const a = []; a.length = -1;",
  "sparse array": "const a = []; a[1e6] = 1; a[5] = 2; return [a.length, Object.keys(a), 5 in a, 6 in a, delete a[1e6], a.length];",
  "elements with attributes":
    "const a = [1, 2, 3]; Object.defineProperty(a, 1, { get: () => 'got', enumerable: false, configurable: true }); return [a[1], Object.keys(a), a.length, JSON.stringify(a)];",
  "array length stops at what stays":
    "const a = [1, 2, 3]; Object.defineProperty(a, 1, { configurable: false }); return [Reflect.set(a, 'length', 0), a.length, a];",
  "constructor property":
    "class A {} const a = new A(); return [a.constructor === A, a.constructor.name, {}.constructor === Object, [].constructor === Array, (() => 1).constructor === Function];",
  globals:
    "return [typeof globalThis, globalThis.Object === Object, 'Map' in globalThis, isNaN('x'), isFinite('5'), typeof undefined, Object.getOwnPropertyDescriptor(globalThis, 'NaN').writable];",
  "escapes of addresses":
    "return [encodeURIComponent('a b&ä/'), encodeURI('a b&ä/'), decodeURIComponent('%C3%A4'), decodeURI('%2Fa%20'), escape('ä b'), unescape('%E4')];",
  "broken address": "return decodeURIComponent('%');",
};
