import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { CodeAction, CompletionItem, Diagnostic, Hover } from "vscode-languageserver/node";
import type { GetResultResult, OpenTraceResult } from "../protocol/requests.ts";
import type { TestClient } from "./testing/client.ts";
import { buildRealBundles } from "./testing/bundle.ts";
import { ask, lensTitles, messagesOf, serving, until } from "./testing/serve.ts";

const { folder, uriOf, withClient } = serving(buildRealBundles);
const manual = { settings: { run: "manual" } };

const code = `import { open } from "node:fs/promises";

/** @process node=office */
export async function look(): Promise<number> {
  const file = await open("/rdma/position", "r");
  const word = Buffer.alloc(8);
  await file.read(word, 0, 8, 0);
  await file.close();
  return word.readDoubleLE();
}
`;

const configuration = (node: string, more = ""): string => `{
  "mounts": [{ "prefix": "/rdma" }],
  "nodes": [
    { "name": "${node}", "role": "app" },
    { "name": "manager", "role": "manager" },
    { "name": "memory", "role": "memory" }
  ],
  "files": [{ "path": "/rdma/position", "zeros": 8 }]${more}
}
`;

const isBare = (found: readonly Diagnostic[]): boolean => found.length === 0;
const speaksOf =
  (pattern: RegExp) =>
  (found: readonly Diagnostic[]): boolean =>
    messagesOf(found).some((message) => pattern.test(message));

/** Files of the test's own folder, on disk, with the word of a client that watches. */
function filesIn(client: TestClient, name: string) {
  const tell = (path: string, type: 1 | 2 | 3) =>
    client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: uriOf(`${name}/${path}`), type }] });
  return {
    uri: (path: string): string => uriOf(`${name}/${path}`),
    async write(path: string, text: string, type: 1 | 2 = 1): Promise<void> {
      mkdirSync(join(folder(), name, path, ".."), { recursive: true });
      writeFileSync(join(folder(), name, path), text);
      await tell(path, type);
    },
    async remove(path: string): Promise<void> {
      rmSync(join(folder(), name, path), { recursive: true });
      await tell(path, 3);
    },
  };
}

test("remote files in the server: a file without a configuration says so, until there is one on disk, and again when it has gone", () =>
  withClient(manual, async (client, documents) => {
    const files = filesIn(client, "appears");
    const uri = files.uri("src/look.ts");
    await documents.open(uri, code);
    const [missing] = await client.waitFor(uri, speaksOf(/There is no `faultline\.remote-files\.json`/));
    assert.deepEqual([missing?.code, missing?.range.start.line], ["FL4000", 2]);
    await files.write("faultline.remote-files.json", configuration("office"));
    await client.waitFor(uri, isBare);
    await files.write("src/faultline.remote-files.json", configuration("other"));
    await client.waitFor(uri, speaksOf(/office/));
    await files.remove("src/faultline.remote-files.json");
    await client.waitFor(uri, isBare);
    await files.remove("faultline.remote-files.json");
    await client.waitFor(uri, speaksOf(/There is no `faultline\.remote-files\.json`/));
  }));

test("remote files in the server: the quick fix makes a configuration that is right", () =>
  withClient(manual, async (client, documents) => {
    const files = filesIn(client, "made");
    const uri = files.uri("look.ts");
    await documents.open(uri, code);
    const [diagnostic] = await client.waitFor(uri, speaksOf(/There is no/));
    const actions = await ask<CodeAction[]>(client, "textDocument/codeAction", {
      textDocument: { uri },
      range: diagnostic?.range,
      context: { diagnostics: [diagnostic] },
    });
    const changes = actions.find(({ title }) => title === "Create faultline.remote-files.json")?.edit?.documentChanges ?? [];
    const [create, edit] = changes as [{ kind: string; uri: string }, { textDocument: { uri: string }; edits: { newText: string }[] }];
    assert.deepEqual([create.kind, create.uri, edit.textDocument.uri], ["create", files.uri("faultline.remote-files.json"), create.uri]);
    await files.write("faultline.remote-files.json", edit.edits[0]?.newText ?? "");
    await client.waitFor(uri, isBare);
    assert.deepEqual(client.diagnostics.get(create.uri) ?? [], []);
  }));

