import assert from "node:assert/strict";
import { connect } from "node:net";
import { test } from "node:test";
import { createCluster } from "./create-cluster.ts";
import { serve } from "./serve.ts";
import type { ServeOptions } from "./types.ts";

async function served<T>(
  use: (url: string, cluster: ReturnType<typeof createCluster>) => Promise<T>,
  options: ServeOptions = {},
): Promise<T> {
  const cluster = createCluster();
  const server = await cluster.serve(options);
  try {
    return await use(server.url, cluster);
  } finally {
    await server.close();
  }
}

interface Event {
  readonly type: string;
  readonly object: { readonly metadata: { readonly name?: string } };
}

/** The events of a watch as they arrive. */
async function* eventsOf(response: Response): AsyncGenerator<Event, undefined> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of response.body ?? []) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line) as Event;
  }
}

test("what the server is asked for is true in every spelling that clients have", () =>
  served(async (url, cluster) => {
    cluster.add({ apiVersion: "v1", kind: "Secret", metadata: { name: "a", namespace: "shop" } });
    for (const spelling of ["true", "True", "1", ""]) {
      const response = await fetch(`${url}/api/v1/secrets?watch=${spelling}&timeoutSeconds=3600`);
      const { value } = await eventsOf(response).next();
      assert.equal(value?.type, "ADDED", spelling);
    }
    for (const spelling of ["false", "False", "0"]) {
      const { kind } = (await (await fetch(`${url}/api/v1/secrets?watch=${spelling}`)).json()) as { kind: string };
      assert.equal(kind, "SecretList", spelling);
    }
  }));

test("events are sent at once, one a line, and a client that leaves is forgotten", () =>
  served(async (url, cluster) => {
    const secret = (name: string) => ({ apiVersion: "v1", kind: "Secret", metadata: { name, namespace: "shop" } });
    cluster.add(secret("a"));
    const stop = new AbortController();
    const response = await fetch(`${url}/api/v1/namespaces/shop/secrets?watch=true`, { signal: stop.signal });
    const events = eventsOf(response);
    const next = async () => {
      const { value } = await events.next();
      return `${value?.type ?? ""} ${value?.object.metadata.name ?? ""}`;
    };
    assert.equal(await next(), "ADDED a");
    cluster.add(secret("b"));
    assert.equal(await next(), "ADDED b");
    stop.abort();
    await assert.rejects(next());
    cluster.add(secret("c"));
    assert.equal((await fetch(`${url}/api/v1/secrets`)).status, 200);
  }));

test("a watch from a version that is forgotten is told so as its only event", () =>
  served(async (url, cluster) => {
    cluster.add({ apiVersion: "v1", kind: "Secret", metadata: { name: "a", namespace: "shop" } });
    cluster.compact();
    const lines = (await (await fetch(`${url}/api/v1/secrets?watch=true&resourceVersion=1001`)).text()).trim().split("\n");
    const events = lines.map((line) => JSON.parse(line) as { type: string; object: { code: number; reason: string } });
    assert.deepEqual(
      events.map(({ type, object: { code, reason } }) => [type, code, reason]),
      [["ERROR", 410, "Expired"]],
    );
  }));

test("kubectl is told that no schema is published; encodings that cannot be read are refused", () =>
  served(async (url) => {
    const schema = await fetch(`${url}/openapi/v2`, { headers: { accept: "application/com.github.proto-openapi.spec.v2.v1.0+protobuf" } });
    assert.deepEqual([schema.status, await schema.text()], [200, ""]);
    assert.equal(((await (await fetch(`${url}/openapi/v2`)).json()) as { swagger: string }).swagger, "2.0");
    const headers = { "content-type": "application/vnd.kubernetes.protobuf" };
    const refused = await fetch(`${url}/api/v1/namespaces`, { method: "POST", headers, body: new Uint8Array([0x6b, 0x38, 0x73, 0]) });
    assert.equal(refused.status, 415);
    assert.match(((await refused.json()) as { message: string }).message, /application\/json, application\/yaml/);
    assert.equal((await fetch(`${url}/api`, { method: "HEAD" })).status, 405);
  }));

test("whole objects may be YAML, too", () =>
  served(async (url, cluster) => {
    const body = "kind: Namespace\nmetadata: { name: shop }\n";
    const headers = { "content-type": "application/yaml; charset=utf-8" };
    assert.equal((await fetch(`${url}/api/v1/namespaces`, { method: "POST", headers, body })).status, 201);
    assert.ok(cluster.objects("v1", "Namespace").some(({ metadata }) => metadata.name === "shop"));
  }));

test("a client that goes in the middle of its request, or speaks no HTTP, harms nobody", () =>
  served(async (url) => {
    const port = Number(new URL(url).port);
    for (const text of ["POST /api/v1/namespaces HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n{", "nonsense\r\n\r\n"]) {
      await new Promise<void>((resolve) => {
        const socket = connect(port, "127.0.0.1", () => socket.write(text, () => socket.destroySoon()));
        socket.on("close", () => resolve());
        socket.resume();
      });
    }
    assert.equal((await fetch(`${url}/readyz`)).status, 200);
  }));

test("a mistake of the server's own is answered with 500, and a port that is taken is an error", async () => {
  const broken = () => {
    throw new TypeError("a bug");
  };
  const server = await serve({ answer: broken, open: broken }, {});
  try {
    const response = await fetch(`${server.url}/api/v1/pods`);
    assert.deepEqual([response.status, ((await response.json()) as { message: string }).message], [500, "Internal error occurred: a bug"]);
    await assert.rejects(serve({ answer: broken, open: broken }, { port: server.port }), { code: "EADDRINUSE" });
  } finally {
    await server.close();
  }
});
