import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { documentsOf, type TestClient } from "../testing/client.ts";
import { ask, messagesOf, serving } from "../testing/serve.ts";

const { folder, uriOf, withClient } = serving();
const write = (name: string, content: string | Uint8Array) => {
  mkdirSync(join(folder(), name, ".."), { recursive: true });
  writeFileSync(join(folder(), name), content);
};
const first = async (client: TestClient, name: string) =>
  messagesOf(await client.waitFor(uriOf(name), (found) => found.length === 1))[0] ?? "";
const changed = (client: TestClient, name: string, type: 1 | 2 | 3) =>
  client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: uriOf(name), type }] });

test("server: a scan finds what is there, whatever its bytes, and passes dependencies over", async () => {
  write("scan/disk.toy", "a: fails on disk\r\n");
  write("scan/bom.toy", "\uFEFFa: fails with mark\r\n");
  write("scan/latin.toy", Uint8Array.of(0x61, 0x3a, 0x20, 0xe9));
  write("scan/utf16.toy", Uint8Array.of(0xff, 0xfe, 0x61, 0x00));
  write("scan/large.toy", "#".repeat(5 * 1024 * 1024 + 1));
  write("scan/node_modules/dependency.toy", "a: fails in a dependency\n");
  await withClient({}, async (client) => {
    assert.equal(await first(client, "scan/disk.toy"), "on disk");
    assert.equal(await first(client, "scan/bom.toy"), "with mark");
    assert.match(await first(client, "scan/latin.toy"), /not UTF-8/);
    assert.match(await first(client, "scan/utf16.toy"), /UTF-16/);
    assert.match(await first(client, "scan/large.toy"), /5\.0 MiB/);
    assert.equal(client.diagnostics.size, 5);
  });
  rmSync(join(folder(), "scan"), { recursive: true });
});

test("server: files that change, come and go on disk are followed; what is open counts more", () =>
  withClient({}, async (client) => {
    const { open, close } = documentsOf(client.connection);
    write("watch/a.toy", "\n\na: fails new\n");
    await changed(client, "watch/a.toy", 1);
    assert.equal(await first(client, "watch/a.toy"), "new");
    await open(uriOf("watch/a.toy"), "a: fails unsaved\n");
    await client.waitFor(uriOf("watch/a.toy"), (found) => messagesOf(found).includes("unsaved"));
    write("watch/a.toy", "a: fails on disk\n");
    await changed(client, "watch/a.toy", 2);
    await ask(client, "faultline/run", {});
    assert.equal(await first(client, "watch/a.toy"), "unsaved");
    await close(uriOf("watch/a.toy"));
    await client.waitFor(uriOf("watch/a.toy"), (found) => found.length === 1 && messagesOf(found)[0] === "on disk");
    // A folder goes as a whole.
    rmSync(join(folder(), "watch"), { recursive: true });
    await changed(client, "watch", 3);
    await client.waitFor(uriOf("watch/a.toy"), (found) => found.length === 0);
  }));

test("server: dependencies are left alone on disk, and so are documents that an extension makes up", () =>
  withClient({}, async (client) => {
    write("node_modules/one/a.toy", "a: fails in a dependency\n");
    await changed(client, "node_modules/one/a.toy", 1);
    const { open } = documentsOf(client.connection);
    await open("git:/a.toy?HEAD", "a: fails in the past\n");
    await open(uriOf("real.toy"), "a: fails here\n");
    assert.equal(await first(client, "real.toy"), "here");
    assert.deepEqual([...client.diagnostics.keys()], [uriOf("real.toy")]);
    rmSync(join(folder(), "node_modules"), { recursive: true });
  }));

test("server: a file that goes while it is run leaves nothing behind", () =>
  withClient({}, async (client) => {
    write("gone.toy", "a: polls\n??\n");
    await changed(client, "gone.toy", 1);
    await client.waitFor(uriOf("gone.toy"), (found) => found.length === 1);
    rmSync(join(folder(), "gone.toy"));
    await changed(client, "gone.toy", 3);
    await client.waitFor(uriOf("gone.toy"), (found) => found.length === 0);
    // The last word about its diagnostics may come before the file is forgotten.
    const scenarios = async () => JSON.stringify(await ask(client, "faultline/listScenarios"));
    for (let tries = 0; tries < 50 && (await scenarios()) !== '{"scenarios":[]}'; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(await scenarios(), '{"scenarios":[]}');
  }));

test("server: after a switch of branches everything is looked at anew", async () => {
  write("branch/a.toy", "a: fails before\n");
  await withClient({}, async (client) => {
    assert.equal(await first(client, "branch/a.toy"), "before");
    write("branch/a.toy", "a: fails after\n");
    write("branch/b.toy", "b: fails too\n");
    await changed(client, ".git/HEAD", 2);
    await client.waitFor(uriOf("branch/a.toy"), (found) => messagesOf(found).includes("after"));
    assert.equal(await first(client, "branch/b.toy"), "too");
  });
  rmSync(join(folder(), "branch"), { recursive: true });
});

test("server: folders join and leave the workspace", async () => {
  write("one/same.toy", "a: fails one\n");
  write("two/same.toy", "a: fails two\n");
  const folders = (...names: string[]) => names.map((name) => ({ uri: uriOf(name), name }));
  const initialize = { workspaceFolders: folders("one"), capabilities: { workspace: { workspaceFolders: true } } };
  await withClient(
    {},
    async (client) => {
      assert.equal(await first(client, "one/same.toy"), "one");
      await client.connection.sendNotification("workspace/didChangeWorkspaceFolders", { event: { added: folders("two"), removed: [] } });
      assert.equal(await first(client, "two/same.toy"), "two");
      await client.connection.sendNotification("workspace/didChangeWorkspaceFolders", { event: { added: [], removed: folders("one") } });
      await client.waitFor(uriOf("one/same.toy"), (found) => found.length === 0);
      assert.equal(await first(client, "two/same.toy"), "two");
    },
    { initialize },
  );
  for (const name of ["one", "two"]) rmSync(join(folder(), name), { recursive: true });
});