test("remote files in the server: an edit of the configuration that nobody saved counts at once, and no more when it is closed", () =>
  withClient(manual, async (client, documents) => {
    const files = filesIn(client, "edited");
    const uri = files.uri("look.ts");
    const json = files.uri("faultline.remote-files.json");
    await files.write("faultline.remote-files.json", configuration("office"));
    await documents.open(uri, code);
    await client.waitFor(uri, isBare);
    await documents.open(json, configuration("office"));
    await documents.change(json, 2, configuration("depot"));
    await client.waitFor(uri, speaksOf(/office/));
    await documents.change(json, 3, configuration("office").replace('"mounts"', '"mouts"'));
    const broken = await client.waitFor(json, ({ length }) => length > 0);
    assert.deepEqual(broken.map(({ code: one }) => one).slice(0, 1), ["FL4000"]);
    await client.waitFor(uri, (found) => !speaksOf(/office/)(found));
    assert.match((await lensTitles(client, uri)).join("\n"), /not run · .*faultline\.remote-files\.json:\d+/);
    await documents.close(json);
    await client.waitFor(json, isBare);
    await client.waitFor(uri, isBare);
    assert.match((await lensTitles(client, uri)).join("\n"), /obsolete/, "what was said is of the text before");
  }));

test("remote files in the server: a configuration says the same of itself and by way of its programs, once", () =>
  withClient(manual, async (client, documents) => {
    const files = filesIn(client, "late");
    const json = files.uri("faultline.remote-files.json");
    await files.write("faultline.remote-files.json", configuration("office", ',\n  "deadlineMs": 200'));
    await documents.open(files.uri("look.ts"), code);
    const found = await client.waitFor(json, (all) => all.length > 0);
    assert.deepEqual(
      found.map(({ code: one }) => one),
      ["FL4019"],
    );
  }));

test("remote files in the server: completion and hover in a configuration come from its schema", () =>
  withClient(manual, async (client, documents) => {
    const uri = filesIn(client, "typing").uri("faultline.remote-files.json");
    const text = configuration("office").replace('"zeros": 8', '"zeros": 8, ""');
    await documents.open(uri, text);
    const placeOf = (part: string, add: number) => {
      const before = text.slice(0, text.indexOf(part) + add).split("\n");
      return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    };
    const items = await ask<CompletionItem[]>(client, "textDocument/completion", {
      textDocument: { uri },
      position: placeOf(', ""', 3),
    });
    assert.ok(
      items.some(({ label }) => label === "node"),
      items.map(({ label }) => label).join(),
    );
    const hover = await ask<Hover>(client, "textDocument/hover", { textDocument: { uri }, position: placeOf('"mounts"', 3) });
    assert.match(JSON.stringify(hover), /remote memory/);
  }));

test("remote files in the server: modules of a configuration are one scenario; one that is not there is told at its name", () =>
  withClient(manual, async (client, documents) => {
    const files = filesIn(client, "entries");
    const json = files.uri("faultline.remote-files.json");
    await files.write("main.ts", 'import { readFileSync } from "node:fs";\nconsole.log(readFileSync("/rdma/position").length);\n');
    const text = configuration("office").replace('"role": "app"', '"role": "app", "entry": "./main.ts"');
    await documents.open(json, text);
    assert.match((await lensTitles(client, json)).join("\n"), /Run/);
    await documents.change(json, 2, text.replace("./main.ts", "./gone.ts"));
    const [found] = await client.waitFor(json, speaksOf(/There is no file `\.\/gone\.ts`/));
    assert.equal(found?.range.start.line, 3);
  }));

test("remote files in the server: a closed file with nothing to say is looked at again when a configuration appears", () =>
  withClient(manual, async (client) => {
    const files = filesIn(client, "closed");
    const uri = files.uri("store.ts");
    const text = 'import { openAsBlob } from "node:fs";\nexport const size = async () => (await openAsBlob("/rdma/table")).size;\n';
    await files.write("store.ts", text);
    await files.write("faultline.remote-files.json", configuration("office"));
    const found = await client.waitFor(uri, ({ length }) => length > 0);
    assert.deepEqual([found[0]?.code, found[0]?.range.start.line], ["FL4010", 1]);
    await files.remove("faultline.remote-files.json");
    await client.waitFor(uri, isBare);
  }));

/** The record of two words is written and read at the same time. `twist`: makes it another text. */
const torn = (twist: string): string => `import { open } from "node:fs/promises";

/** @process node=truck */
export async function drive(): Promise<void> {
  const file = await open("/rdma/position", "r+");
  await file.write(Buffer.alloc(16, "${twist}"), 0, 16, 0);
  await file.close();
}

/** @process node=office */
export async function look(): Promise<string> {
  const file = await open("/rdma/position", "r");
  const position = Buffer.alloc(16);
  await file.read(position, 0, 16, 0);
  await file.close();
  return position.toString("latin1");
}
`;
const twoNodes = (fragments: number): string => `{
  "mounts": [{ "prefix": "/rdma", "writers": "multi" }],
  "nodes": [
    { "name": "truck", "role": "app" },
    { "name": "office", "role": "app" },
    { "name": "manager", "role": "manager" },
    { "name": "memory", "role": "memory" }
  ],
  "files": [{ "path": "/rdma/position", "zeros": 16 }],
  "explore": { "crashes": 0, "fragments": ${fragments} }
}
`;

