import type { Programs } from "./program.ts";

export const arrayPrograms: Programs = {
  "array literal with holes": "return [1, , 3, ,].length + JSON.stringify([1, , 3]);",
  "push answers the length": "const a = []; return [a.push(1), a.push(2, 3), a.push(), a];",
  "pop and shift of an empty array": "const a = []; return [a.pop(), a.shift(), a.length];",
  "pop and shift": "const a = [1, 2, 3]; return [a.pop(), a.shift(), a];",
  "unshift several": "const a = [4]; return [a.unshift(1, 2, 3), a, a.unshift()];",
  "shift moves holes": "const a = [1, , 3]; a.shift(); return [0 in a, 1 in a, a.length, a[1]];",
  "splice removes and inserts": 'const a = [1, 2, 3, 4, 5]; return [a.splice(1, 2, "x", "y", "z"), a];',
  "splice with negative start": "const a = [1, 2, 3, 4]; return [a.splice(-2, 1), a, a.splice(), a.splice(1), a];",
  "splice keeps holes": "const a = [1, , 3, , 5]; const b = a.splice(1, 3); return [0 in b, 1 in b, 2 in b, b.length, a];",
  "splice grows over holes": "const a = [, 2, , 4]; a.splice(0, 1, 8, 9); return [Object.keys(a), a.length];",
  "reverse with holes": "const a = [1, , 3, 4, ,]; a.reverse(); return [Object.keys(a), a.length, a[1]];",
  "fill a range": "return [new Array(5).fill(7), [1, 2, 3, 4].fill(0, 1, -1), [1, 2, 3].fill(9, -2)];",
  "copyWithin overlapping":
    "return [[1, 2, 3, 4, 5].copyWithin(0, 3), [1, 2, 3, 4, 5].copyWithin(1, 0, 3), Object.keys([1, , 3, 4].copyWithin(2, 0))];",
  "indexOf and includes differ on NaN":
    "return [[NaN].indexOf(NaN), [NaN].includes(NaN), [, 1].includes(undefined), [, 1].indexOf(undefined), [0].includes(-0)];",
  "indexOf from an index":
    "return [[1, 2, 1].indexOf(1, 1), [1, 2, 1].indexOf(1, -2), [1, 2, 1].lastIndexOf(1, -2), [1, 2].lastIndexOf(3), [1, 2, 1].lastIndexOf(1)];",
  join: 'return [[1, null, undefined, "a", [2, 3], {}].join("-"), [].join(), [1].join("x"), [1, 2].join(undefined), [, ,].join()];',
  "join of a cycle": "const a = [1]; a.push(a, 2); return a.join();",
  "toString of an array": "return `${[1, [2, [3]]]}` + String([]) + [null];",
  "join without join": "const a = [1, 2]; a.join = 5; return a.toString();",
  slice: "const a = [1, 2, , 4]; return [a.slice(), a.slice(1), a.slice(-2), a.slice(1, -1), a.slice(5), 2 in a.slice()];",
  "concat spreads arrays only":
    'return [[1].concat(2, [3, [4]], "56", { length: 1, 0: 7 }).length, [, 1].concat([, 2]).length, 0 in [, 1].concat()];',
  "concat of what says it is spreadable": 'return [1].concat({ length: 2, 0: "a", 1: "b", [Symbol.isConcatSpreadable]: true });',
  at: 'const a = [1, 2, 3]; return [a.at(0), a.at(-1), a.at(3), a.at(-4), a.at("1"), a.at(NaN)];',
  with: "const a = [1, , 3]; return [a.with(0, 9), 1 in a.with(0, 9), a];",
  "with out of range": "return [1].with(1, 2);",
  "toReversed and toSpliced": 'const a = [1, , 3]; return [a.toReversed(), 1 in a.toReversed(), a.toSpliced(0, 1, "x", "y"), a];',
  toSorted: "const a = [3, 1, , 2]; return [a.toSorted(), a.toSorted((x, y) => y - x), a.length, 2 in a];",
  flat: "return [[1, [2, [3, [4]]]].flat(), [1, [2, [3, [4]]]].flat(Infinity), [1, , [2, , 3]].flat(), [[1]].flat(0)];",
  flatMap: "return [1, 2, 3].flatMap((x) => (x % 2 ? [x, [x]] : x));",
  "map keeps holes": "const a = [1, , 3].map((x) => x * 2); return [a, 1 in a];",
  "map gives value, index, array":
    "const seen = []; [5].map(function (v, i, all) { seen.push(v, i, all.length, this === undefined); }); return seen;",
  "map with this": "return [1].map(function (x) { return this.y + x; }, { y: 2 });",
  "callback errors": "return [1].map({});",
  "callback undefined": "return [1].forEach(undefined);",
  filter: 'return [1, , 2, 0, null, "a"].filter(Boolean);',
  "forEach skips what was deleted":
    "const a = [1, 2, 3], seen = []; a.forEach((x, i) => { seen.push(x); if (i === 0) delete a[1]; }); return seen;",
  "forEach does not see what was appended":
    "const a = [1, 2], seen = []; a.forEach((x) => { seen.push(x); a.push(x); }); return [seen, a];",
  "some and every":
    "return [[1, 2].some((x) => x > 1), [].some(() => true), [].every(() => false), [1, , 2].every((x) => x), [1, 2].every((x) => x < 2)];",
  "find and its like":
    "const a = [5, , 7, 8]; return [a.find((x) => x === undefined), a.findIndex((x) => x > 5), a.findLast((x) => x > 5), a.findLastIndex((x) => x > 9), a.find((x) => x > 9)];",
  reduce:
    'return [[1, 2, 3].reduce((a, b) => a + b), [1].reduce(() => 9), [].reduce((a) => a, "s"), [, 1, , 2].reduce((a, b) => a + b), [undefined, 1].reduce((a, b) => String(a) + b)];',
  reduceRight: 'return [["a", "b", "c"].reduceRight((a, b) => a + b), ["a"].reduceRight((a, b, i) => a + b + i, "x")];',
  "reduce of nothing": "return [].reduce((a, b) => a);",
  "sort by text": 'return [[10, 9, 1, undefined, "b", "a", null, true].sort(), [3, , 1].sort().length, 2 in [3, , 1].sort()];',
  "sort is stable": 'return [["b", 1], ["a", 2], ["b", 0], ["a", 1]].sort((x, y) => (x[0] < y[0] ? -1 : x[0] > y[0] ? 1 : 0)).join(";");',
  "sort with a comparison that is no order":
    "const calls = []; const a = [3, 1, 2, 5, 4].sort((x, y) => { calls.push([x, y]); return x > y; }); return [a, calls];",
  "sort of objects by text": 'return [{ toString: () => "b" }, { toString: () => "a" }].sort().map(String);',
  "sort long": "const a = Array.from({ length: 200 }, (_, i) => (i * 7919) % 211); return a.sort((x, y) => x - y);",
  "sort wrong comparison": 'return [1].sort("x");',
  "sort answers this": "const a = [2, 1]; return a.sort() === a && a.reverse() === a;",
  "sort an array-like": 'return Array.prototype.sort.call({ length: 3, 0: "c", 1: "a", 2: "b" });',
  "keys, values, entries": 'const a = ["a", , "c"]; return [[...a.keys()], [...a.values()], [...a.entries()]];',
  "iterator of an array sees changes":
    "const a = [1, 2], seen = []; for (const x of a) { seen.push(x); if (seen.length < 4) a.push(x * 10); } return seen;",
  "iterator ended stays ended":
    "const a = [1], it = a[Symbol.iterator](); it.next(); const r = it.next(); a.push(2); return [r, it.next()];",
  "iterator is its own":
    "const it = [].values(); return [it[Symbol.iterator]() === it, Object.prototype.toString.call(it), typeof it.next, it.next.length];",
  "iterator next changed":
    "const p = Object.getPrototypeOf([][Symbol.iterator]()); const old = p.next; p.next = function () { const r = old.call(this); return r.done ? r : { done: false, value: r.value + 1 }; }; try { return [...[1, 2]]; } finally { p.next = old; }",
  "Symbol.iterator changed":
    "const a = [1, 2]; a[Symbol.iterator] = function* () { yield 7; }; return [[...a], Math.max(...a), Array.from(a)];",
  "values is the iterator": "return [Array.prototype.values === Array.prototype[Symbol.iterator], Array.prototype[Symbol.iterator].name];",
  "Array.from":
    'return [Array.from("añ😀"), Array.from({ length: 2, 1: "x" }), Array.from([1, 2], (x, i) => x * i), Array.from(new Set([1, 1, 2])), Array.from({ length: "2" }).length];',
  "Array.from with this": "return Array.from([1], function (x) { return this.k + x; }, { k: 4 });",
  "Array.from closes on error":
    'const log = []; const it = { [Symbol.iterator]() { return { next: () => ({ value: 1, done: false }), return() { log.push("closed"); return {}; } }; } }; try { Array.from(it, () => { throw new Error("x"); }); } catch (e) { log.push(e.message); } return log;',
  "Array.of and Array":
    'return [Array.of(7), Array.of(1, 2), Array(3).length, Array(1, 2), new Array("3"), Array.isArray([]), Array.isArray({ length: 0 })];',
  "Array with a bad length": "return new Array(-1);",
  "length set": "const a = [1, 2, 3]; a.length = 1; a[2] = 5; return [a.length, 1 in a, a];",
  "length wrong": "const a = []; a.length = 1.5;",
  "length of a frozen array": "const a = Object.freeze([1]); a.push(2);",
  "frozen element": "const a = Object.freeze([1]); a[0] = 2;",
  "large index": "const a = []; a[1000000] = 1; return [a.length, Object.keys(a), a.indexOf(1)];",
  "index beyond arrays": 'const a = []; a[4294967295] = 1; a["-1"] = 2; a["01"] = 3; return [a.length, Object.keys(a)];',
  "generic push": 'const o = { length: 1, 0: "a" }; return [Array.prototype.push.call(o, "b", "c"), o];',
  "generic pop, shift and unshift":
    'const o = { length: 3, 0: "a", 1: "b", 2: "c" }; const p = Array.prototype; return [p.pop.call(o), p.shift.call(o), p.unshift.call(o, "x", "y"), o];',
  "generic splice": 'const o = { length: 4, 0: 1, 1: 2, 3: 4 }; return [Array.prototype.splice.call(o, 1, 2, "n"), o];',
  "generic reads":
    'const o = { length: 3, 0: "a", 2: "c" }; const p = Array.prototype; return [p.join.call(o), p.indexOf.call(o, "c"), p.slice.call(o, 1), p.includes.call(o, undefined), p.at.call(o, -1), p.map.call("ab", (c) => c + c)];',
  "generic reverse and fill":
    "const p = Array.prototype; return [p.reverse.call({ length: 3, 0: 1, 2: 3 }), p.fill.call({ length: 2 }, 5), p.copyWithin.call({ length: 3, 0: 1 }, 1, 0)];",
  "generic this missing": "return Array.prototype.map.call(null, (x) => x);",
  "entries in for-of with destructuring": 'let s = ""; for (const [i, v] of ["x", "y"].entries()) s += i + v; return s;',
  "spread of a string and an array": 'return [..."añ😀", ...[1, , 2]];',
  "destructuring holes": "const [a = 1, b, ...c] = [, 2, 3, , 5]; return [a, b, c, c.length];",
  "delete of an element": "const a = [1, 2, 3]; delete a[1]; return [1 in a, a.length, a.indexOf(undefined)];",
  "array prototype methods exist": "return Object.getOwnPropertyNames(Array.prototype).sort();",
  "array statics exist": 'return ["from", "isArray", "of"].map((n) => [n, Array[n].length, Array[n].name]);',
  "lengths of methods":
    'return Object.getOwnPropertyNames(Array.prototype).filter((n) => typeof Array.prototype[n] === "function" && n !== "constructor").sort().map((n) => n + Array.prototype[n].length + Array.prototype[n].name);',
  unscopables: "return Object.keys(Array.prototype[Symbol.unscopables]).sort();",
  "methods are not constructors": 'return [typeof Array.prototype.map.prototype, "prototype" in Array.prototype.push];',
  "new of a method": "return new [].map();",
  "subclass of Array":
    "class Stack extends Array { top() { return this.at(-1); } } const s = new Stack(); s.push(1, 2); const m = s.map((x) => x * 2); return [s.top(), s.length, m instanceof Stack, m.top(), Stack.from([5]).top(), Array.isArray(s), s.filter(Boolean).constructor.name];",
  species:
    "class Plain extends Array { static get [Symbol.species]() { return Array; } } return new Plain(1, 2, 3).slice(1) instanceof Plain;",
  toLocaleString: 'return [1234.5, null, "a"].toLocaleString();',
  "includes from the end": "return [[1, 2, 3].includes(1, -2), [1, 2, 3].includes(3, -1), [1].includes(1, 5)];",
  "nested callbacks": "return [[1, 2], [3]].map((row) => row.map((x) => [x].reduce((a, b) => a + b * 2, 1)));",
  "exception in a callback":
    'try { [1, 2].forEach((x) => { if (x === 2) throw new RangeError("two"); }); } catch (e) { return [e.name, e.message]; }',
  "callback returns early from the outer function by flag":
    "const out = []; for (const x of [1, 2, 3].filter((y) => y !== 2)) { out.push(x); } return out;",
  "sparse forEach": "const a = []; a[5] = 1; a[100] = 2; const s = []; a.forEach((v, i) => s.push(i)); return s;",
  "sparse methods":
    "const a = []; a[200000] = 1; a[3] = 2; a.reverse(); const b = a.slice(0, 3); a.length = 5; return [b, a.length, Object.keys(a)];",
  "getter as element":
    "const o = [1, 2]; Object.defineProperty(o, 0, { get: () => 42, configurable: true, enumerable: true }); return [o.map((x) => x), o.slice(), o.join(), o.indexOf(42), o.shift()];",
  "inherited element":
    'Array.prototype[1] = "p"; try { return [[0, , 2].indexOf("p"), [0, , 2].map((x) => x), [0, , 2].join()]; } finally { delete Array.prototype[1]; }',
};
