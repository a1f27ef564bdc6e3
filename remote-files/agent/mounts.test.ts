import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { mountOf } from "../testing/mount.ts";
import { Mounts } from "./mounts.ts";

const mounts = new Mounts([mountOf("/rdma"), mountOf("/rdma/deep"), mountOf("/ä")]);

const cases: readonly { readonly path: unknown; readonly bytes?: string; readonly prefix?: string }[] = [
  { path: "/rdma", bytes: "/rdma", prefix: "/rdma" },
  { path: "/rdma/a", bytes: "/rdma/a", prefix: "/rdma" },
  { path: "/rdma/a/", bytes: "/rdma/a/", prefix: "/rdma" },
  { path: "/rdma/a/.", bytes: "/rdma/a/", prefix: "/rdma" },
  { path: "/rdma//a/../b", bytes: "/rdma/b", prefix: "/rdma" },
  { path: "//rdma/a", bytes: "/rdma/a", prefix: "/rdma" },
  { path: "/x/../rdma/..a", bytes: "/rdma/..a", prefix: "/rdma" },
  { path: "/rdma/deep/a", bytes: "/rdma/deep/a", prefix: "/rdma/deep" },
  { path: "/rdma/deeper", bytes: "/rdma/deeper", prefix: "/rdma" },
  { path: Buffer.from("/rdma/\xff", "latin1"), bytes: "/rdma/\xff", prefix: "/rdma" },
  { path: new Uint8Array(Buffer.from("/rdma/a")), bytes: "/rdma/a", prefix: "/rdma" },
  { path: new Uint8Array(Buffer.from("/rdma/\xff", "latin1")), bytes: "/rdma/\xff", prefix: "/rdma" },
  { path: pathToFileURL("/rdma/a b"), bytes: "/rdma/a b", prefix: "/rdma" },
  { path: "/ä/ö", bytes: Buffer.from("/ä/ö").toString("latin1"), prefix: "/ä" },
  { path: "/rdmax" },
  { path: "/rdma/.." },
  { path: "/rdma/../etc" },
  { path: "/RDMA/a" },
  { path: "rdma/a" },
  { path: "/rdma/a\0" },
  { path: "" },
  { path: 5 },
  { path: undefined },
  { path: new URL("http://127.0.0.1/rdma/a") },
  { path: new URL("file:///rdma/%2Fa") },
];

for (const { path, bytes, prefix } of cases) {
  test(`mounts: ${String(path)} is ${bytes === undefined ? "the host's" : `under ${prefix}`}`, () => {
    const found = mounts.find(path);
    assert.deepEqual([found?.bytes, found?.mount.prefix], [bytes, prefix]);
  });
}

test("mounts: a path that leaves a mount goes to the host without it", () => {
  assert.equal(mounts.leave("/rdma/../etc/hosts"), "/etc/hosts");
  for (const path of ["/etc/../tmp", "a/../b", "/rdmax/../a", 7, undefined]) assert.equal(mounts.leave(path), path);
});
