import type { Programs } from "./program.ts";

export const functionPrograms: Programs = {
  "name and length":
    "const f = (a, b = 1, c) => 1; function g(...rest) {} class C { static m(a) {} get x() { return 1; } } return [f.name, f.length, g.name, g.length, C.name, C.length, C.m.name, Object.getOwnPropertyDescriptor(C.prototype, 'x').get.name];",
  "properties of functions":
    "function f() {} const d = Object.getOwnPropertyDescriptor; return [Object.getOwnPropertyNames(() => 1), d(f, 'length'), d(f, 'prototype').writable, d(class {}, 'prototype').writable, d(f, 'name').writable, 'prototype' in (() => 1)];",
  "call and apply":
    "function f(...a) { return [this, ...a]; } return [f.call(1, 2, 3), f.apply('x', [4, 5]), f.apply(null), f.apply(undefined, { length: 2, 0: 'a' }), f.call()];",
  "apply to what is no list": "return Math.max.apply(null, 5);",
  bind: "function f(...a) { return [this.x, ...a]; } const b = f.bind({ x: 1 }, 2); return [b(3), b.name, b.length, b.bind({ x: 9 }, 4)(5), 'prototype' in b];",
  "bind of a constructor":
    "class P { constructor(x, y) { this.x = x; this.y = y; } } const Q = P.bind(null, 1); const q = new Q(2); return [q.x, q.y, q instanceof P, q instanceof Q, Q.name];",
  "bind of nothing": "return Function.prototype.bind.call(5);",
  "text of functions":
    "const f = function (a, /* b */ c) { return a; }; class A { m() { return 1; } } return [f.toString(), String(A), A.prototype.m.toString(), Math.max.toString(), (() => 1).bind().toString()];",
  "the way to the global object":
    "const f = Function('return this'), g = new Function(' return this; '); return [f() === globalThis, g() === globalThis, f.call(5), f.call('x') instanceof String, f.call(null) === globalThis, f.apply([1]), typeof f, f.name, f.length, f instanceof Function, (globalThis || self || Function('return this')()) === globalThis];",
  "text of what is no function": "return Function.prototype.toString.call({});",
  "calling what is no function": "const o = { a: 5 }; o.a();",
  "calling undefined": "const o = {}; o.missing();",
  "new of an arrow": "const f = () => 1; new f();",
  "class without new": "class A {} A();",
  "builtin without new":
    "return [typeof Error('x'), Array(3).length, typeof Object(), String(5), Number('5'), typeof Symbol('x'), typeof Date()];",
  instanceof:
    "class A {} class B extends A {} const b = new B(); return [b instanceof A, b instanceof Object, {} instanceof A, 5 instanceof Number, A.bind() instanceof Function, b instanceof A.bind()];",
  "instanceof with Symbol.hasInstance":
    "const even = { [Symbol.hasInstance]: (n) => n % 2 === 0 }; return [2 instanceof even, 3 instanceof even, Function.prototype[Symbol.hasInstance].call(Array, [])];",
  "instanceof of what is no function": "return {} instanceof {};",
  "instanceof without prototype": "const f = () => 1; return {} instanceof f;",
  "Reflect.apply and construct":
    "class A { constructor(x) { this.x = x; this.t = new.target.name; } } class B {} const a = Reflect.construct(A, [1], B); return [Reflect.apply(Math.max, null, [1, 3, 2]), a.x, a.t, a instanceof B, a instanceof A];",
  "Reflect.construct of an arrow": "return Reflect.construct(() => 1, []);",
  "Reflect.get and set with a receiver":
    "const o = { get a() { return this.b; }, set a(v) { this.b = v; } }; const r = { b: 5 }; return [Reflect.get(o, 'a', r), Reflect.set(o, 'a', 7, r), r, o.b];",
  "Reflect.set into a receiver":
    "const r = {}; return [Reflect.set({ a: 1 }, 'a', 2, r), r, Reflect.set({}, 'x', 1, 5), Reflect.set([], 'length', -0)];",
  "Reflect on primitives": "return Reflect.get(1, 'a');",
  "Reflect.ownKeys": "return Reflect.ownKeys({ b: 1, 1: 1, [Symbol.iterator]: 1, a: 1 }).map(String);",
  "Reflect.defineProperty":
    "const o = Object.freeze({}); return [Reflect.defineProperty(o, 'a', { value: 1 }), Reflect.has({ a: 1 }, 'a'), Reflect.getPrototypeOf([]) === Array.prototype, Reflect.isExtensible(o), Reflect.preventExtensions({})];",
  errors:
    "const e = new TypeError('bad', { cause: 5 }); return [e.name, e.message, e.cause, String(e), e instanceof Error, Object.keys(e), Object.getOwnPropertyNames(e).sort(), e.stack.split('\\n')[0], 'cause' in new Error('x')];",
  "error without message":
    "const e = new Error(); return [e.message, 'message' in e, Object.hasOwn(e, 'message'), String(e), new Error(undefined).message, new Error(null).message];",
  "errors of the user's":
    "class NoSeat extends RangeError { name = 'NoSeat'; constructor(seat) { super(`no ${seat}`); this.seat = seat; } } const e = new NoSeat('12A'); return [String(e), e instanceof NoSeat, e instanceof RangeError, e.seat, Object.keys(e), e.stack.split('\\n')[0]];",
  "throwing errors of the user's":
    "class NoSeat extends Error { constructor(m) { super(m); this.name = 'NoSeat'; } } throw new NoSeat('none');",
  "error text":
    "const t = Error.prototype.toString; return [t.call({ name: 'A', message: 'b' }), t.call({}), t.call({ name: '', message: 'x' }), t.call({ name: 'A', message: '' })];",
  "error text of a primitive": "return Error.prototype.toString.call(5);",
  AggregateError:
    "const e = new AggregateError([1, new Error('x')], 'many'); return [e.message, e.errors.length, e.name, Object.keys(e), e instanceof Error];",
  "stacks of errors by prepareStackTrace":
    "const before = Error.prepareStackTrace; const calls = []; try { Error.prepareStackTrace = (error, sites) => { calls.push(error.message, sites.length > 0); return 'made ' + error.message; }; function f() { return new TypeError('one'); } const e = f(), g = f(), unread = f(); g.stack = 'mine'; const made = [calls.length, e.stack, e.stack, e.stack, calls.length, g.stack, Object.keys(e), 'stack' in e, Object.hasOwn(e, 'stack')]; Error.prepareStackTrace = undefined; return [made, unread.stack.split('\\n')[0], new Error('x').stack.split('\\n')[0], calls]; } finally { Error.prepareStackTrace = before; }",
  "stacks below a function":
    "function Mine(m) { this.message = m; Error.captureStackTrace(this, Mine); } Mine.prototype = Object.create(Error.prototype); Mine.prototype.name = 'Mine'; function caller() { return new Mine('x'); } class Own extends Error { constructor(m) { super(m); Error.captureStackTrace(this, Own); } } function maker() { return new Own('y'); } return [caller().stack.split('\\n').slice(0, 2).map((l) => l.trim().split(' (')[0]), maker().stack.split('\\n').slice(0, 2).map((l) => l.trim().split(' (')[0])];",
  captureStackTrace:
    "const o = { name: 'Mine', message: 'm' }; Error.captureStackTrace(o); return [typeof o.stack, o.stack.split('\\n')[0], Object.keys(o)];",
  "error prototypes":
    "return [Object.getPrototypeOf(TypeError) === Error, TypeError.prototype.name, TypeError.prototype.message, Object.getPrototypeOf(TypeError.prototype) === Error.prototype, TypeError.length, Error.prototype.hasOwnProperty('stack')];",
  symbols:
    "const s = Symbol('x'); const o = { [s]: 1, a: 2 }; return [s.toString(), s.description, Symbol().description, o[s], Object.keys(o), Object.getOwnPropertySymbols(o).length, Symbol('x') === s, typeof s, JSON.stringify(o)];",
  "registered symbols":
    "return [Symbol.for('k') === Symbol.for('k'), Symbol.keyFor(Symbol.for('k')), Symbol.keyFor(Symbol('k')), Symbol.for().description];",
  "new Symbol": "return new Symbol();",
  "symbol as text": "return `${Symbol('x')}`;",
  "symbol as number": "return +Symbol('x');",
  "symbol objects":
    "const s = Symbol('x'); const o = Object(s); return [o == s, o === s, o.valueOf() === s, { [s]: 5 }[o], o.description];",
  "well-known symbols":
    "return ['iterator', 'asyncIterator', 'hasInstance', 'toPrimitive', 'toStringTag', 'species'].map((name) => Symbol[name].toString());",
  "Symbol.toPrimitive":
    "const o = { [Symbol.toPrimitive](hint) { return hint; } }; return [`${o}`, o + '', +{ [Symbol.toPrimitive]: () => 5 }, o == 'default'];",
  "conversion order":
    "const log = []; const o = { valueOf() { log.push('v'); return {}; }, toString() { log.push('t'); return 7; } }; return [o + 1, `${o}`, o * 2, log];",
  "conversion that fails": "return +{ valueOf: () => ({}), toString: () => ({}) };",
  "private names":
    "class A { #x = 1; static has(o) { return #x in o; } get x() { return this.#x; } add() { this.#x += 1; return this; } } return [new A().add().x, A.has(new A()), A.has({}), Object.getOwnPropertyNames(new A()), JSON.stringify(new A())];",
  "private name of another class": "class A { #x = 1; static read(o) { return o.#x; } } return A.read({});",
  "private method": "class A { #m() { return 5; } set(o) { o.#m = 1; } call() { return this.#m(); } } return new A().call();",
  "writing a private method": "class A { #m() {} set() { this.#m = 1; } } new A().set();",
  "functions as objects":
    "function counter() { counter.calls = (counter.calls ?? 0) + 1; return counter.calls; } counter(); return [counter(), Object.keys(counter), delete counter.calls, counter.calls];",
  "deleting name": "function f() {} return [delete f.name, f.name, Reflect.deleteProperty(f, 'prototype'), Object.getOwnPropertyNames(f)];",
};
