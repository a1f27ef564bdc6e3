import type { Programs } from "./program.ts";

/** Buffers, typed arrays, Atomics and dates. */
export const memoryPrograms: Programs = {
  "errors of typed arrays":
    'const out = []; for (const f of [() => new Uint8Array(-1), () => new Int32Array(new ArrayBuffer(5)), () => new Int32Array(new ArrayBuffer(8), 1), () => new Int32Array(new ArrayBuffer(8), 16), () => new Int32Array(new ArrayBuffer(8), 4, 5), () => Uint8Array(1), () => new (Object.getPrototypeOf(Uint8Array))(), () => new Uint8Array([1n]), () => new BigInt64Array([1]), () => new Uint8Array(new BigInt64Array(1)), () => Uint8Array.prototype.fill.call([], 1), () => new Uint8Array(2).set([1, 2, 3]), () => new Uint8Array(2).set([1], -1), () => new Uint8Array(2).with(5, 1), () => new ArrayBuffer(-1), () => ArrayBuffer(1), () => new DataView({}), () => new DataView(new ArrayBuffer(4), 5), () => new DataView(new ArrayBuffer(4), 1, 5), () => new DataView(new ArrayBuffer(4)).getInt32(1), () => new DataView(new ArrayBuffer(4)).getInt8(-1), () => ArrayBuffer.prototype.slice.call({}), () => Atomics.load([1], 0), () => Atomics.load(new Float64Array(1), 0), () => Atomics.load(new Int32Array(1), 1), () => Atomics.wait(new Int32Array(1), 0, 0), () => Atomics.wait(new Int16Array(1), 0, 0), () => Object.freeze(new Uint8Array(1)), () => Symbol.prototype.description + new Uint8Array([Symbol()]), () => new Uint8Array(1).map(5), () => new Uint8Array(0).reduce((a) => a), () => new Uint8Array(1).sort(5), () => Object.defineProperty(new Uint8Array(1), 0, { value: 1, writable: false })]) { try { const r = f(); out.push("ok " + typeof r); } catch (e) { out.push(e.name + ": " + e.message); } } return out;',
  "writing elements out of range":
    'const a = new Uint8Array(4); a[0] = 300; a[1] = -1; a[2] = 1.9; a[3] = "7"; a[4] = 1; a["-0"] = 1; a["1.5"] = 2; a.foo = 3; return [a, a[4], a["-0"], a["1.5"], 4 in a, "-0" in a, Object.keys(a), delete a.foo];',
  "deleting elements":
    '"use strict"; const a = new Uint8Array(1); const out = []; try { delete a[0]; } catch (e) { out.push(e.name); } out.push(delete a[5]); return out;',
  "values are converted":
    "return [new Uint8ClampedArray([300, -5, 1.5, 2.5, NaN]), new Int16Array([40000]), new Uint32Array([-1]), new Float32Array([1.1]), new BigInt64Array([2n ** 63n]), new BigUint64Array([-1n])];",
  "views of one buffer":
    "const b = new ArrayBuffer(8); const i = new Int32Array(b); const u = new Uint8Array(b, 2, 4); i[0] = 0x01020304; u[1] = 255; return [i, u, u.byteOffset, u.length, u.byteLength, i.buffer === b, new Uint8Array(b)];",
  "NaN and minus zero in typed arrays":
    'const f = new Float64Array([NaN, -0, Infinity]); return [f.includes(NaN), f.indexOf(NaN), Object.is(f[1], -0), f.indexOf(0), f.join("|")];',
  "methods of typed arrays":
    "const a = new Int8Array([5, 1, 4, -2]); return [a.slice().sort(), a.slice().sort((x, y) => y - x), a.toSorted(), a.toReversed(), a.with(0, 9), a.slice().reverse(), a.at(-1), a.copyWithin(0, 2), a.findLast((x) => x > 0), a.findLastIndex((x) => x > 100), a.lastIndexOf(4), a.lastIndexOf(4, -3)];",
  "iterating typed arrays":
    'const a = new Uint16Array([1, 2, 3]); const seen = []; for (const x of a) seen.push(x); for (const [i, x] of a.entries()) seen.push(i, x); for (const k of a.keys()) seen.push(k); return [seen, [...a], Array.from(a, (x) => x * 2), a.map((x) => x * 40000), a.filter((x) => x > 1), a.reduce((s, x) => s + x), a.reduceRight((s, x) => s + "-" + x), a.some((x) => x > 2), a.every((x) => x > 2), a.find((x) => x > 1), a.findIndex((x) => x > 1)];',
  "names of typed arrays":
    "return [Object.prototype.toString.call(new Int8Array(1)), String(new Int8Array([1, 2])), Int8Array.BYTES_PER_ELEMENT, new Float64Array(1).BYTES_PER_ELEMENT, Int8Array.name, Int8Array.length, Object.getPrototypeOf(Int8Array).name, ArrayBuffer.isView(new DataView(new ArrayBuffer(1))), ArrayBuffer.isView([])];",
  "typed arrays from lists":
    'return [Float32Array.from({ length: 2, 0: 1, 1: 2 }), Int8Array.from(new Set([1, 2]), (x) => x + 1), new Uint8Array({ length: 2, 0: 5 }), new Uint8Array("3"), new Uint8Array(new Set([9])), new Uint8Array(null), new Uint8Array(undefined), new Uint8Array([, 1]), new Float32Array([undefined, null, "x"])];',
  "set with overlapping memory": "const a = new Uint8Array([1, 2, 3, 4, 5]); a.set(a.subarray(0, 3), 2); return a;",
  "set and fill convert": "const a = new Uint8Array(3); a.set(new Uint16Array([257, 2]), 1); return [a, a.fill(7, 1), a.fill(-1, -1)];",
  DataView:
    'const dv = new DataView(new ArrayBuffer(16), 2, 10); const out = [dv.byteLength, dv.byteOffset]; for (const k of ["Int8", "Uint8", "Int16", "Uint16", "Int32", "Uint32", "Float32", "Float64"]) { dv["set" + k](1, -3.7, true); out.push(dv["get" + k](1, true), dv["get" + k](1)); } dv.setBigUint64(0, -1n); out.push(dv.getBigInt64(0), dv.getBigUint64(0)); return out;',
  Atomics:
    "const s = new SharedArrayBuffer(16); const a = new Int32Array(s); return [Atomics.store(a, 0, 3.7), Atomics.or(a, 0, 4), Atomics.and(a, 0, 6), Atomics.xor(a, 0, 1), a[0], Atomics.isLockFree(4), Atomics.notify(a, 0), Atomics.wait(a, 0, 0), Object.prototype.toString.call(s), s.byteLength, s.slice(0, 4).byteLength, Atomics.compareExchange(a, 1, -1, 5), Atomics.compareExchange(a, 1, 0, 5)];",
  "Atomics of BigInt":
    "const b = new BigInt64Array(new SharedArrayBuffer(8)); return [Atomics.add(b, 0, 5n), b[0], Atomics.store(b, 0, 2n ** 64n + 1n), b[0]];",
  "a subclass of Uint8Array":
    "class Bytes extends Uint8Array { sum() { return this.reduce((a, b) => a + b, 0); } } const b = new Bytes([1, 2]); return [b.sum(), b instanceof Uint8Array, b.length];",
  "spreading typed arrays": "const [x, ...rest] = new Uint8Array([1, 2, 3]); return [x, rest, Math.max(...new Uint8Array([4, 2]))];",
  "typed arrays as objects":
    "return [Object.entries(new Uint8Array([7])), JSON.stringify(new Uint8Array([1])), { ...new Uint8Array([4]) }, Object.getOwnPropertyDescriptor(new Uint8Array([1]), 0), Reflect.ownKeys(new Uint8Array(2))];",
  "slices of buffers":
    "const b = new ArrayBuffer(8); new Uint8Array(b).set([1,2,3]); return [new Uint8Array(b.slice(1, 3)), b.slice(-2).byteLength, b.resizable, ArrayBuffer.length];",
  "texts of a Date":
    'const d = new Date(Date.UTC(2024, 1, 29, 12, 30, 15, 123)); return [d.toISOString(), d.toJSON(), d.getTime(), String(d), d.toDateString(), d.toTimeString(), d.toUTCString(), d.toLocaleString("en-US"), d.toLocaleDateString("en-US", { weekday: "long", month: "short", day: "numeric" }), d.toLocaleTimeString("en-US"), d.getTimezoneOffset(), d.valueOf(), +d, `${d}`, d + 1, d - 1, d.getFullYear(), d.getYear(), d.getUTCDay()];',
  "dates that are parsed":
    'return ["2024-01-01", "2024-01-01T10:00", "2024-01-01T10:00Z", "2024-01-01T10:00:00.5+02:00", "Jan 5 2024", "Jan 5 2024 10:00", "Jan 5, 2024 10:00 GMT+0100", "2024/03/04", "03/04/2024 5:06 PM", "Mon, 25 Dec 1995 13:30:00 GMT", "x", "", "2024", "2024-13-01", "20240101", "Tue Mar 01 2022 10:00:00 GMT+0100 (CET)", "12 Mar 2020 EST", "2020-01-01 10:00:00", "2020-01-01 10:00:00Z"].map((t) => Date.parse(t));',
  "setters of a Date":
    "const d = new Date(0); return [d.setFullYear(2020, 5), d.setMonth(13), d.setDate(0), d.setHours(25, 61), d.setMinutes(1, 2, 3), d.setSeconds(70), d.setMilliseconds(-1), d.setTime(5), d.setHours(), isNaN(d), d.setFullYear(2000), d.getTime()];",
  "errors of Date":
    'const out = []; for (const f of [() => new Date(NaN).toISOString(), () => Date.prototype.getTime.call({}), () => new Date(Symbol()), () => new Date(0)[Symbol.toPrimitive]("x")]) { try { out.push(f()); } catch (e) { out.push(e.name + ": " + e.message); } } return out;',
  "arguments of Date":
    'return [new Date(2020, 0), new Date(2020, 0, 1, 2, 3, 4, 5), new Date(99, 0), new Date("x"), new Date(8.64e15), new Date(8.64e15 + 1), new Date(1.9), new Date(true), new Date(null), new Date(undefined), new Date(new Date(7)), Date.UTC(2020), Date.UTC(), Date.length, new Date(NaN).toJSON(), String(new Date(NaN)), typeof Date()];',
  "a subclass of Date":
    "class D extends Date { f() { return this.getTime() + 1; } } const d = new D(5); return [d.f(), d instanceof Date, Object.prototype.toString.call(d), d];",
  "comparing dates":
    "const d1 = new Date(1), d2 = new Date(2); return [d1 < d2, d2 - d1, d1 == d2, JSON.stringify({ d: d1 }), [d2, d1].sort((a, b) => a - b)];",
};