test("remote files in the server: a torn read is found, its trace opens, and an edit of the bounds that nobody saved is another answer", () =>
  withClient({}, async (client, documents) => {
    const files = filesIn(client, "torn");
    const [uri, json] = [files.uri("position.ts"), files.uri("faultline.remote-files.json")];
    await files.write("faultline.remote-files.json", twoNodes(2));
    await documents.open(uri, torn("a"));
    const isTorn = ({ code: one, tags = [] }: Diagnostic): boolean => one === "FL4007" && tags.length === 0;
    const found = await client.waitFor(uri, (all) => all.some(isTorn));
    const diagnostic = found.find(isTorn);
    assert.equal(diagnostic?.range.start.line, 13);
    assert.ok((diagnostic?.relatedInformation ?? []).some(({ location }) => location.range.start.line === 5));
    const lenses = await until(
      async () => (await lensTitles(client, uri)).join("\n"),
      (titles) => titles.startsWith("✗ violated · 1 problem"),
    );
    assert.match(lenses, /open 6\.8 µs · .*remote CPU 0 \(simulated\)/);
    const trace = { kind: "result", uri, scenario: "position", trace: 0 };
    assert.ok((await ask<OpenTraceResult>(client, "faultline/openTrace", { trace })).steps > 10);

    await documents.open(json, twoNodes(2));
    await documents.change(json, 2, twoNodes(1));
    await client.waitFor(uri, isBare);
    const holds = await until(
      () => ask<GetResultResult>(client, "faultline/getResult", { uri, scenario: "position" }),
      (answer) => answer?.verdict === "holds",
    );
    assert.equal(holds?.bounds["fragments"], 1);
    await documents.close(json);
    await client.waitFor(uri, (all) => all.some(isTorn));
  }));

test("remote files in the server: half-typed code keeps what was found, dimmed, and a newer edit takes the place of a run", () =>
  withClient({}, async (client, documents) => {
    const files = filesIn(client, "typed");
    const uri = files.uri("position.ts");
    await files.write("faultline.remote-files.json", twoNodes(2));
    await documents.open(uri, torn("b"));
    const isCurrent = ({ tags = [] }: Diagnostic): boolean => tags.length === 0;
    await client.waitFor(uri, (all) => all.some((one) => one.code === "FL4007" && isCurrent(one)));
    await documents.change(uri, 2, torn("b").replace("Buffer.alloc(16);", "Buffer.alloc("));
    await client.waitFor(uri, (all) => all.some((one) => one.code === "FL4007" && !isCurrent(one)));
    for (const [version, twist] of ["c", "d", "e"].entries()) await documents.change(uri, version + 3, torn(twist));
    await client.waitFor(uri, (all) => all.some((one) => one.code === "FL4007" && isCurrent(one)));
    await documents.change(uri, 9, torn("e").replaceAll("16", "8"));
    await client.waitFor(uri, isBare);
  }));

test("remote files in the server: modules of a configuration are run, and one is edited in its own file", () =>
  withClient({}, async (client, documents) => {
    const files = filesIn(client, "modules");
    const json = files.uri("faultline.remote-files.json");
    const entries = twoNodes(2)
      .replace('"truck", "role": "app"', '"truck", "role": "app", "entry": "./drive.ts"')
      .replace('"office", "role": "app"', '"office", "role": "app", "entry": "./look.ts"');
    const [drive, look] = [/drive\(\)[^{]*{([^}]*)}/, /look\(\)[^{]*{([^}]*)}/].map((body) => body.exec(torn("a"))?.[1] ?? "");
    const head = 'import { open } from "node:fs/promises";\n';
    await files.write("drive.ts", head + drive);
    const reading = head.replace("open", "open, writeFile") + look?.replace(/return (.*);/, 'await writeFile("/rdma/seen", $1);');
    await files.write("look.ts", reading);
    await documents.open(json, entries);
    const uri = files.uri("look.ts");
    await client.waitFor(uri, (all) => all.some(({ code: one }) => one === "FL4007"));
    await documents.open(uri, reading.replaceAll("16", "8"));
    await client.waitFor(uri, (all) => !all.some(({ code: one, tags = [] }) => one === "FL4007" && tags.length === 0));
    await until(
      () => ask<GetResultResult>(client, "faultline/getResult", { uri: json, scenario: "faultline.remote-files" }),
      (answer) => answer?.verdict === "holds",
    );
  }));
