import type { Programs } from "./program.ts";

/** Promises and the order of micro-tasks. */
export const promisePrograms: Programs = {
  "await gives way to earlier reactions":
    'const order = []; const p = Promise.resolve(); (async () => { order.push(1); await null; order.push(2); await p; order.push(3); })(); p.then(() => order.push("a")).then(() => order.push("b")).then(() => order.push("c")); order.push("sync"); await new Promise(r => setTimeout(r)); return order;',
  "a promise returned by an async function takes three ticks":
    'const order = []; const f = async () => Promise.resolve(1); f().then(() => order.push("f")); let p = Promise.resolve(); for (let i = 0; i < 5; i++) { p = p.then(() => order.push(i)); } await new Promise(r => setTimeout(r)); return order;',
  "awaiting a thenable":
    'const order = []; const t = { then(r) { order.push("then"); r(1); } }; (async () => { await t; order.push("awaited"); })(); Promise.resolve().then(() => order.push("x")).then(() => order.push("y")).then(() => order.push("z")); await new Promise(r => setTimeout(r)); return order;',
  "a promise resolved with a promise":
    'const order = []; const q = new Promise((r) => r(Promise.resolve())); q.then(() => order.push("q")); let p = Promise.resolve(); for (let i = 0; i < 5; i++) p = p.then(() => order.push(i)); await new Promise(r => setTimeout(r)); return order;',
  "finally takes its ticks":
    'const order = []; Promise.reject(1).finally(() => order.push("f")).catch((e) => order.push("c" + e)); let p = Promise.resolve(); for (let i = 0; i < 6; i++) p = p.then(() => order.push(i)); await new Promise(r => setTimeout(r)); return order;',
  "combinators take their ticks":
    'const order = []; Promise.all([1, Promise.resolve(2)]).then((v) => order.push(v)); Promise.race([3]).then((v) => order.push(v)); Promise.allSettled([4]).then(() => order.push("s")); Promise.any([5]).then(() => order.push("any")); let p = Promise.resolve(); for (let i = 0; i < 6; i++) p = p.then(() => order.push(i)); await new Promise(r => setTimeout(r)); return order;',
  "a promise resolved with itself": "try { const p = new Promise((r) => setTimeout(() => r(p))); await p; } catch (e) { return e; }",
  "Promise without new": "try { Promise(); } catch (e) { return [e]; }",
  "Promise without executor": "try { new Promise(); } catch (e) { return [e]; }",
  "an executor that is no function": "try { new Promise(5); } catch (e) { return [e]; }",
  "then of what is no promise": "try { Promise.prototype.then.call({}); } catch (e) { return [e]; }",
  "resolve of no constructor": "try { Promise.resolve.call(1); } catch (e) { return [e]; }",
  "all of a number": "try { await Promise.all(5); } catch (e) { return [e]; }",
  "all of nothing": "try { await Promise.all(); } catch (e) { return [e]; }",
  "only the first settling counts": "const p = new Promise((a, b) => { a(1); b(2); a(3); throw 4; }); return await p;",
  "an executor that throws": 'const p = new Promise(() => { throw new Error("x"); }); return p.catch((e) => e.message);',
  "names and lengths of Promise":
    'return [typeof Promise, Promise.length, Promise.name, Promise.all.length, Promise.prototype.then.length, Promise.resolve.name, Promise.prototype.finally.name, String(Promise.prototype), Object.getOwnPropertyNames(Promise).filter(n => n !== "withResolvers"), Object.getOwnPropertyNames(Promise.prototype)];',
  "a subclass of Promise":
    "class P extends Promise { constructor(f) { super(f); this.tag = 1; } } const p = new P((r) => r(1)); return [p.then(() => 2).tag, await p.then(() => 2), P.all([1]) instanceof P, p.finally(() => 0) instanceof P, P.reject(1).catch(() => 0) instanceof P];",
  "a then that throws": 'const o = { get then() { throw new Error("t"); } }; return Promise.resolve(o).catch((e) => e.message);',
  "thenables that misbehave":
    "let n = 0; const o = { then(a, b) { n++; a(1); b(2); throw 3; } }; return [await o, await Promise.resolve(o), n];",
  "all of a Set": "return await Promise.all(new Set([1, (async () => { await null; return 2; })()]));",
  "all of a generator": "return await Promise.all((function* () { yield 1; yield Promise.resolve(2); })());",
  "an async generator":
    "async function* g() { yield 1; yield Promise.resolve(2); return 3; } const out = []; for await (const x of g()) out.push(x); return out;",
  "for await over promises": "const out = []; for await (const x of [1, Promise.resolve(2)]) out.push(x); return out;",
  species: "const s = Symbol.species; return [Promise[s] === Promise, Map[s] === Map];",
  "a rejection goes past handlers that are none":
    'const x = await Promise.reject(new TypeError("a")).then(1, 2).catch((e) => [e.name]); return x;',
  "values go past handlers that are none": "return await Promise.resolve(1).then(null).then(undefined, () => 2).then((v) => v + 1);",
  "a promise without constructor": "const r = []; const p = Promise.resolve(7); p.constructor = undefined; r.push(await p); return r;",
  "finally around an await":
    'const log = []; const a = async () => { try { await Promise.reject(1); } finally { log.push("f"); } }; await a().catch((e) => log.push(e)); return log;',
  "two async functions take turns":
    'const log = []; async function a() { log.push("a1"); await b(); log.push("a2"); } async function b() { log.push("b1"); await null; log.push("b2"); } const p = a(); log.push("main"); await p; return log;',
  "the first of two timers wins":
    'const log = []; const slow = (ms, v) => new Promise((r) => setTimeout(() => { log.push(v); r(v); }, ms)); return [await Promise.race([slow(20, "x"), slow(10, "y")]), log];',
  "a thenable in a reaction":
    'const results = []; const p1 = Promise.resolve(); const thenable = { then: (r) => r() }; p1.then(() => thenable).then(() => results.push("t")); p1.then(() => results.push(1)).then(() => results.push(2)).then(() => results.push(3)).then(() => results.push(4)); await new Promise((r) => setTimeout(r)); return results;',
  "a promise in a reaction":
    'const results = []; const p1 = Promise.resolve(); p1.then(() => Promise.resolve()).then(() => results.push("t")); p1.then(() => results.push(1)).then(() => results.push(2)).then(() => results.push(3)).then(() => results.push(4)).then(() => results.push(5)); await new Promise((r) => setTimeout(r)); return results;',
  "a promise returned at once":
    'const results = []; async function f() { return Promise.resolve(); } f().then(() => results.push("f")); Promise.resolve().then(() => results.push(1)).then(() => results.push(2)).then(() => results.push(3)).then(() => results.push(4)).then(() => results.push(5)); await new Promise((r) => setTimeout(r)); return results;',
  "return of an async generator waits":
    'const results = []; async function* g() { try { yield 1; } finally { results.push("fin"); } } const it = g(); it.next().then(() => results.push("n1")); it.return(5).then((r) => results.push(r)); it.next().then((r) => results.push(r)); Promise.resolve().then(() => results.push(1)).then(() => results.push(2)).then(() => results.push(3)).then(() => results.push(4)).then(() => results.push(5)); await new Promise((r) => setTimeout(r)); return results;',
};
