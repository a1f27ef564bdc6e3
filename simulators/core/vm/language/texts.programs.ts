import type { Programs } from "./program.ts";

export const textPrograms: Programs = {
  characters:
    'const s = "añ😀"; return [s.length, s[1], s[9], s.charAt(1), s.charCodeAt(2), s.codePointAt(2), s.at(-1), s.charAt(9), s.charCodeAt(9)];',
  "search in text":
    'return ["abcabc".indexOf("c"), "abcabc".indexOf("c", 3), "abc".lastIndexOf("c", -1), "abc".includes("bc"), "abc".startsWith("b", 1), "abc".endsWith("b", 2), "abc".indexOf("")];',
  "includes refuses a pattern": 'return "a".includes(/a/);',
  "parts of text":
    'return ["abcdef".slice(-3, -1), "abcdef".substring(4, 1), "abcdef".substr(-3, 2), "abc".slice(2, 1), "abc".slice(undefined, 2)];',
  case: 'return ["ÄbC".toLowerCase(), "straße".toUpperCase(), "İ".toLowerCase().length, "ABC".toLocaleLowerCase()];',
  "pads and repeats":
    'return ["5".padStart(3, "0"), "5".padEnd(4), "abc".padStart(2), "ab".repeat(3), "x".repeat(0), "a".padStart(5, "")];',
  "repeat wrong": 'return "a".repeat(-1);',
  "repeat endless": 'return "a".repeat(Infinity);',
  trims: 'return [" a ".trim(), "\\t\\n a".trimStart(), "a \\u00a0".trimEnd(), " a ".trimLeft.name];',
  split:
    'return ["a,b,c".split(","), "abc".split(""), "a,b,c".split(",", 2), "abc".split(), "".split(","), "".split(""), "a1b2c".split(/\\d/), "a1b2".split(/(\\d)/), "abc".split("", 2)];',
  "concat of text": 'return "a".concat(1, null, undefined, [2, 3]);',
  "replace with text":
    'return ["aXbX".replace("X", "[$&]"), "aXbX".replaceAll("X", "-"), "abc".replace("b", "$`|$\'|$$"), "aaa".replaceAll("", "-"), "abc".replace("z", "y")];',
  "replace with a function":
    'return ["aXbX".replace("X", (m, i, s) => `<${m}${i}${s}>`), "aXbX".replaceAll("X", (m, i) => i), "abc".replace(/(?<first>a)(b)/, (...args) => JSON.stringify(args))];',
  "replace by pattern":
    'return ["2024-05-06".replace(/(\\d+)-(\\d+)-(\\d+)/, "$3.$2.$1"), "aBc".replace(/b/i, "x"), "a.b.c".replace(/\\./g, "/"), "John Smith".replace(/(?<f>\\w+) (?<l>\\w+)/, "$<l> $<f>")];',
  "replaceAll needs a global pattern": 'return "a".replaceAll(/a/, "b");',
  "replaceAll by pattern": 'return "a1b22".replaceAll(/\\d+/g, (m) => `(${m})`);',
  match: 'return ["a1b22".match(/\\d+/g), "abc".match(/z/g), "abc".match(/(b)(c)?(d)?/), "abc".match("b").index, "".match().length];',
  "match details":
    'const m = "xaby".match(/(?<one>a)(?<two>b)/d); return [m.index, m.input, m.groups.one, Object.keys(m.groups), m.indices[1], m.indices.groups.two, Object.getPrototypeOf(m.groups)];',
  matchAll: 'return [..."a1b22c".matchAll(/([a-z])(\\d+)/g)].map((m) => [m[0], m[1], m[2], m.index]);',
  "matchAll needs a global pattern": 'return "a".matchAll(/a/);',
  "matchAll leaves the pattern alone":
    'const r = /a/g; r.lastIndex = 1; const found = [..."aaa".matchAll(r)].length; return [found, r.lastIndex];',
  "search by pattern": 'return ["abc".search(/c/), "abc".search("z"), "a.c".search(".")];',
  "replace by an object with Symbol.replace": 'return "abc".replace({ [Symbol.replace]: (s, r) => s + r + "!" }, "x");',
  "split by an object with Symbol.split": 'return "a-b".split({ [Symbol.split](s, limit) { return [s, limit, "mine"]; } });',
  "text of null": "return String.prototype.trim.call(null);",
  "methods on other values":
    'return [String.prototype.slice.call(12345, 1, 3), String.prototype.concat.call(true, "!"), String.prototype.at.call([1, 2], 1)];',
  "String as a function":
    'return [String(null), String(Symbol("s")), String([1, [2]]), String({}), `${-0}`, String(1e21), String(123456789012345680000), String(0.1 + 0.2)];',
  "text of a symbol": 'return `${Symbol("s")}`;',
  "String objects":
    'const s = new String("ab"); return [typeof s, s.length, s[1], Object.keys(s), s == "ab", s.valueOf(), JSON.stringify(s)];',
  "fromCharCode, fromCodePoint, raw": "return [String.fromCharCode(97, 65536 + 98), String.fromCodePoint(128512), String.raw`a\\n${1}b`];",
  "fromCodePoint wrong": "return String.fromCodePoint(-1);",
  normalize: 'return ["e\\u0301".normalize().length, "é".normalize("NFD").length];',
  "normalize wrong": 'return "a".normalize("X");',
  localeCompare:
    'return ["a".localeCompare("b"), "b".localeCompare("a"), "a".localeCompare("A"), "a".localeCompare("a"), ["b", "ä", "a", "Z"].sort((x, y) => x.localeCompare(y)), "2".localeCompare("10", undefined, { numeric: true })];',
  "iteration by code points": 'const out = []; for (const c of "a😀b") out.push(c); return out;',
  "iterator of text":
    'const it = "ab"[Symbol.iterator](); return [it.next(), it.next(), it.next(), it.next(), Object.prototype.toString.call(it)];',
  "well formed": 'return ["a\\ud800".isWellFormed(), "a\\ud800".toWellFormed(), "ab".isWellFormed()];',
  "text is immutable": '"abc"[0] = "x";',
  "html methods": 'return "a".anchor(\'"\') + "b".bold();',
  "string methods exist": "return Object.getOwnPropertyNames(String.prototype).sort();",
  "lengths of string methods":
    'return Object.getOwnPropertyNames(String.prototype).filter((n) => n !== "constructor" && n !== "length").sort().map((n) => n + String.prototype[n].length + String.prototype[n].name);',
  "comparison of texts": 'return ["a" < "b", "a" < "B", "10" < "9", "10" < 9, "é" > "z"];',
  "RegExp exec with lastIndex":
    'const r = /a(b)?/g, out = []; let m; while ((m = r.exec("abaab"))) out.push([m[0], m[1], m.index, r.lastIndex]); return [out, r.lastIndex];',
  sticky: 'const r = /a/y; return [r.test("ba"), r.lastIndex, ((r.lastIndex = 1), r.test("ba")), r.lastIndex];',
  "test moves a global pattern": 'const r = /a/g; return [r.test("aa"), r.test("aa"), r.test("aa"), r.lastIndex];',
  "properties of patterns":
    "const r = /a\\/b/gimsuyd; return [r.source, r.flags, r.global, r.ignoreCase, r.multiline, r.dotAll, r.unicode, r.sticky, r.hasIndices, r.unicodeSets, String(r), Object.getOwnPropertyNames(r)];",
  "RegExp by text":
    'return [new RegExp("a/b").source, String(new RegExp("")), RegExp("\\n").source, new RegExp(/a/g, "i").flags, new RegExp(/a/g).flags, RegExp(/x/) instanceof RegExp];',
  "RegExp of a RegExp": "const r = /a/; return [RegExp(r) === r, new RegExp(r) === r];",
  "RegExp wrong": 'return new RegExp("(");',
  "RegExp flags wrong": 'return new RegExp("a", "gg");',
  "named groups": 'const { groups: { year, month } } = /(?<year>\\d{4})-(?<month>\\d\\d)/.exec("on 2024-05-06"); return [year, month];',
  "lookbehind and unicode":
    'return ["$1.50".match(/(?<=\\$)\\d/)[0], /\\p{L}+/u.exec("äbc1")[0], /^.$/u.test("😀"), /[\\p{L}--[a-z]]/v.test("a")];',
  "lastIndex of a frozen pattern": 'const r = Object.freeze(/a/g); r.test("a");',
  "replace resets lastIndex": 'const r = /a/g; r.lastIndex = 3; return ["aaa".replace(r, "b"), r.lastIndex, "xx".split(/x/y)];',
  "empty matches": 'return ["abc".replace(/(?:)/g, "-"), "abc".match(/(?:)/g), "😀".replace(/(?:)/gu, "-"), "abc".split(/(?:)/)];',
  "RegExp prototype":
    "return [RegExp.prototype.source, RegExp.prototype.flags, RegExp.prototype.global, RegExp.prototype.toString(), Object.getOwnPropertyNames(RegExp.prototype).sort()];",
  "RegExp method on something else": 'return RegExp.prototype.exec.call({}, "a");',
  "RegExp toString is generic": 'return RegExp.prototype.toString.call({ source: "x", flags: "q" });',
  "RegExp symbols":
    'return [RegExp.prototype[Symbol.match].name, RegExp.prototype[Symbol.replace].length, /b/[Symbol.search]("abc"), /b/[Symbol.split]("abc", 1), /b/[Symbol.replace]("abc", "x")];',
  "subclass of RegExp":
    'class Word extends RegExp { constructor(w) { super(w, "g"); } count(s) { return (s.match(this) ?? []).length; } } const w = new Word("a"); return [w.count("banana"), w instanceof RegExp, w.flags];',
  "replace function gets undefined groups": 'return "ab".replace(/(a)(x)?/, (m, a, x, at) => `${m}${a}${x}${at}`);',
  "replace in a replace": 'return "a1b2".replace(/\\d/g, (d) => "xyz".replace(/y/, d));',
};
