import type { Programs } from "./program.ts";

export const generatorPrograms: Programs = {
  "next and values":
    "function* g() { const a = yield 1; const b = yield a + 1; return [a, b]; } const it = g(); return [it.next('lost'), it.next(5), it.next(6), it.next()];",
  "return of a generator":
    "function* g() { try { yield 1; yield 2; } finally { yield 'cleanup'; } } const it = g(); return [it.next(), it.return('r'), it.next(), it.next()];",
  "return before the start": "let ran = false; function* g() { ran = true; } const it = g(); return [it.return(5), it.next(), ran];",
  "throw into a generator":
    "function* g() { try { yield 1; } catch (e) { yield 'caught ' + e; } yield 'end'; } const it = g(); return [it.next(), it.throw('x'), it.next(), it.next()];",
  "throw before the start":
    "function* g() { yield 1; } const it = g(); try { it.throw(new Error('early')); } catch (e) { return [e, it.next()]; }",
  "throw that is not caught":
    "function* g() { yield 1; } const it = g(); it.next(); try { it.throw('x'); } catch (e) { return [e, it.next()]; }",
  "exception in a generator":
    "function* g() { yield 1; throw new Error('inside'); } const it = g(); it.next(); try { it.next(); } catch (e) { return [e, it.next()]; }",
  "finally overrides return":
    "function* g() { try { yield 1; } finally { return 'mine'; } } const it = g(); it.next(); return [it.return('theirs'), it.next()];",
  "nested finally":
    "const log = []; function* g() { try { try { yield 1; } finally { log.push('a'); } } finally { log.push('b'); } } for (const x of g()) break; return log;",
  "yield in expressions":
    "function* g() { const x = (yield 1) + (yield 2) * 2; return [x, yield, `${yield 'in template'}`]; } const it = g(); const out = []; let r = it.next(); for (const v of [10, 20, 30, 40]) { out.push(r); r = it.next(v); } return [out, r];",
  "yield in arguments and literals":
    "function* g() { const f = (...a) => a; return [f(yield 1, yield 2), { a: yield 3, [yield 4]: 5 }, [yield 6]]; } const it = g(); let r = it.next(); let n = 100; while (!r.done) r = it.next(n++); return r.value;",
  "yield star":
    "function* inner() { const x = yield 'a'; return 'r' + x; } function* outer() { const r = yield* inner(); yield r; yield* [1, 2]; yield* 'xy'; } const it = outer(); return [it.next(), it.next(5), ...it];",
  "yield star passes throw and return":
    "const log = []; function* inner() { try { yield 1; } catch (e) { log.push(e); yield 2; } finally { log.push('f'); } } function* outer() { try { yield* inner(); } finally { log.push('outer'); } } const it = outer(); return [it.next(), it.throw('t'), it.return('r'), it.next(), log];",
  "yield star over a plain iterator":
    "const log = []; const it = { [Symbol.iterator]() { return this; }, n: 0, next(v) { log.push(v); return { value: this.n++, done: this.n > 3 }; }, return(v) { log.push('return ' + v); return { value: 'closed', done: true }; } }; function* g() { return yield* it; } const x = g(); return [x.next(1), x.next(2), x.return(3), log];",
  "yield star without throw":
    "const it = { [Symbol.iterator]: () => ({ next: () => ({ done: false }), return: () => ({}) }) }; function* g() { yield* it; } const x = g(); x.next(); x.throw(new Error('lost'));",
  "spread and patterns":
    "function* count(n) { for (let i = 0; i < n; i++) yield i; } const [a, b] = count(9); const [...rest] = count(3); return [[...count(3)], a, b, rest, Math.max(...count(4)), Array.from(count(2)), new Set(count(2))];",
  "infinite generator":
    "function* naturals() { let n = 0; for (;;) yield n++; } const out = []; for (const n of naturals()) { if (n > 3) break; out.push(n); } return out;",
  "generator that is running": "const it = (function* () { try { it.next(); } catch (e) { yield e; } })(); return it.next().value;",
  "next of something else": "function* g() {} return g().next.call(5);",
  "generator objects":
    "function* g() {} const it = g(); return [typeof it.next, it[Symbol.iterator]() === it, Object.prototype.toString.call(it), it instanceof g, Object.getPrototypeOf(it) === g.prototype, g.prototype.constructor, Object.getOwnPropertyNames(g)];",
  "prototype of a generator function":
    "function* g() { yield this?.x; } g.prototype.extra = 5; const it = g(); g.prototype = null; const other = g(); return [it.extra, other.extra, typeof other.next];",
  "new of a generator function": "function* g() {} new g();",
  "arguments and parameters":
    "function* g(a, b = a + 1, ...c) { yield [a, b, c, arguments.length]; } return [g(1).next().value, g(1, 5, 6).next().value];",
  "parameters are evaluated at once":
    "const log = []; function* g(x = log.push('param')) { log.push('body'); } const it = g(); log.push('made'); it.next(); return log;",
  "parameters that throw": "function* g(x = (() => { throw new Error('param'); })()) {} g();",
  "closures of a generator": "function* g() { for (let i = 0; i < 3; i++) yield () => i; } return [...g()].map((f) => f());",
  "this in a generator method": "const o = { n: 3, *g() { yield this.n; yield* [1].map(() => this.n); } }; return [...o.g()];",
  "tree walk":
    "class Tree { constructor(v, l, r) { Object.assign(this, { v, l, r }); } *[Symbol.iterator]() { if (this.l) yield* this.l; yield this.v; if (this.r) yield* this.r; } } return [...new Tree(2, new Tree(1), new Tree(4, new Tree(3)))];",
  "return value is not iterated": "function* g() { yield 1; return 2; } return [[...g()], Array.from(g())];",
  "for-of and return":
    "const log = []; function* g() { try { yield 1; yield 2; } finally { log.push('closed'); } } const f = () => { for (const x of g()) return x; }; return [f(), log];",
};
