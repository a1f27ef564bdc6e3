import type { Programs } from "./program.ts";

export const variablePrograms: Programs = {
  "let, const and var": "let a = 1; const b = 2; var c = 3; { let a = 10; var c = 30; } return [a, b, c];",
  "use before declaration": "return x; let x = 1;",
  "assignment before declaration": "x = 1; let x; return x;",
  "typeof before declaration": "return typeof x; let x;",
  "typeof of what is declared nowhere":
    "return [typeof nowhere, typeof undefined, typeof null, typeof 1n, typeof Symbol.iterator, typeof (() => 1), typeof {}];",
  "own initialiser": "let x = x + 1; return x;",
  "closure before initialisation":
    "const f = () => x; try { f(); } catch (error) { const first = error.message; x = 1; return first; } let x = 2;",
  "closure after initialisation": "let x = 1; const f = () => x; x = 2; return f();",
  "constant assigned": "const x = 1; try { x = 2; } catch (error) { return [x, error]; }",
  "constant incremented in a closure": "const x = 1; const f = () => { x++; }; f();",
  "constant assigned before its declaration": "try { x = 1; } catch (error) { return error; } const x = 0;",
  "var is hoisted": "const before = v; var v = 1; return [before, v];",
  "var in loops and blocks": "for (var i = 0; i < 3; i++) { var last = i; } return [i, last];",
  "functions are hoisted": "return [f(), g()]; function f() { return 1; } function g() { return h(); function h() { return 2; } }",
  "functions in blocks": "const inner = []; { inner.push(typeof f); function f() {} } return [inner, typeof f];",
  "functions in switch": "switch (1) { case 0: function f() { return 'f'; } case 1: return f(); }",
  "declaration in a case that was jumped over":
    "switch (2) { case 1: let x = 1; break; case 2: try { return x; } catch (error) { return error; } }",
  "each round has its own variable":
    "const fs = []; for (let i = 0; i < 3; i++) { fs.push(() => i++); } return [fs.map((f) => f()), fs.map((f) => f())];",
  "closure in the head of a loop": "const fs = []; for (let i = 0, f = () => i; i < 2; i++) { fs.push(f); } return fs.map((f) => f());",
  "closure in the update of a loop": "const fs = []; for (let i = 0; i < 3; fs.push(() => i), i++); return fs.map((f) => f());",
  "each round of for-of": "const fs = []; for (const x of [1, 2, 3]) fs.push(() => x); return fs.map((f) => f());",
  "each round of for-in": "const fs = []; for (const key in { a: 1, b: 2 }) fs.push(() => key); return fs.map((f) => f());",
  "loop variable in its own expression": "for (let x of [x]) { return x; }",
  "name of a function expression": "const f = function g(n) { return n === 0 ? typeof g : g(n - 1); }; return [f(3), typeof globalThis.g];",
  "name of a function expression assigned": "const f = function g() { g = 1; }; f();",
  "parameters shadow": "const x = 1; function f(x) { x = 5; return x; } return [f(2), x];",
  "default values": "let n = 0; const f = (a = ++n, b = a * 2, c = () => a + b) => [a, b, c()]; return [f(), f(5), f(undefined, 1), n];",
  "default value that uses a later parameter": "function f(a = b, b = 1) { return a; } return f();",
  "default value that uses itself": "function f(a = a) { return a; } return f();",
  "default values do not see the body": "const x = 'outer'; function f(g = () => x) { var x = 'inner'; return [g(), x]; } return f();",
  "var with the name of a parameter": "function f(a, g = () => a) { var a = 2; return [a, g()]; } return f(1);",
  "function with the name of a parameter": "function f(a, b = 1) { function a() { return 'f'; } return typeof a; } return f(1);",
  "arguments and parameters":
    "function f(a, b) { a = 9; arguments[1] = 8; return [a, b, arguments.length, [...arguments]]; } return f(1, 2, 3);",
  "arguments in arrows": "function f() { return (() => arguments[0])(5); } return f(1);",
  "rest parameters": "const f = (a, ...rest) => [a, rest, rest.length]; return [f(), f(1), f(1, 2, 3), f.length];",
  "this in functions and arrows":
    "const o = { m() { return [this === o, (() => this === o)(), (function () { return this; })()]; } }; return o.m();",
  "new.target": "function F() { return { target: new.target === F, arrow: (() => new.target === F)() }; } return [new F(), F.call({})];",
  "global that is not there": "return nowhere;",
  "global that is not there, assigned": "nowhere = 1;",
  "global object": "globalThis.shared = 1; shared += 1; return [shared, delete globalThis.shared, typeof shared];",
  "order of evaluation":
    "let log = []; const f = (x) => { log.push(x); return x; }; f(1) + f(2) * f(3); [f(4), f(5)]; ({ a: f(6), [f(7)]: f(8) }); f(9) || f(10); f(f(11) - f(11)); return log;",
  "operand that is assigned later":
    "let x = 1; const a = x + (x = 5) + x; let i = 0; const b = [i++, i++, i]; let y = 1; y += (y = 10); const c = [x, x = 2, x]; return [a, b, y, c];",
  "argument that is assigned later":
    "let o = { v: 1, get(a, b) { return [this.v, a, b]; } }; const p = o; return o.get(o.v, (o = { v: 2 }, 3));",
  "chained assignment": "let a, b, c; a = b = c = 4; const o = {}; o.x = o.y = a += b -= 1; return [a, b, c, o];",
  "compound assignment":
    "let a = 5; a += 2; a -= 1; a *= 3; a /= 2; a %= 5; a **= 3; a <<= 2; a >>= 1; a >>>= 1; a |= 8; a &= 12; a ^= 5; return a;",
  "logical assignment":
    "let a = null, b = 0, c = 1, n = 0; a ??= 5; b ||= 6; c &&= 7; c ||= n++; a ??= n++; const o = { get x() { return 1; } }; o.x ||= 2; return [a, b, c, n];",
  "names by logical assignment": "let f; f ??= () => 1; let g = null; g ||= class {}; return [f.name, g];",
  "increment and decrement":
    "let x = '5'; const a = x++; const b = --x; const o = { n: 1 }; const k = 'n'; const c = [o.n++, ++o.n, o[k]--, o]; let big = 1n; big++; return [a, b, x, c, big, -big--];",
  comma: "let n = 0; return [(n++, n++, n), n];",
  "void and delete": "const o = { a: 1, b: { c: 2 } }; return [void 0, delete o.a, delete o.b?.c, delete o.nothing, delete o?.x?.y, o];",
  "conditional and short circuit":
    "let n = 0; const t = () => (n++, true), f = () => (n++, false); return [t() ? 1 : 2, f() && t(), t() || f(), null ?? t(), 0 ?? t(), !(t() && f()) && !f(), n];",
  "optional chaining":
    "const o = { a: { b: () => 5, n: null }, k: 'a' }; let n = 0; return [o?.a.b(), o.x?.b.c.d(n++), o.x?.[n++], o.a?.['b']?.(), o.a.n?.(n++), o.f?.(n++), (o?.a).b(), o[o.k]?.b(), n];",
  "optional call keeps this": "const o = { v: 3, f() { return this?.v; } }; return [o.f?.(), o?.f(), (o?.f)(), (o.f)?.(), (0, o.f)?.()];",
  "template literals": "const n = 2; return [`a${n}b${n + 1}c`, `${[1, 2]}-${{}}`, `\\u0041${'\\n'}`, `${n}${n}`];",
  "tagged templates":
    "const seen = []; const tag = (parts, ...values) => { seen.push(parts); return [parts, parts.raw, values]; }; const t = () => tag`a${1}\\n${2}`; const [x, y] = [t(), t()]; return [x, seen[0] === seen[1], Object.isFrozen(seen[0]), tag`\\u`, ({ v: 7, m() { return this.v; } }).m``];",
  "operators on mixed types":
    "return ['1' + 1, 1 + null, true + true, [] + {}, '3' * '4', '5' - 2, +'', -'1', ~'7', null >= 0, undefined == null, NaN != NaN, '2' > '12', 2 > '12', 'a' < 'b', [2] == 2, 1n < 2, 2n == 2, 1n + 2n, 7n / 2n, -7n % 3n, 2n ** 10n, 5n & 3n];",
  "operators on objects":
    "const o = { valueOf() { return 42; }, toString() { return 'text'; } }; const d = { [Symbol.toPrimitive](hint) { return hint; } }; return [o + 1, `${o}`, o * 2, o > 41, d + '', `${d}`, +d, o == 42, [o] + ''];",
  "BigInt and number": "return 1n + 1;",
  "division of BigInt by zero": "return 1n / 0n;",
  "unary plus of BigInt": "return +1n;",
  "shift of BigInt": "return [1n << 70n, -5n >> 1n, ~5n, 1n >>> 0n];",
  "zeros and NaN":
    "return [-0, 0 === -0, Object.is(-0, 0), 1 / -0, -0 + 0, 0 * -1, Math.min(0, -0), NaN === NaN, [NaN].includes(NaN), -(-0), -1 % 1];",
  "numbers at their limits":
    "return [2 ** 53 + 1, 0.1 + 0.2, 1e21 + '', 123456789 * 987654321, 2 ** 31 | 0, 2 ** 32 >>> 0, -1 >>> 0, 1 << 31, 5 % -3, -5 % 3, 2 ** -1, 1 / 3];",
  "in and instanceof":
    "class A {} const o = new A(); o[1] = 2; return ['x' in { x: 1 }, 1 in o, '1' in o, 'toString' in o, o instanceof A, [] instanceof Object, Symbol.iterator in []];",
  exponent: "return [2 ** 3 ** 2, (-2) ** 2, 2 ** 0.5];",
};
