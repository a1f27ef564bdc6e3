import type { Programs } from "./program.ts";

export const classPrograms: Programs = {
  "class with everything":
    "class A { x = 1; #y = 2; static s = 3; static #t = 4; constructor(z) { this.z = z; } get y() { return this.#y; } set y(v) { this.#y = v; } m() { return this.x + this.#y + this.z; } static t() { return A.#t; } } const a = new A(5); a.y = 10; return [a, a.y, a.m(), A.s, A.t(), Object.getOwnPropertyNames(A.prototype), Object.getOwnPropertyNames(A)];",
  inheritance:
    "class A { constructor(x) { this.x = x; } m() { return 'A' + this.x; } static s() { return 'sA'; } } class B extends A { constructor() { super(7); this.y = 8; } m() { return 'B' + super.m(); } static s() { return super.s() + 'B'; } } const b = new B(); return [b, b.m(), B.s(), b instanceof A, Object.getPrototypeOf(B) === A];",
  "constructors that are not written":
    "class A { constructor(...a) { this.a = a; } } class B extends A {} class C extends B { f = this.a.length; } return [new B(1, 2), new C(1, 2, 3)];",
  "fields of base and derived classes":
    "const log = []; class A { a = log.push('a'); constructor() { log.push('A'); } } class B extends A { b = log.push('b'); constructor() { log.push('before'); super(); log.push('after'); } } new B(); return log;",
  "fields see this and arrows":
    "class A { n = 1; f = () => this.n; g = function () { return this; }; h = this.f() + 1; } const a = new A(); return [a.f.call(null), a.h, a.g.name, a.f.name];",
  "field without a value": "class A { x; 'y z'; 3; [`c${1}`]; } return new A();",
  "fields define, they do not set":
    "class A { set x(v) { throw 1; } } class B extends A { x = 2; } return [new B(), Object.getOwnPropertyDescriptor(new B(), 'x')];",
  "computed keys are evaluated once":
    "let n = 0; const key = () => 'k' + n++; class A { [key()] = n; static [key()] = n; [key()]() { return 'm'; } get [key()]() { return 'g'; } } return [n, new A(), new A().k2(), new A().k3, A.k1];",
  "order of class elements":
    "const log = []; const t = (x) => (log.push(x), x); class A extends (t('extends'), Object) { static [t('k1')] = t('v1'); [t('k2')] = t('v2'); static { t('block'); } static [t('k3')]() {} } log.push('made'); new A(); return log;",
  "static blocks":
    "class A { static x = 1; static { this.y = this.x + 1; var local = 5; A.z = local; } static f = () => this.y; static { const x = 9; A.w = x; } } return [A.x, A.y, A.z, A.w, A.f()];",
  "private methods and accessors":
    "class A { #n = 0; #inc() { return ++this.#n; } get #double() { return this.#n * 2; } set #double(v) { this.#n = v / 2; } static #make() { return new A(); } run() { this.#inc(); this.#inc(); this.#double += 6; return [this.#n, this.#double]; } static create() { return A.#make().run(); } } return [new A().run(), A.create()];",
  "private names are of their class":
    "class A { #x = 1; static read(o) { return o.#x; } } class B { #x = 2; } return [A.read(new A()), (() => { try { return A.read(new B()); } catch (e) { return e; } })()];",
  "private in":
    "class A { #x; #m() {} static #s; static has(o) { return [#x in o, #m in o, #s in o]; } } return [A.has(new A()), A.has({}), A.has(A)];",
  "private in of a primitive": "class A { #x; static has(o) { return #x in o; } } return A.has(5);",
  "private names are not properties":
    "class A { #x = 1; y = 2; } const a = new A(); return [Object.keys(a), Reflect.ownKeys(a), JSON.stringify(a), { ...a }];",
  "private write to a stranger": "class A { #x; static set(o) { o.#x = 1; } } A.set({});",
  "private method of a stranger": "class A { #m() {} static call(o) { o.#m(); } } A.call({});",
  "private method assigned": "class A { #m() {} set() { this.#m = 1; } } new A().set();",
  "private getter without a setter": "class A { get #g() { return 1; } set() { this.#g = 1; } } new A().set();",
  "private setter without a getter": "class A { set #s(v) {} get() { return this.#s; } } new A().get();",
  "private compound assignment":
    "class A { #x = 5; #o = { n: 1 }; m() { this.#x += 2; this.#x++; this.#x **= 2; this.#x ??= 9; this.#o.n ||= 4; return [this.#x, this.#o.n, delete this.#o.n, this.#o]; } } return new A().m();",
  "private optional chaining": "class A { #x = { y: 3 }; static m(o) { return [o?.#x?.y, o?.#x.y]; } } return [A.m(new A()), A.m(null)];",
  "fields on what the parent returns":
    "class Base { constructor(o) { return o; } } class Stamp extends Base { #mark = 1; static has(o) { return #mark in o; } } const o = {}; new Stamp(o); return [Stamp.has(o), Stamp.has({})];",
  "private twice on the same object":
    "class Base { constructor(o) { return o; } } class Stamp extends Base { #mark = 1; } const o = {}; new Stamp(o); new Stamp(o);",
  "this before super": "class A {} class B extends A { constructor() { this.x = 1; } } new B();",
  "no super at all": "class A {} class B extends A { constructor() {} } new B();",
  "super twice": "class A {} class B extends A { constructor() { super(); super(); } } new B();",
  "super in an arrow":
    "class A { constructor(x) { this.x = x; } } class B extends A { constructor() { const f = () => super(3); const seen = f(); this.same = seen === this; } } return new B();",
  "super in a conditional":
    "class A {} class B extends A { constructor(x) { if (x) super(); else return { other: 1 }; } } return [new B(1), new B(0)];",
  "derived constructor returns":
    "class A {} class B extends A { constructor(v) { super(); return v; } } class C extends A { constructor(v) { return v; } } return [new B({ o: 1 }), new B(undefined), new C({ c: 1 })];",
  "derived constructor returns a primitive": "class A {} class B extends A { constructor() { super(); return 1; } } new B();",
  "derived constructor returns a primitive within try":
    "class A {} class B extends A { constructor() { super(); try { return 1; } catch { return {}; } } } new B();",
  "base constructor returns": "class A { constructor(v) { this.x = 1; return v; } } return [new A(5), new A({ y: 2 }), new A(null)];",
  "super properties":
    "const p = { get who() { return this.name; }, set who(v) { this.name = v; }, m() { return 'p' + this.name; }, [1]: 'one' }; const o = { __proto__: p, name: 'o', m() { const k = 1; super.who = 'new'; return [super.m(), super.who, super[k], super['m'].call({ name: 'x' }), super.missing]; } }; return [o.m(), o];",
  "super in static methods and fields":
    "class A { static v = 1; static f() { return this.v; } g() { return 'g'; } } class B extends A { static v = 2; static w = super.f() + 1; h = super.g(); static m() { return super.v; } } return [B.w, new B().h, B.m()];",
  "super in arrows of methods":
    "class A { m() { return 1; } } class B extends A { m() { return [1, 2].map(() => super.m()); } } return new B().m();",
  "super of null":
    "class A extends null { static m() { return super.toString; } } return [typeof A.m(), Object.getPrototypeOf(A.prototype)];",
  "extends null": "class A extends null {} new A();",
  "extends what is no constructor": "class A extends 5 {}",
  "extends an arrow": "const f = () => 1; class A extends f {}",
  "extends a function":
    "function F(x) { this.x = x; } F.prototype.m = function () { return this.x; }; class A extends F { constructor() { super(4); } } return [new A(), new A().m()];",
  "extends an expression":
    "const mixin = (C) => class extends C { mixed() { return 'mixed'; } }; class A extends mixin(Object) {} return [new A().mixed(), A.name];",
  "extends Error":
    "class MyError extends Error { constructor(m, code) { super(m); this.code = code; this.name = 'MyError'; } } try { throw new MyError('bad', 3); } catch (e) { return [e instanceof MyError, e instanceof Error, e.message, e.code, String(e), typeof e.stack]; }",
  "extends Array":
    "class L extends Array { last() { return this[this.length - 1]; } } const l = new L(); l.push(1, 2, 3); return [l.last(), l.length, l.map((x) => x * 2) instanceof L, L.from([5]).last(), l instanceof Array, Array.isArray(l), l];",
  "extends Map and Set":
    "class M extends Map { get(k) { return super.get(k) ?? 'none'; } } class S extends Set { constructor(x) { super(x); this.extra = 1; } } const m = new M([[1, 2]]); return [m.get(1), m.get(3), m.size, new S([1, 2, 2]).size, new S([1])];",
  "extends Promise":
    "class P extends Promise {} const p = P.resolve(1); return [p instanceof P, p.then(() => 2) instanceof P, await p.then((x) => x + 1)];",
  "names of classes":
    "const A = class {}; const B = class C { static n = C.name; }; const o = { D: class {}, ['E' + 1]: class {} }; class F { static name = 'own'; } return [A.name, B.name, B.n, o.D.name, o.E1.name, F.name, (class {}).name];",
  "class name is constant inside":
    "class A { static set() { A = 1; } } try { A.set(); } catch (e) { const name = A.name; A = 2; return [e, name, A]; }",
  "class before its declaration": "new A(); class A {}",
  "class name in its own extends": "class A extends A {}",
  "methods are not constructors":
    "class A { m() {} static s() {} get g() { return 1; } } return [(() => { try { new (new A().m)(); } catch (e) { return e.message; } })(), 'prototype' in new A().m, Object.keys(A.prototype), Object.getOwnPropertyDescriptor(A.prototype, 'm').enumerable];",
  "accessors of a class":
    "class A { static #c = 0; static get count() { return A.#c; } static set count(v) { A.#c = v * 2; } get [Symbol.toStringTag]() { return 'Tag'; } } A.count = 4; A.count++; return [A.count, String(new A())];",
  "generator and async methods":
    "class A { *g() { yield 1; yield* [2, 3]; } async a() { return await 4; } async *ag() { yield 5; } static *s() { yield 6; } *[Symbol.iterator]() { yield 7; } } const a = new A(); const list = []; for await (const x of a.ag()) list.push(x); return [[...a.g()], await a.a(), list, [...A.s()], [...a]];",
  "toString and toPrimitive":
    "class Money { constructor(n) { this.n = n; } valueOf() { return this.n; } toString() { return '$' + this.n; } toJSON() { return { money: this.n }; } } const m = new Money(5); return [m + 1, `${m}`, m > 4, JSON.stringify({ m }), [m].join()];",
  "instanceof and prototypes":
    "function Old() { if (!(this instanceof Old)) return new Old(); this.made = true; } Old.prototype.m = function () { return this.made; }; return [Old.call(undefined), new Old().m(), Old.prototype.constructor === Old];",
  "new with and without arguments":
    "class A { constructor(x = 'none') { this.x = x; } } return [new A, new A(), new A(1), new A(...[2]), new (class { y = 1; })];",
  "new.target in classes":
    "class A { constructor() { this.t = new.target.name; } } class B extends A {} return [new A().t, new B().t, Reflect.construct(A, [], B).t];",
  "accessor in the prototype chain":
    "class A { #v = 1; get v() { return this.#v; } set v(x) { this.#v = x; } } class B extends A { get v() { return super.v * 10; } set v(x) { super.v = x + 1; } } const b = new B(); b.v = 4; return [b.v, Object.keys(b)];",
  "read-only accessor": "class A { get x() { return 1; } } new A().x = 2;",
  "frozen instance": "class A { x = 1; constructor() { Object.freeze(this); } } new A().x = 2;",
};
