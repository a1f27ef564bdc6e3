import type { Programs } from "./program.ts";

export const asyncPrograms: Programs = {
  "await a value, a promise, a thenable": "return [await 1, await Promise.resolve(2), await { then(r) { r(3); } }, await null];",
  "order of micro-tasks":
    "const log = []; const a = async () => { log.push('a1'); await null; log.push('a2'); await null; log.push('a3'); }; const b = async () => { log.push('b1'); await null; log.push('b2'); }; const p = [a(), b()]; log.push('sync'); Promise.resolve().then(() => log.push('then')); await Promise.all(p); return log;",
  "ticks of return":
    "const log = []; const run = async (name, f) => { await f(); log.push(name); }; const ticks = async () => { for (let i = 0; i < 5; i++) { await null; log.push(i); } }; await Promise.all([run('value', async () => 1), run('promise', async () => Promise.resolve(1)), run('thenable', async () => ({ then(r) { r(); } })), run('await', async () => await Promise.resolve(1)), ticks()]); return log;",
  exceptions:
    "const f = async () => { throw new TypeError('bad'); }; try { await f(); } catch (e) { return [e, await f().catch((x) => x.message)]; }",
  "exception after await":
    "const f = async (x) => { await null; if (x) throw x; return 'ok'; }; return [await f(0), await f(5).catch((e) => 'caught ' + e)];",
  "rejected promise awaited": "try { await Promise.reject(new RangeError('r')); } catch (e) { return e; } finally { globalThis.f = 1; }",
  "try, catch and finally around await":
    "const log = []; const f = async () => { try { log.push(1); await null; throw 'x'; } catch (e) { log.push(e); await null; return 'r'; } finally { await null; log.push('f'); } }; return [await f(), log];",
  "await in loops":
    "let sum = 0; for (const x of [1, 2, 3]) sum += await Promise.resolve(x); for (let i = 0; i < 3; i++) { if (i === 1) continue; sum += await i; } while (await (sum < 20)) sum *= 2; return sum;",
  "await in expressions":
    "const f = async (x) => x; const o = { v: 1 }; o.v += await f(5); const a = [await f(1), ...(await f([2, 3]))]; const t = `${await f('x')}`; const c = (await f(true)) ? await f('yes') : await f('no'); return [o, a, t, c, await (await f(() => f(9)))(), (await f({ k: 4 })).k, !(await f(0)), await f(null) ?? 'd'];",
  "operand before await keeps its value":
    "let x = 1; const f = async () => { x = 10; }; const r = x + (await f(), x); let y = 1; const g = async () => { y += await 5; }; const p = g(); y = 100; await p; return [r, x, y];",
  "parameters that throw reject": "const f = async (x = (() => { throw 'param'; })()) => x; return f().catch((e) => 'rejected ' + e);",
  "async arrows and methods":
    "const o = { n: 2, async m() { return [this.n, await (async () => this.n)()]; } }; const add = async (a, b) => a + b; return [await o.m(), await add(1, 2), (async () => {})().constructor.name, (async function () {}).constructor.name];",
  "async functions are no constructors": "const f = async function () {}; new f();",
  "arguments in async functions": "async function f() { await null; return [...arguments]; } return f(1, 2);",
  "promises of promises":
    "const p = new Promise((resolve) => resolve(new Promise((r) => r(5)))); return [await p, await Promise.resolve(Promise.resolve(6)), await Promise.resolve().then(() => Promise.resolve(7))];",
  "Promise.all and its like":
    "const slow = (v) => Promise.resolve().then(() => v); return [await Promise.all([slow(1), 2, slow(3)]), await Promise.allSettled([slow(1), Promise.reject('x')]), await Promise.race([slow('a'), 'b']), await Promise.any([Promise.reject(1), slow('any')])];",
  "Promise.any of nothing": "return Promise.any([Promise.reject(1), Promise.reject(2)]);",
  "then, catch and finally":
    "const log = []; await Promise.resolve(1).then((v) => { log.push(v); throw 'e'; }).catch((e) => { log.push(e); return 2; }).finally(() => { log.push('f'); return 'lost'; }).then((v) => log.push(v)); return log;",
  "promise resolved with itself": "let resolve; const p = new Promise((r) => { resolve = r; }); resolve(p); return p;",
  "executor that throws": "return new Promise(() => { throw new Error('executor'); });",
  "resolve only once": "const p = new Promise((resolve, reject) => { resolve(1); reject(2); resolve(3); }); return p;",
  timers:
    "const log = []; await new Promise((resolve) => { setTimeout(() => log.push('b'), 20); setTimeout(() => log.push('a'), 10); setTimeout(() => { log.push('c'); resolve(); }, 30); Promise.resolve().then(() => log.push('micro')); log.push('sync'); }); return log;",
  "sleep in a loop":
    "const sleep = (ms) => new Promise((r) => setTimeout(r, ms)); const log = []; const worker = async (name, ms) => { for (let i = 0; i < 3; i++) { await sleep(ms); log.push(name + i); } }; await Promise.all([worker('x', 10), worker('y', 15)]); return log;",
  interval:
    "let n = 0; await new Promise((resolve) => { const t = setInterval(() => { if (++n === 3) { clearInterval(t); resolve(); } }, 5); }); return n;",
  "timer arguments and clearing":
    "const log = []; const t = setTimeout(() => log.push('never'), 5); clearTimeout(t); await new Promise((r) => setTimeout((a, b) => { log.push(a, b); r(); }, 10, 1, 2)); return log;",
  "a mutex of promises":
    "let tail = Promise.resolve(); const lock = (f) => { const r = tail.then(f); tail = r.catch(() => {}); return r; }; const log = []; const job = (n) => lock(async () => { log.push('in' + n); await null; await null; log.push('out' + n); if (n === 2) throw 'bad'; return n; }); return [await Promise.allSettled([job(1), job(2), job(3)]), log];",
  "for await": "const log = []; for await (const x of [1, Promise.resolve(2), (async () => 3)()]) log.push(x); return log;",
  "for await over a rejection": "try { for await (const x of [Promise.reject('r')]); } catch (e) { return e; }",
  "for await closes":
    "const log = []; const it = { [Symbol.asyncIterator]: () => ({ n: 0, async next() { return { value: this.n++, done: false }; }, async return() { log.push('closed'); return {}; } }) }; for await (const x of it) { log.push(x); if (x === 1) break; } return log;",
  "for await with patterns and labels":
    "const log = []; outer: for await (const [a, { b }] of [[1, { b: 2 }], [3, { b: 4 }]]) { for await (const c of [b, 9]) { if (c === 9) continue outer; log.push(a, c); } } return log;",
  "async generators":
    "async function* g() { const x = yield 1; await null; try { yield x + 1; } finally { yield 'cleanup'; } } const it = g(); return [await it.next('lost'), await it.next(5), await it.return('r'), await it.next(), await it.next()];",
  "async generator requests in a row":
    "async function* g() { yield 1; yield 2; return 3; } const it = g(); return Promise.all([it.next(), it.next(), it.next(), it.next(), it.return('late')]);",
  "async generator and exceptions":
    "async function* g() { try { yield 1; } catch (e) { yield 'caught ' + e; } throw new Error('end'); } const it = g(); const log = [await it.next(), await it.throw('t')]; try { await it.next(); } catch (e) { log.push(e.message); } log.push(await it.next(), await it.throw('after').catch((e) => e)); return log;",
  "async generator yields promises":
    "async function* g() { yield Promise.resolve('resolved'); try { yield Promise.reject('rejected'); } catch (e) { yield 'caught ' + e; } return Promise.resolve('ret'); } const it = g(); return [await it.next(), await it.next(), await it.next()];",
  "async yield star":
    "async function* inner() { try { const x = yield 'a'; yield x; } finally { yield 'f'; } } async function* outer() { yield* inner(); yield* [1, Promise.resolve(2)]; } const list = []; for await (const x of outer()) list.push(x); const it = outer(); await it.next(); return [list, await it.next('sent'), await it.return('r'), await it.next()];",
  "async generator objects":
    "async function* g() {} const it = g(); return [typeof it.next, it[Symbol.asyncIterator]() === it, Object.prototype.toString.call(it), it.next() instanceof Promise];",
  "return on a generator that has not begun":
    "async function* g() { yield 1; } const it = g(); return [await it.return(Promise.resolve('r')), await it.next(), await g().throw('t').catch((e) => 'c ' + e)];",
  "pipeline of async generators":
    "async function* source() { for (let i = 1; i <= 4; i++) { await null; yield i; } } async function* map(it, f) { for await (const x of it) yield f(x); } async function* take(it, n) { if (n <= 0) return; for await (const x of it) { yield x; if (--n <= 0) return; } } const out = []; for await (const x of take(map(source(), async (x) => x * x), 3)) out.push(x); return out;",
  "order of an async generator":
    "const log = []; async function* g() { log.push('start'); yield 1; log.push('between'); yield 2; log.push('end'); } const it = g(); const ps = [it.next(), it.next(), it.next()].map((p, i) => p.then((r) => log.push([i, r.done]))); log.push('sync'); for (let i = 0; i < 12; i++) { await null; log.push('t' + i); } return log;",
  queueMicrotask:
    "const log = []; queueMicrotask(() => log.push('q1')); Promise.resolve().then(() => log.push('p')); queueMicrotask(() => log.push('q2')); await null; await null; return log;",
  "console.log": "console.log('hello', 1, [2, 'x'], { a: { b: null } }, undefined, 'x'); console.log('%s is %d', 'n', 5); return 'logged';",
  "await with using finally order":
    "const log = []; const res = () => ({ close: async () => { await null; log.push('closed'); } }); const use = async (f) => { const r = res(); try { return await f(r); } finally { await r.close(); } }; log.push(await use(async () => { log.push('used'); return 'v'; })); return log;",
  "event emitter":
    "class Emitter { #h = new Map(); on(e, f) { (this.#h.get(e) ?? this.#h.set(e, new Set()).get(e)).add(f); return () => this.#h.get(e)?.delete(f); } emit(e, ...a) { for (const f of [...(this.#h.get(e) ?? [])]) f(...a); } } const em = new Emitter(); const log = []; const off = em.on('x', (v) => { log.push(v); off(); }); em.on('x', (v) => log.push(v * 2)); em.emit('x', 1); em.emit('x', 2); return log;",
};
