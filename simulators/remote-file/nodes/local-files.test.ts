import assert from "node:assert/strict";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import fc from "fast-check";
import type { Answer, Call } from "./calls.ts";
import { contents } from "./observe.ts";
import { checkClaim } from "./claim.ts";
import { fdOf, open, read, siteFor, write } from "./testing/programs.ts";
import { Sequential } from "./testing/sequential.ts";

let root = "";
before(() => (root = fs.mkdtempSync(join(tmpdir(), "faultline-files-"))));
after(() => fs.rmSync(root, { recursive: true, force: true }));

const paths = ["/rdma/a", "/rdma/b", "/rdma/d", "/rdma/d/c", "/rdma/d/e", "/rdma/a/x"];
const path = fc.constantFrom(...paths);
const slot = fc.nat(2);
const place = fc.option(fc.nat(60), { nil: undefined });

/** A call; files are named by the slot that holds their number. */
const deed = fc.oneof(
  fc.record({
    kind: fc.constant("open" as const),
    slot,
    path,
    flags: fc.constantFrom("r", "r+", "w", "w+", "wx", "wx+", "a", "a+", "ax", "ax+"),
  }),
  fc.record({ kind: fc.constant("close" as const), slot }),
  fc.record({ kind: fc.constant("read" as const), slot, length: fc.integer({ min: 1, max: 40 }), position: place }),
  fc.record({ kind: fc.constant("write" as const), slot, bytes: fc.uint8Array({ maxLength: 30, min: 1 }), position: place }),
  fc.record({ kind: fc.constant("ftruncate" as const), slot, length: fc.nat(60) }),
  fc.record({ kind: fc.constantFrom("flush" as const, "size" as const), slot }),
  fc.record({ kind: fc.constant("truncate" as const), path, length: fc.nat(60) }),
  fc.record({ kind: fc.constantFrom("stat" as const, "unlink" as const), path }),
  fc.record({
    kind: fc.constantFrom("mkdir" as const, "rmdir" as const, "readdir" as const),
    path: fc.constantFrom("/rdma/d", "/rdma/d", ...paths),
  }),
  fc.record({ kind: fc.constant("rename" as const), path, to: path }),
);
type Deed = typeof deed extends fc.Arbitrary<infer Value> ? Value : never;

test("a sequential program finds what it finds on a local disk: contents, counts, codes, positions", () => {
  let run = 0;
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.array(deed, { minLength: 1, maxLength: 25 }), fc.constantFrom(1, 2), (some, replicas) => {
      run += 1;
      const deeds: readonly Deed[] = run % 2 === 0 ? [{ kind: "mkdir", path: "/rdma/d" }, ...some] : some;
      const base = join(root, String(run));
      fs.mkdirSync(base);
      const pair = new Pair(base, new Sequential(siteFor({ apps: 1, memories: 2, mount: { replicas } }, [function* () {}])));
      for (const one of deeds) seen.add(pair.perform(one));
      pair.compareContents();
      assert.deepEqual(checkClaim(pair.remote.events), { ...checkClaim(pair.remote.events), bypassEvents: 0, broken: [] });
      pair.end();
    }),
    { numRuns: 500 },
  );
  // What is compared is not always the same failure.
  for (const what of [
    "opened",
    "read",
    "written",
    "size",
    "stat",
    "names",
    "done",
    "EEXIST",
    "ENOENT",
    "EISDIR",
    "ENOTDIR",
    "ENOTEMPTY",
    "EBADF",
    "EINVAL",
  ])
    assert.ok(seen.has(what), `${what} was met`);
});

/** The same program here and there. */
class Pair {
  readonly #base: string;
  readonly remote: Sequential;
  /** Numbers of open files here and there, by slot. */
  readonly #open: ({ readonly local: number; readonly remote: number; readonly path: string } | undefined)[] = [];

  constructor(base: string, remote: Sequential) {
    this.#base = base;
    this.remote = remote;
  }

  /** @returns What came out, in a word; "left out" where both differ by their rules. */
  perform(one: Deed): string {
    if (this.#isLeftOut(one)) return "left out";
    const file = "slot" in one ? this.#open[one.slot] : undefined;
    if ("slot" in one && one.kind !== "open" && !file) return "left out";
    const call = this.#callOf(one, file?.remote ?? -1);
    const there = this.remote.call(call);
    const here = this.#local(one, file?.local ?? -1);
    // Numbers of files differ.
    assert.deepEqual(wordsOf(there), one.kind === "open" ? here.slice(0, 1) : here, JSON.stringify(one));
    if (one.kind === "close") this.#open[one.slot] = undefined;
    if (one.kind === "open" && there.kind === "opened") this.#opened(one, fdOf(there), Number(here[1]));
    return there.kind === "failed" ? there.errno : there.kind;
  }

  #opened({ slot: at, path: name }: Extract<Deed, { kind: "open" }>, remote: number, local: number): void {
    const before = this.#open[at];
    if (before) {
      fs.closeSync(before.local);
      assert.deepEqual(this.remote.call({ kind: "close", fd: before.remote }), { kind: "done" });
    }
    this.#open[at] = { local, remote, path: name };
  }

