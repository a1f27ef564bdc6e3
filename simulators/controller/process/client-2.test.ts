import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../protocol/json.ts";
import type { ProcessOptions } from "./options.ts";
import { processOf } from "./testing/bundle.ts";
import type { CallAnswer, ReconcileInput } from "./types.ts";

// `@kubernetes/client-node` 2.0.1: calls as in 1.x, over `undici`, and one parameter with another name.

const resource: JsonObject = { apiVersion: "x.example.com/v1", kind: "Thing", metadata: { name: "a", namespace: "n", uid: "u" } };
const tagged: ReconcileInput = { kind: "tagged", resource, event: "MODIFIED" };
const lost: CallAnswer = { kind: "lost" };

const program = (body: string): string => `
import { ApiException, CoreV1Api, CustomObjectsApi, KubeConfig, Observable, RequestContext } from "@kubernetes/client-node";
const config = new KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(CoreV1Api);
const custom = config.makeApiClient(CustomObjectsApi);
export async function reconcile() {
${body}
}`;

const start = async (body: string, client: ProcessOptions["client"]) => {
  const process = await processOf(program(body), client ? { client } : {});
  return { process, strand: process.start(tagged) };
};

async function pathOf(body: string, client: ProcessOptions["client"]): Promise<string | undefined> {
  const { strand } = await start(body, client);
  const [call] = strand.pending;
  if (call === undefined) return strand.ending?.kind === "threw" ? strand.ending.message : undefined;
  return call.target.kind === "api" ? `${call.target.request.path} ${call.target.request.agent ?? ""}` : undefined;
}

const all = (name: string): string =>
  `await custom.listCustomObjectForAllNamespaces({ group: "x.example.com", version: "v1", ${name}: "things" });`;

for (const [client, name, want] of [
  ["1.x", "plural", "/apis/x.example.com/v1/things node-fetch"],
  ["2.x", "resourcePlural", "/apis/x.example.com/v1/things undici"],
  [undefined, "plural", "/apis/x.example.com/v1/things node-fetch"],
  [undefined, "resourcePlural", "/apis/x.example.com/v1/things node-fetch"],
  [
    "1.x",
    "resourcePlural",
    "RequiredError: Required parameter plural was null or undefined when calling CustomObjectsApi.listCustomObjectForAllNamespaces.",
  ],
  [
    "2.x",
    "plural",
    "RequiredError: Required parameter resourcePlural was null or undefined when calling CustomObjectsApi.listCustomObjectForAllNamespaces.",
  ],
] as const) {
  test(`client ${client ?? "unknown"}: all objects of a kind by \`${name}\``, async () =>
    assert.equal(await pathOf(all(name), client), want));
}

test("client 2.x: object calls, as in 1.x", async () => {
  assert.equal(
    await pathOf(`await core.readNamespacedSecret({ name: "s", namespace: "n" });`, "2.x"),
    "/api/v1/namespaces/n/secrets/s undici",
  );
});

for (const [client, want] of [
  ["1.x", "FetchError ECONNRESET"],
  ["2.x", "TypeError fetch failed UND_ERR_SOCKET"],
] as const) {
  test(`client ${client}: what is thrown when no answer comes`, async () => {
    const { process, strand } = await start(
      `try { await core.readNamespacedSecret({ name: "s", namespace: "n" }); } catch (error) {
        console.log([error.name, error.name === "TypeError" ? error.message : "", error.code ?? error.cause?.code].filter(Boolean).join(" "), error instanceof ApiException);
      }`,
      client,
    );
    const { events } = process.answer(strand, 0, lost);
    assert.deepEqual(
      events.map((event) => event.kind === "log" && event.text),
      [`${want} false`],
    );
  });
}

test("client 2.x: a request has a dispatcher, and each header once", async () => {
  const { strand } = await start(
    `const context = new RequestContext("https://a/b", "GET");
  context.setHeaderParam("Accept", "a");
  context.setHeaderParam("accept", "b");
  context.setDispatcher("d");
  console.log(JSON.stringify(context.getHeaders()), context.getDispatcher());`,
    "2.x",
  );
  assert.deepEqual(
    strand.events.map((event) => event.kind === "log" && event.text),
    [`{"accept":"b"} d`],
  );
});
