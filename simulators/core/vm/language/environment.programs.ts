import type { Programs } from "./program.ts";

/** Node's globals and its pure modules, which `load` gives: compared with Node's own. */
export const environmentPrograms: Programs = {
  "queueMicrotask keeps its order":
    "const order = []; queueMicrotask(() => order.push(1)); Promise.resolve().then(() => order.push(2)); queueMicrotask(() => order.push(3)); await null; await null; return order;",
  "parts of a URL":
    'const url = new URL("https://user:pw@example.com:8080/a/b?x=1&y=2#h"); url.searchParams.append("z", "3 4"); url.pathname = "/new path"; url.port = "443"; url.hash = ""; return [url.href, url.origin, url.host, url.username, url.search, String(url.searchParams), JSON.stringify({ url }), url.searchParams.size];',
  URLSearchParams:
    'const p = new URLSearchParams({ a: 1, b: "x y" }); p.append("a", 2); p.sort(); p.delete("b"); p.set("c", "&="); return [String(p), p.get("a"), p.getAll("a"), p.has("c"), p.get("zz"), [...p], [...p.keys()], [...p.values()], String(new URLSearchParams([["q", "1"]])), String(new URLSearchParams("?m=%20+n"))];',
  "errors of URL":
    'const out = []; for (const f of [() => new URL("nope"), () => new URL("/x", "nope"), () => new URLSearchParams([[1]])]) { try { f(); } catch (e) { out.push(e.name, e.message, e.code); } } return [out, URL.canParse("http://a"), URL.canParse("a")];',
  "searchParams follow search":
    'const u = new URL("http://a.b/c"); u.searchParams.set("k", "v"); u.search = "?n=1"; return [u.searchParams.get("n"), u.searchParams.get("k"), Object.prototype.toString.call(u), u.toString() === u.href];',
  "TextEncoder and TextDecoder":
    'const enc = new TextEncoder(); const bytes = enc.encode("aé€😀"); const into = enc.encodeInto("é€x", new Uint8Array(4)); const d = new TextDecoder("utf-8"); const streamed = [d.decode(bytes.slice(0, 4), { stream: true }), d.decode(bytes.slice(4, 8), { stream: true }), d.decode(bytes.slice(8))]; return [bytes, into, streamed, new TextDecoder().decode(new Uint8Array([0xff, 65])), new TextDecoder("latin1").encoding, new TextDecoder("utf-16le").decode(new Uint8Array([65, 0]))];',
  "errors of encodings":
    'const out = []; for (const f of [() => new TextDecoder("x"), () => new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array([255])), () => btoa("€"), () => atob("*")]) { try { f(); } catch (e) { out.push(e.name, e.code); } } return out;',
  EventTarget:
    'const t = new EventTarget(); const seen = []; const h = (e) => seen.push(e.type, e.target === t, e instanceof Event, e.defaultPrevented); t.addEventListener("x", h); t.addEventListener("x", h); t.addEventListener("x", { handleEvent() { seen.push("obj"); } }, { once: true }); t.addEventListener("x", (e) => e.preventDefault()); const a = t.dispatchEvent(new Event("x", { cancelable: true })); const b = t.dispatchEvent(new Event("x")); t.removeEventListener("x", h); t.dispatchEvent(new Event("x")); return [a, b, seen];',
  AbortSignal:
    'const c = new AbortController(); const seen = []; c.signal.onabort = (e) => seen.push(e.type); c.abort(new Error("why")); try { c.signal.throwIfAborted(); } catch (e) { seen.push(e.message); } const s = AbortSignal.abort(); const any = AbortSignal.any([c.signal]); return [seen, c.signal.reason.message, s.aborted, s.reason.name, s.reason.message, s.reason.code, any.aborted, any.reason.message, s.reason instanceof DOMException, s.reason instanceof Error];',
  DOMException:
    'const e = new DOMException("m", "AbortError"); return [e.name, e.message, e.code, e instanceof Error, String(e), Object.prototype.toString.call(e)];',
  structuredClone:
    'const s = structuredClone; const o = { d: new Date(1), m: new Map([[{ a: 1 }, new Set([1])]]), e: new RangeError("r"), n: [1, , 3], u: undefined, b: new Uint8Array([1, 2]).buffer, r: /a/gi, w: Object("s") }; o.self = o; const c = s(o); return [c, c.self === c, c.d instanceof Date, c.e instanceof RangeError, c.e.message, c !== o];',
  "what structuredClone refuses":
    'const out = []; for (const v of [() => 1, Symbol("s"), Promise.resolve(), new WeakMap()]) { try { structuredClone(v); } catch (e) { out.push(e.name, e.message, e.code); } } class A { x = 1; get y() { return 2; } } return [out, structuredClone(new A()), structuredClone({ get g() { return 5; } })];',
  Buffer:
    'const b = Buffer.from("héllo wörld"); return [b.toString("hex"), b.toString("base64"), b.toString("base64url"), b.length, Buffer.byteLength("é"), b.slice(0, 3).toString("latin1"), Buffer.concat([b, Buffer.from([33])]).toString(), b.equals(Buffer.from("héllo wörld")), b.indexOf("w"), Buffer.alloc(3, 1), Buffer.isBuffer(b), b.readUInt16BE(0), b.readInt32LE(1), Buffer.from("ff00", "hex"), Buffer.from("aGk=", "base64").toString(), JSON.stringify(Buffer.from("a")), Buffer.compare(Buffer.from("a"), Buffer.from("b")), b instanceof Uint8Array, b.subarray(1, 2).length, b.subarray(1, 5).toString("latin1"), Buffer.isBuffer(b.subarray(-2)), Buffer.isBuffer(b.slice(1))];',
  "Buffer reads and writes":
    'const b = Buffer.alloc(16); b.writeUInt32BE(0xdeadbeef, 0); b.writeDoubleLE(1.5, 4); b.writeInt16LE(-2, 12); b.write("ab", 14); return [b.toString("hex"), b.readDoubleLE(4), b.readInt16LE(12), b.includes("ab"), b.fill("xy").toString(), b.swap16().toString(), [...b.keys()].length, Buffer.from("€").toString("ascii") !== "", Buffer.isEncoding("base64url"), Buffer.from("aGk", "base64url").toString()];',
  timers:
    'const log = []; let left = 4; let done; const all = new Promise((r) => { done = r; }); const end = () => { if (--left === 0) done(); }; const t1 = setTimeout(() => { log.push("t10"); end(); }, 10); setTimeout((a, b) => { log.push(a + b); end(); }, 5, 1, 2); setImmediate((x) => { log.push(x); end(); }, "imm"); let n = 0; const i = setInterval(() => { if (++n === 3) { clearInterval(i); end(); } }, 1); const t2 = setTimeout(() => log.push("never"), 1); clearTimeout(t2); clearTimeout(undefined); await all; return [log.sort(), n, typeof t1.ref, t1.hasRef(), typeof +t1];',
  process:
    'const log = []; process.nextTick((a) => log.push("tick" + a), 1); await new Promise((r) => setTimeout(r)); return [log, process.platform, typeof process.hrtime.bigint(), process.hrtime().length, typeof process.pid, typeof process.version];',
  "errors of timers":
    'const out = []; for (const f of [() => setTimeout("x"), () => queueMicrotask(1), () => setTimeout({})]) { try { f(); } catch (e) { out.push(e.name, e.message, e.code); } } return out;',
  crypto:
    'const u = crypto.randomUUID(); const a = crypto.getRandomValues(new Uint8Array(8)); return [/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(u), a.length, Buffer.from(await crypto.subtle.digest("SHA-256", new TextEncoder().encode("a"))).toString("hex")];',
  performance:
    'const s = performance.now(); performance.mark("a"); const m = performance.measure("m", "a"); return [typeof s, m.name, m.entryType, performance.getEntriesByName("a").length, typeof performance.timeOrigin];',
  "process and ticks":
    'const log = []; process.nextTick((a) => log.push("tick" + a), 1); await new Promise((r) => setTimeout(r)); return [log, process.platform, typeof process.hrtime.bigint(), process.hrtime().length, typeof process.pid, typeof process.version];',
  assert:
    'const a = await load("assert"); const out = []; const t = (f) => { try { f(); out.push("ok"); } catch (e) { out.push(e.name, e.code, e.message); } }; t(() => a.ok(0, "msg")); t(() => a.strictEqual(1, 2)); t(() => a.equal(1, "1")); t(() => a.equal(1, 2)); t(() => a.notStrictEqual(1, 1)); t(() => a.deepEqual({ a: 1 }, { a: "1" })); t(() => a.deepStrictEqual([1, [2]], [1, [2]])); t(() => a.throws(() => {})); t(() => a.throws(() => { throw new TypeError("x"); }, TypeError)); t(() => a.throws(() => { throw new Error("abc"); }, /b/)); t(() => a.throws(() => { throw new Error("abc"); }, { message: "abc" })); t(() => a.fail("boom")); t(() => a.fail()); t(() => a.ifError(null)); t(() => a.match("abc", /b/)); t(() => a.notDeepStrictEqual([1], [2])); t(() => a.doesNotThrow(() => {})); return out;',
  "assert.rejects":
    'const a = await load("assert"); await a.rejects(Promise.reject(new Error("x")), /x/); await a.doesNotReject(Promise.resolve()); try { await a.rejects(Promise.resolve(1)); } catch (e) { return [e.message, e.code, e instanceof a.AssertionError]; }',
  util: 'const u = await load("util"); return [u.format("%s=%d", "a", 1, { b: 2 }), u.inspect({ a: { b: { c: { d: 1 } } } }, { depth: 0 }), u.inspect("x"), u.inspect({ a: { b: { c: { d: 1 } } } }, false, null), u.isDeepStrictEqual({ a: [1, new Map([[1, { x: 1 }]])] }, { a: [1, new Map([[1, { x: 1 }]])] }), u.isDeepStrictEqual([1], ["1"]), u.types.isPromise(Promise.resolve()), u.types.isMap(new Map()), u.types.isRegExp(/x/), u.types.isDate({}), u.types.isUint8Array(new Uint8Array(1)), u.types.isAsyncFunction(async () => 1), u.types.isGeneratorFunction(function* () {}), u.inspect.custom.toString()];',
  "util.promisify":
    'const u = await load("util"); const f = u.promisify((a, cb) => setTimeout(() => cb(null, a * 2), 1)); const g = u.promisify((cb) => cb(new Error("bad"))); const out = [await f(4)]; try { await g(); } catch (e) { out.push(e.message); } u.callbackify(async (x) => x + 1)(1, (e, v) => out.push(e, v)); await new Promise((r) => setTimeout(r, 5)); class A {} function B() {} u.inherits(B, A); out.push(new B() instanceof A, B.super_ === A); return out;',
  events:
    'const { EventEmitter, once, on } = await load("events"); const e = new EventEmitter(); const seen = []; e.on("a", (x) => seen.push("1:" + x)); e.once("a", (x) => seen.push("2:" + x)); e.prependListener("a", () => seen.push("0")); e.emit("a", 5); e.emit("a", 6); const p = once(e, "b"); e.emit("b", 7, 8); seen.push(...(await p)); try { e.emit("error", new Error("E")); } catch (x) { seen.push(x.message); } return [seen, e.listenerCount("a"), e.eventNames(), e.emit("none"), e instanceof EventEmitter];',
  "events.on":
    'const { EventEmitter, on } = await load("events"); const e = new EventEmitter(); setTimeout(() => { e.emit("x", 1); e.emit("x", 2); }, 1); const out = []; for await (const [v] of on(e, "x")) { out.push(v); if (v === 2) break; } return out;',
  path: 'const p = await load("path"); return [p.join("a", "..", "b", "/c"), p.resolve("/a", "b", "../c"), p.basename("/x/y.txt", ".txt"), p.extname("a.b.c"), p.dirname("/a/b/c"), p.relative("/a/b", "/a/c/d"), p.parse("/home/u/f.txt"), p.format({ dir: "/x", base: "y" }), p.normalize("/a/./b//../c"), p.isAbsolute("a"), p.sep, p.posix.join("a", "b")];',
  querystring:
    'const q = await load("querystring"); return [{ ...q.parse("a=1&b=2&a=3&c=%20x+y&d") }, q.stringify({ a: [1, 2], b: "x y", c: true, d: null, e: "é" }), q.escape("a b&"), q.unescape("%41%zz")];',
  url: 'const u = await load("url"); const x = u.parse("http://user:p@host.com:80/p/a?x=1#h"); return [x.host, x.pathname, x.query, x.hash, u.format({ protocol: "http", host: "a.b", pathname: "/c", query: { d: 1 } }), u.resolve("http://a/b/c", "../d"), u.fileURLToPath("file:///a%20b/c"), u.pathToFileURL("/x y#z").href, u.domainToASCII("español.com"), u.domainToUnicode("xn--espaol-zwa.com"), u.parse("/a?x=1&y=2", true).query.y];',
  hashes:
    'const c = await load("crypto"); return [c.createHash("sha256").update("a").update(Buffer.from("b")).digest("hex"), c.createHash("md5").update("").digest("base64"), c.createHash("sha1").update("x").digest("hex"), c.createHash("sha512").update("x").digest("hex"), c.createHmac("sha256", "key").update("data").digest("hex"), c.randomBytes(4).length, c.randomInt(5) < 5, c.timingSafeEqual(Buffer.from("a"), Buffer.from("a")), c.createHash("SHA384").update("é", "utf8").digest().length];',
  string_decoder:
    'const { StringDecoder } = await load("string_decoder"); const d = new StringDecoder("utf8"); return [d.write(Buffer.from([0xe2, 0x82])), d.write(Buffer.from([0xac])), d.end(Buffer.from([0xff]))];',
  "timers/promises":
    'const t = await load("timers/promises"); const out = [await t.setTimeout(1, "v"), await t.setImmediate("i")]; let n = 0; for await (const x of t.setInterval(1, "k")) { out.push(x); if (++n === 2) break; } const c = new AbortController(); const p = t.setTimeout(50, 1, { signal: c.signal }); c.abort(); try { await p; } catch (e) { out.push(e.name, e.code); } return out;',
  streams:
    'const { Readable, Transform, pipeline, Writable, PassThrough } = await load("stream"); const out = []; for await (const x of Readable.from(["a", "b"])) out.push(x); const up = new Transform({ transform(chunk, _e, cb) { cb(null, String(chunk).toUpperCase()); } }); const chunks = []; await new Promise((ok, no) => pipeline(Readable.from(["x", "y"]), up, new Writable({ write(c, _e, cb) { chunks.push(String(c)); cb(); } }), (e) => (e ? no(e) : ok()))); return [out, chunks];',
  "stream/promises":
    'const { pipeline } = await load("stream/promises"); const { Readable, PassThrough } = await load("stream"); const p = new PassThrough(); const got = []; p.on("data", (c) => got.push(String(c))); await pipeline(Readable.from(["1", "2"]), p); return got;',
  os: 'const os = await load("os"); return [os.EOL, os.platform(), os.constants.signals.SIGTERM, typeof os.cpus().length];',
  perf_hooks: 'const { performance } = await load("perf_hooks"); return typeof performance.now();',
  "a server that nobody calls":
    'const http = await load("http"); const out = []; const s = http.createServer(() => {}); s.on("close", () => out.push("close")); s.on("listening", () => out.push("on")); out.push(s instanceof http.Server, s.listening, s.address(), s.listenerCount("request"), s.keepAliveTimeout); out.push(s.listen(0, "127.0.0.1", () => out.push("listening")) === s, s.listening); await new Promise((done) => s.once("listening", done)); out.push(s.listening); try { s.listen(0); } catch (e) { out.push(e.code, e.message); } s.getConnections((e, n) => out.push(e, n)); await new Promise((done) => s.close((e) => { out.push(e); done(); })); await new Promise((done) => s.close((e) => { out.push(e.code, e.message); done(); })); out.push(s.listening, s.address()); return out;',
  "a server that listens badly":
    'const http = await load("http"); const out = []; for (const port of [70000, -1, 1.5, { port: "x" }, { port: 65536 }]) { try { http.createServer().listen(port); } catch (e) { if (e.code !== "ERR_INVALID_ARG_VALUE") out.push(e.name, e.code, e.message); } } class Own extends http.Server { greet() { return "hi"; } } return [out, new Own().greet(), new Own() instanceof http.Server, http.Server(() => {}).listenerCount("request"), http.STATUS_CODES[404], Object.keys(http.STATUS_CODES).length, http.METHODS.includes("PATCH")];',
  "what a process measures":
    'const { monitorEventLoopDelay, PerformanceObserver, constants } = await load("perf_hooks"); const h = monitorEventLoopDelay({ resolution: 10 }); const o = new PerformanceObserver(() => {}); o.observe({ entryTypes: ["gc"] }); o.disconnect(); let code; try { new PerformanceObserver(); } catch (e) { code = e.code; } const p = process; return [h.enable(), h.enable(), h.disable(), h.disable(), code, o.takeRecords(), constants.NODE_PERFORMANCE_GC_MINOR, Object.keys(constants).length, Object.keys(p.memoryUsage()), typeof p.memoryUsage.rss(), Object.keys(p.cpuUsage()), typeof p.cpuUsage(p.cpuUsage()).user, Object.keys(p.resourceUsage()), typeof p.uptime()];',
  "what a heap measures":
    'const v8 = await load("v8"); return [v8.getHeapSpaceStatistics().map((space) => Object.keys(space).join()), v8.getHeapSpaceStatistics().map((space) => space.space_name), Object.keys(v8.getHeapStatistics())];',
  "util/types": 'const { isDate } = await load("util/types"); return isDate(new Date());',
  "assert/strict": 'const s = await load("assert/strict"); try { s.equal(1, "1"); } catch (e) { return [e.code, e.message]; }',
};