  /** Rules of remote files that are others: parents need not be made, directories are not opened, what is unlinked or replaced is not reached. */
  #isLeftOut(one: Deed): boolean {
    if (!("path" in one)) return false;
    const names = [one.path, ...(one.kind === "rename" ? [one.to] : [])];
    const lacksParent = names.some((name) => !fs.existsSync(this.#at(name.slice(0, name.lastIndexOf("/")))));
    if (one.kind === "open")
      return lacksParent || (one.flags === "r" && fs.existsSync(this.#at(one.path)) && fs.statSync(this.#at(one.path)).isDirectory());
    const isMoving = one.kind === "unlink" || one.kind === "rename";
    const isOpen =
      isMoving && names.some((name) => this.#open.some((file) => file && (file.path === name || file.path.startsWith(`${name}/`))));
    return lacksParent || isOpen;
  }

  #at(name: string): string {
    return this.#base + name.slice("/rdma".length);
  }

  #callOf(one: Deed, fd: number): Call {
    switch (one.kind) {
      case "open":
        return open(one.path, one.flags);
      case "read":
        return read(fd, one.length, one.position);
      case "write":
        return write(fd, one.bytes, one.position);
      case "ftruncate":
        return { kind: "ftruncate", fd, length: one.length };
      case "close":
      case "flush":
      case "size":
        return { kind: one.kind, fd };
      case "mkdir":
        return { kind: "mkdir", path: one.path, isRecursive: false };
      case "truncate":
      case "stat":
      case "unlink":
      case "rmdir":
      case "readdir":
      case "rename":
        return one as Call;
    }
  }

  #local(one: Deed, fd: number): readonly unknown[] {
    try {
      return this.#onDisk(one, fd);
    } catch (error) {
      return [(error as NodeJS.ErrnoException).code];
    }
  }

  #onDisk(one: Deed, fd: number): readonly unknown[] {
    switch (one.kind) {
      case "open":
        return ["opened", fs.openSync(this.#at(one.path), one.flags)];
      case "close":
        return ["done", fs.closeSync(fd)];
      case "read": {
        const bytes = Buffer.alloc(one.length);
        const count = fs.readSync(fd, bytes, 0, one.length, one.position ?? null);
        return ["read", count, bytes.subarray(0, count).toString("hex")];
      }
      case "write":
        return ["written", fs.writeSync(fd, one.bytes, 0, one.bytes.length, one.position ?? null)];
      case "ftruncate":
        return ["done", fs.ftruncateSync(fd, one.length)];
      case "flush":
        return ["done", fs.fdatasyncSync(fd)];
      case "size":
        return ["size", fs.fstatSync(fd).size];
      case "truncate":
        return ["done", fs.truncateSync(this.#at(one.path), one.length)];
      case "stat": {
        const stat = fs.statSync(this.#at(one.path));
        return ["stat", stat.isDirectory(), stat.isDirectory() ? 0 : stat.size];
      }
      case "unlink":
        return ["done", fs.unlinkSync(this.#at(one.path))];
      case "mkdir":
        return ["done", fs.mkdirSync(this.#at(one.path))];
      case "rmdir":
        return ["done", fs.rmdirSync(this.#at(one.path))];
      case "rename":
        return ["done", fs.renameSync(this.#at(one.path), this.#at(one.to))];
      case "readdir": {
        const names = fs.readdirSync(this.#at(one.path), { withFileTypes: true });
        return ["names", names.map((name) => `${name.name}${name.isDirectory() ? "/" : ""}`).sort()];
      }
    }
  }

  compareContents(): void {
    const local = paths.filter((name) => fs.existsSync(this.#at(name)) && fs.statSync(this.#at(name)).isFile());
    assert.deepEqual(
      contents(this.remote.world).map(([name, bytes]) => [name, Buffer.from(bytes).toString("hex")]),
      local.map((name) => [name, fs.readFileSync(this.#at(name)).toString("hex")] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  }

  end(): void {
    for (const file of this.#open) if (file) fs.closeSync(file.local);
    fs.rmSync(this.#base, { recursive: true });
  }
}

/** An answer as the local disk gives it. */
function wordsOf(answer: Answer): readonly unknown[] {
  switch (answer.kind) {
    case "failed":
      return [answer.errno];
    case "opened":
      return ["opened"];
    case "read":
      return [
        "read",
        answer.count,
        Buffer.from(answer.bytes[0] ?? [])
          .subarray(0, answer.count)
          .toString("hex"),
      ];
    case "written":
      return ["written", answer.count];
    case "size":
      return ["size", answer.size];
    case "stat":
      return ["stat", answer.stat.isDirectory, answer.stat.size];
    case "names":
      return ["names", answer.names.map(({ name, isDirectory }) => `${name}${isDirectory ? "/" : ""}`).sort()];
    case "done":
      return ["done", undefined];
    case "word":
    case "local":
      return [answer.kind];
  }
}
