import assert from "node:assert/strict";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import type { CodeLens, Diagnostic } from "vscode-languageserver/node";
import { type Bundles, buildToyBundles } from "./bundle.ts";
import { documentsOf, startClient, type TestClient, type TestClientOptions } from "./client.ts";

export type Documents = ReturnType<typeof documentsOf>;

/** A server, built once for a file of tests, and an empty workspace. */
export interface Serving {
  readonly folder: () => string;
  readonly bundles: () => Bundles;
  readonly uriOf: (name: string) => string;
  /** Starts a server, and shuts it down in the orderly way afterwards. */
  readonly withClient: (
    initializationOptions: object,
    use: (client: TestClient, documents: Documents) => Promise<void>,
    more?: Partial<TestClientOptions>,
  ) => Promise<void>;
}

export function serving(buildBundles: () => Promise<Bundles> = buildToyBundles): Serving {
  let bundles: Bundles;
  let folder = "";
  before(async () => {
    bundles = await buildBundles();
    folder = realpathSync(mkdtempSync(join(tmpdir(), "faultline-workspace-")));
  });
  after(() => {
    bundles.remove();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    folder: () => folder,
    bundles: () => bundles,
    uriOf: (name) => `file://${folder}/${name}`,
    async withClient(initializationOptions, use, more = {}) {
      const client = await startClient({ server: bundles.server, folder, initialize: { initializationOptions }, ...more });
      try {
        await use(client, documentsOf(client.connection));
      } finally {
        await client.close();
      }
    },
  };
}

export const messagesOf = (diagnostics: readonly Diagnostic[]): readonly string[] =>
  diagnostics.map(({ message }) => (typeof message === "string" ? message : message.value));

export async function ask<Answer>({ connection }: TestClient, method: string, params?: object): Promise<Answer> {
  return connection.sendRequest<Answer>(method, params);
}

export async function lensTitles(client: TestClient, uri: string): Promise<readonly string[]> {
  const lenses = await ask<CodeLens[]>(client, "textDocument/codeLens", { textDocument: { uri } });
  return lenses.map(({ command }) => command?.title ?? "");
}

/** Asks again and again until the answer is right. */
export async function until<Answer>(question: () => Promise<Answer>, isRight: (answer: Answer) => boolean): Promise<Answer> {
  let answer = await question();
  for (let tries = 0; tries < 600 && !isRight(answer); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 25));
    answer = await question();
  }
  assert.ok(isRight(answer), `it did not come: ${JSON.stringify(answer).slice(0, 1000)}`);
  return answer;
}
