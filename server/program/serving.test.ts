import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import type { Result } from "../../protocol/report.ts";
import type { ReplayTraceResult, ScenarioStatus } from "../../protocol/requests.ts";
import { documentsOf, type TestClient } from "../testing/client.ts";
import { ask, lensTitles, messagesOf, serving, until } from "../testing/serve.ts";

const { folder, uriOf, withClient } = serving();

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder(), path)), { recursive: true });
    writeFileSync(join(folder(), path), text);
  }
}

/** Runs a test in a folder of the workspace that is empty before and after. */
const inWorkspace =
  (files: Readonly<Record<string, string>>, use: (client: TestClient) => Promise<void>, options: object = {}) =>
  async () => {
    write(files);
    try {
      await withClient(options, use);
    } finally {
      for (const path of Object.keys(files)) rmSync(join(folder(), path.split("/")[0] ?? path), { recursive: true, force: true });
    }
  };

const changed = (client: TestClient, path: string, type: 1 | 2 | 3) =>
  client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: uriOf(path), type }] });

const main = '// scenario: main\nimport { lib } from "./lib";\nexport const main = () => lib;\n';
const lib = (body: string) => `import { complain } from "faultline/code-toy";\nexport const lib = () => ${body};\n`;
const says = (message: string) => (found: readonly { readonly message: unknown }[]) => messagesOf(found as never).includes(message);
const status = async (client: TestClient) =>
  (await ask<{ scenarios: readonly ScenarioStatus[] }>(client, "faultline/listScenarios")).scenarios[0];

test(
  "server: problems stand in the imported file, follow its edits, and go",
  inWorkspace({ "a/main.code.ts": main, "a/lib.ts": lib('complain("first")') }, async (client) => {
    const { open, change, close } = documentsOf(client.connection);
    const [problem] = await client.waitFor(uriOf("a/lib.ts"), says("first"));
    assert.deepEqual(problem?.range, { start: { line: 1, character: 25 }, end: { line: 1, character: 33 } });
    assert.deepEqual(client.diagnostics.get(uriOf("a/main.code.ts")) ?? [], []);
    // An open file that no simulator claims counts as the editor has it.
    await open(uriOf("a/lib.ts"), lib('complain("first")'));
    await change(uriOf("a/lib.ts"), 2, lib('complain("unsaved")'));
    await client.waitFor(uriOf("a/lib.ts"), says("unsaved"));
    await change(uriOf("a/lib.ts"), 3, lib("null"));
    await client.waitFor(uriOf("a/lib.ts"), (found) => found.length === 0);
    assert.equal(
      (
        await until(
          () => status(client),
          (one) => one?.phase === "done",
        )
      )?.verdict,
      "holds",
    );
    // What is closed without being saved is as on disk again.
    await close(uriOf("a/lib.ts"));
    await client.waitFor(uriOf("a/lib.ts"), says("first"));
  }),
);

test(
  "server: a change on disk of an imported file runs its scenarios again",
  inWorkspace(
    { "b/main.code.ts": main, "b/lib.ts": 'export { lib } from "./deep";\n', "b/deep.ts": lib('complain("old")') },
    async (client) => {
      await client.waitFor(uriOf("b/deep.ts"), says("old"));
      const before = await ask<Result>(client, "faultline/getResult", { uri: uriOf("b/main.code.ts"), scenario: "main" });
      write({ "b/deep.ts": lib('complain("new")') });
      await changed(client, "b/deep.ts", 2);
      await client.waitFor(uriOf("b/deep.ts"), says("new"));
      const after = await ask<Result>(client, "faultline/getResult", { uri: uriOf("b/main.code.ts"), scenario: "main" });
      assert.notEqual(after.inputs, before.inputs);
      assert.equal(after.traces[0]?.inputs, after.inputs);
      const replayed = await ask<ReplayTraceResult>(client, "faultline/replayTrace", {
        trace: { kind: "result", uri: uriOf("b/main.code.ts"), scenario: "main", trace: 0 },
      });
      assert.equal(replayed.kind, "fails-again");
    },
  ),
);

