import type { Programs } from "./program.ts";

/** Map, Set and their weak kin. */
export const collectionPrograms: Programs = {
  "errors of Map and Set":
    'const out = []; for (const f of [() => new Map(5), () => new Map({}), () => new Map("ab"), () => new Map([1]), () => Map(), () => new Set(true), () => new WeakMap([[1, 2]]), () => new WeakSet([1]), () => Map.prototype.get.call({}, 1), () => new Map().entries().next.call({}), () => WeakMap.prototype.get.call(new Map()), () => new WeakRef(1), () => new WeakMap().set(1, 2), () => new WeakSet().add("a"), () => Object.getOwnPropertyDescriptor(Map.prototype, "size").get.call({}), () => new FinalizationRegistry(), () => Set.prototype.add.call(new Map(), 1)]) { try { f(); out.push("ok"); } catch (e) { out.push(e.name + ": " + e.message); } } return out;',
  "properties of Map and Set":
    'return [Object.getOwnPropertyNames(Map.prototype).sort(), Object.getOwnPropertyNames(Set.prototype).sort().filter((n) => !["union","intersection","difference","symmetricDifference","isSubsetOf","isSupersetOf","isDisjointFrom"].includes(n)), Object.getOwnPropertyNames(WeakMap.prototype).sort(), Object.getOwnPropertyNames(WeakSet.prototype).sort(), Map.length, Set.length, Map.prototype.entries === Map.prototype[Symbol.iterator], Set.prototype.keys === Set.prototype.values, Map.prototype.set.length, String(new Map()), Object.prototype.toString.call(new Set().values()), Map.prototype.entries.name, Object.getOwnPropertyDescriptor(Map.prototype, "size").get.name];',
  "a Map that changes while it is iterated":
    'const m = new Map([["a", 1], ["b", 2], ["c", 3]]); const seen = []; for (const [k] of m) { seen.push(k); if (k === "a") { m.delete("b"); m.set("d", 4); } if (k === "d" && !m.has("e")) m.set("e", 5); } return seen;',
  "an iterator of a Map that was cleared": 'const m = new Map([["a", 1]]); const it = m.keys(); m.clear(); m.set("z", 1); return [...it];',
  "an iterator that was at its end":
    'const m = new Map([["a", 1]]); const it = m.keys(); it.next(); it.next(); m.set("z", 1); return [it.next()];',
  "forEach of a Set that changes":
    "const s = new Set([1, 2, 3]); const seen = []; s.forEach((v, k, all) => { seen.push(v, k, all === s); s.delete(2); if (v < 10) s.add(v + 10); }); return [seen, s];",
  "a subclass of Map":
    'class M extends Map { get(k) { return super.get(k) ?? "none"; } } const m = new M([[1, 2]]); return [m.get(1), m.get(2), m instanceof Map, m.size, m];',
  "a subclass of Set whose add is called": "class S extends Set { add(v) { return super.add(v * 2); } } return [...new S([1, 2])];",
  "minus zero is zero": 'const m = new Map(); m.set(-0, "z"); return [Object.is([...m.keys()][0], 0), m.get(0), m.has(-0)];',
  "properties of a Map": "const m = new Map([[1, 2]]); m.x = 5; return [m.x, Object.keys(m), m];",
  "keys of all kinds":
    'const keys = [{}, () => 1, Symbol("s"), null, undefined, NaN, "1", 1, 1n, true]; const m = new Map(keys.map((k, i) => [k, i])); return keys.map((k) => m.get(k));',
  "entries as an array": "return [...new Map([[1, 2], [3, 4]]).entries()].map(([a, b]) => a * b);",
  "counting letters": 'return [[..."aab"].reduce((m, c) => m.set(c, (m.get(c) ?? 0) + 1), new Map())];',
  "an iterator of a Set":
    "const it = new Set([1, 2]).values(); return [it.next(), it[Symbol.toStringTag], it[Symbol.iterator]() === it, [...it], it.next()];",
  "a Map after many deletions":
    'const m = new Map(); for (let i = 0; i < 100; i++) m.set(i, i); for (let i = 0; i < 95; i++) m.delete(i); const it = m.keys(); it.next(); for (let i = 95; i < 98; i++) m.delete(i); m.set("n", 1); return [[...it], m];',
  "a frozen Map": "const frozen = Object.freeze(new Map([[1, 1]])); frozen.set(2, 2); return frozen.size;",
  "a Set of arguments": "function f() { return new Set(arguments); } return f(1, 2, 2);",
  "copies of collections":
    'return [new Map(new Map([[1, 2]])), new Set(new Map([[1, 2]])), new Set("abc"), new Map(Object.entries({ a: 1 })), new Map(null), new Set(undefined)];',
  "the iterator is closed when an entry is none":
    "let closed = 0; const it = { [Symbol.iterator]() { return { next: () => ({ value: 1, done: false }), return() { closed++; return {}; } }; } }; try { new Map(it); } catch (e) { return [e.message, closed]; }",
  "collections as JSON":
    'return [Object.fromEntries(new Map([["a", 1]])), JSON.stringify(new Map([[1, 2]])), JSON.stringify([...new Set([1])])];',
};
