import type { Programs } from "./program.ts";

export const controlPrograms: Programs = {
  "if and else":
    "const f = (n) => { if (n > 0) return 'plus'; else if (n < 0) return 'minus'; else return 'zero'; }; return [f(1), f(-1), f(0), f(NaN)];",
  "while and do":
    "let n = 0; const log = []; while (n < 3) { n++; if (n === 2) continue; log.push(n); } do { n--; log.push(-n); } while (n > 1); return log;",
  "for without parts": "let n = 0; for (;;) { if (++n > 4) break; } for (; n < 9; ) n += 2; return n;",
  "labelled loops":
    "const log = []; outer: for (let i = 0; i < 3; i++) { inner: for (let j = 0; j < 3; j++) { if (j === 1) continue outer; if (i === 2) break outer; log.push([i, j]); continue inner; } } return log;",
  "labelled block":
    "const log = []; a: { log.push(1); b: { log.push(2); break a; } log.push(3); } log.push(4); c: if (true) { break c; } return log;",
  "two labels": "let n = 0; a: b: for (;;) { for (;;) { n++; if (n < 3) continue a; break b; } } return n;",
  switch:
    "const f = (x) => { const log = []; switch (x) { case 1: log.push('one'); case 2: log.push('two'); break; default: log.push('default'); case 3: log.push('three'); } return log; }; return [f(1), f(2), f(3), f(4), f('1')];",
  "switch with continue":
    "const log = []; for (let i = 0; i < 4; i++) { switch (i % 3) { case 0: continue; case 1: break; default: log.push('d' + i); continue; } log.push(i); } return log;",
  "switch evaluates in order":
    "const log = []; const t = (x) => (log.push(x), x); switch (t(2)) { case t(1): case t(2): log.push('here'); case t(3): } return log;",
  "throw and catch": "try { throw { code: 5 }; } catch ({ code }) { return code; }",
  "catch without a name": "try { null.x; } catch { return 'caught'; }",
  "catch variable is its own": "const e = 1; try { throw 2; } catch (e) { e = 3; } return e;",
  "finally runs": "const log = []; const f = () => { try { log.push(1); return 'r'; } finally { log.push(2); } }; return [f(), log];",
  "finally overrides a return": "const f = () => { try { return 1; } finally { return 2; } }; return f();",
  "finally overrides an exception": "const f = () => { try { throw 1; } finally { return 2; } }; return f();",
  "finally after an exception":
    "const log = []; try { try { throw 'x'; } finally { log.push('f'); } } catch (error) { log.push(error); } return log;",
  "finally throws": "try { try { throw 1; } finally { throw 2; } } catch (error) { return error; }",
  "break out of finally": "let n = 0; for (;;) { try { return 'lost'; } finally { n++; break; } } return n;",
  "continue in finally":
    "const log = []; for (let i = 0; i < 3; i++) { try { if (i === 1) throw 'lost'; log.push(i); } finally { continue; } } return log;",
  "break through finally":
    "const log = []; out: for (let i = 0; ; i++) { try { try { if (i === 2) break out; continue; } finally { log.push('a' + i); } } finally { log.push('b' + i); } } return log;",
  "return through two finally blocks":
    "const log = []; const f = () => { try { try { return log.push('r'); } finally { log.push('a'); } } finally { log.push('b'); } }; return [f(), log];",
  "returned value is fixed before finally": "let n = 1; const f = () => { try { return n; } finally { n = 2; } }; return [f(), n];",
  "catch and finally together":
    "const log = []; const f = (x) => { try { if (x) throw x; return 'ok'; } catch (e) { log.push(e); return 'caught'; } finally { log.push('f'); } }; return [f(0), f(1), log];",
  "exception in catch":
    "const log = []; try { try { throw 1; } catch (e) { throw e + 1; } finally { log.push('f'); } } catch (e) { log.push(e); } return log;",
  "nested functions and exceptions":
    "const f = (n) => { if (n === 0) throw new RangeError('deep'); return f(n - 1) + 1; }; try { f(20); } catch (error) { return [error.name, error.message]; }",
  "recursion without end":
    "let n = 0; const f = () => { n++; return f() + 1; }; try { f(); } catch (error) { return [error instanceof RangeError, error.message, n > 1000]; }",
  "for-in":
    "const log = []; const proto = { inherited: 1, hidden: 2 }; const o = Object.create(proto, { hidden: { value: 3, enumerable: false } }); o.b = 1; o[2] = 1; o[1] = 1; o.a = 1; for (const key in o) log.push(key); return log;",
  "for-in over changes":
    "const o = { a: 1, b: 2, c: 3 }; const log = []; for (const key in o) { log.push(key); delete o.b; o.d = 4; } return log;",
  "for-in over primitives":
    "const log = []; for (const k in 'ab') log.push(k); for (const k in null) log.push(k); for (const k in undefined) log.push(k); for (const k in 5) log.push(k); for (const k in [7, , 8]) log.push(k); return log;",
  "for-in into a property":
    "const o = {}; const list = []; for (o.key in { x: 1, y: 2 }) list.push(o.key); let v; for (v in { z: 1 }); return [o, list, v];",
  "for-of":
    "const log = []; for (const x of [1, , 3]) log.push(x); for (const c of 'a💩') log.push(c); for (const [k, v] of new Map([[1, 2]])) log.push(k + v); for (const x of new Set([5, 5])) log.push(x); return log;",
  "for-of over a changing array":
    "const a = [1, 2, 3]; const log = []; for (const x of a) { log.push(x); if (x < 3) a.push(x * 10); if (log.length > 8) break; } return log;",
  "for-of closes on break":
    "const log = []; const it = { [Symbol.iterator]() { let n = 0; return { next: () => ({ value: n++, done: n > 5 }), return: (v) => (log.push(['return', v]), {}) }; } }; for (const x of it) { if (x === 2) break; log.push(x); } return log;",
  "for-of closes on return and throw":
    "const log = []; const it = { [Symbol.iterator]() { return { next: () => ({ value: 1, done: false }), return: () => (log.push('return'), {}) }; } }; const f = () => { for (const x of it) return x; }; const g = () => { for (const x of it) throw 'thrown'; }; try { g(); } catch (e) { log.push(e); } return [f(), log];",
  "for-of closes on outer continue":
    "const log = []; const it = () => ({ [Symbol.iterator]() { return { next: () => ({ value: 1, done: false }), return: () => (log.push('r'), {}) }; } }); outer: for (const a of [1, 2]) for (const b of it()) { log.push(a); continue outer; } return log;",
  "for-of does not close at its end or when next throws":
    "const log = []; const make = (next) => ({ [Symbol.iterator]: () => ({ next, return: () => (log.push('closed'), {}) }) }); for (const x of make(() => ({ done: true }))); try { for (const x of make(() => { throw 1; })); } catch (e) { log.push(e); } return log;",
  "error in close is lost when the loop throws":
    "const it = { [Symbol.iterator]: () => ({ next: () => ({ done: false }), return: () => { throw 'close'; } }) }; const log = []; try { for (const x of it) throw 'body'; } catch (e) { log.push(e); } try { for (const x of it) break; } catch (e) { log.push(e); } return log;",
  "close that answers no object":
    "const it = { [Symbol.iterator]: () => ({ next: () => ({ done: false }), return: () => 5 }) }; for (const x of it) break;",
  "iterator result that is no object": "const it = { [Symbol.iterator]: () => ({ next: () => 5 }) }; for (const x of it);",
  "iterator that is no object": "const it = { [Symbol.iterator]: () => 5 }; for (const x of it);",
  "iterator without next": "const it = { [Symbol.iterator]: () => ({}) }; for (const x of it);",
  "value is not read when done":
    "const log = []; const it = { [Symbol.iterator]: () => ({ next: () => ({ get done() { log.push('done'); return true; }, get value() { log.push('value'); return 1; } }) }) }; for (const x of it); return log;",
  "for-of with patterns":
    "const log = []; for (const { a, b: [c = 5] } of [{ a: 1, b: [2] }, { a: 3, b: [] }]) log.push(a, c); let x, y; for ([x, y = x] of [[1], [2, 3]]) log.push(x, y); return log;",
  "for-of over what is not iterable": "for (const x of 5);",
  "for-of over a missing property": "const o = {}; for (const x of o.list);",
  "spread in calls and arrays":
    "const f = (...a) => a; return [f(...[1, 2], 3, ...'ab', ...new Set([4])), [...[], ...[1, , 2]], Math.max(...[3, 9, 2]), new Array(...[1, 2])];",
  "spread of nothing": "const u = undefined; return [...u];",
  "spread of nothing in a call": "const u = undefined; Math.max(...u);",
  "spread of a number in a call": "Math.max(...5);",
};