test(
  "server: a missing module is told at its import until it is there",
  inWorkspace({ "c/main.code.ts": main }, async (client) => {
    const [problem] = await client.waitFor(uriOf("c/main.code.ts"), (found) => found.length === 1);
    assert.equal(problem?.code, "FL0003");
    assert.deepEqual(problem?.range, { start: { line: 1, character: 20 }, end: { line: 1, character: 27 } });
    assert.equal((await status(client))?.verdict, "not-run");
    write({ "c/lib.ts": lib('complain("there")') });
    await changed(client, "c/lib.ts", 1);
    await client.waitFor(uriOf("c/lib.ts"), says("there"));
    await client.waitFor(uriOf("c/main.code.ts"), (found) => found.length === 0);
  }),
);

test(
  "server: half-typed code is told at its place, and the last good result stays, marked obsolete",
  inWorkspace({ "d/main.code.ts": main, "d/lib.ts": lib('complain("good")') }, async (client) => {
    const { open, change } = documentsOf(client.connection);
    const uri = uriOf("d/lib.ts");
    await client.waitFor(uri, says("good"));
    await open(uri, lib('complain("good")'));
    await change(uri, 2, `const = 1;\n${lib('complain("good")')}`);
    const shown = await client.waitFor(uri, (found) => found.length === 2);
    const texts = messagesOf(shown);
    assert.ok(texts.some((text) => text.startsWith("Syntax error")));
    assert.ok(texts.includes("good (obsolete: the text has changed since)"));
    assert.equal(shown.find(({ code }) => code === "FL3901")?.range.start.line, 2, "it moves along with the text");
    await change(uri, 3, lib('complain("good")'));
    await client.waitFor(uri, (found) => found.length === 1 && says("good")(found));
  }),
);

test(
  "server: in a workspace that is not trusted nothing is bundled, and the lens says why; trust changes that",
  inWorkspace(
    { "e/main.code.ts": main },
    async (client) => {
      const blocked = await until(
        () => status(client),
        (one) => one?.phase === "blocked",
      );
      assert.equal(blocked?.verdict, undefined);
      assert.match((await lensTitles(client, uriOf("e/main.code.ts")))[0] ?? "", /waits until the workspace is trusted/);
      await ask(client, "faultline/run", {});
      // That `./lib` is missing is not even known.
      assert.deepEqual(client.diagnostics.get(uriOf("e/main.code.ts")) ?? [], []);
      await client.connection.sendNotification("faultline/trustGranted", {});
      await client.waitFor(uriOf("e/main.code.ts"), (found) => found.length === 1);
    },
    { isTrusted: false },
  ),
);

test(
  "server: a call that never returns is told at its line, and the next scenario is answered",
  inWorkspace(
    {
      "f/main.code.ts": '// scenario: main\nimport { hang } from "faultline/code-toy";\nexport function main() {\n  return hang();\n}\n',
      "f/next.code.ts": '// scenario: next\nimport { complain } from "faultline/code-toy";\nexport const next = () => complain("alive");\n',
    },
    async (client) => {
      const [problem] = await client.waitFor(uriOf("f/main.code.ts"), (found) => found.length === 1);
      assert.equal(problem?.code, "FL0003");
      assert.deepEqual(problem?.range, { start: { line: 3, character: 9 }, end: { line: 3, character: 13 } });
      await client.waitFor(uriOf("f/next.code.ts"), says("alive"));
    },
    { settings: { workers: 1 } },
  ),
);

test(
  "server: a scenario in a document that was never saved is run",
  inWorkspace({}, async (client) => {
    const { open } = documentsOf(client.connection);
    await open(
      "untitled:new.code.ts",
      '// scenario: main\nimport { complain } from "faultline/code-toy";\nexport const main = () => complain("unsaved");\n',
    );
    await client.waitFor("untitled:new.code.ts", says("unsaved"));
  }),
);

test("server: a problem in another folder of the workspace stands there, and follows its edits", async () => {
  write({ "one/src/main.code.ts": main.replace("./lib", "../../two/lib"), "two/lib.ts": lib('complain("beside")') });
  const workspaceFolders = ["one", "two"].map((name) => ({ uri: uriOf(name), name }));
  try {
    await withClient(
      {},
      async (client) => {
        await client.waitFor(uriOf("two/lib.ts"), says("beside"));
        const { open, change } = documentsOf(client.connection);
        await open(uriOf("two/lib.ts"), lib('complain("beside")'));
        await change(uriOf("two/lib.ts"), 2, lib("null"));
        await client.waitFor(uriOf("two/lib.ts"), (found) => found.length === 0);
      },
      { initialize: { workspaceFolders, initializationOptions: {} } },
    );
  } finally {
    for (const name of ["one", "two"]) rmSync(join(folder(), name), { recursive: true });
  }
});
