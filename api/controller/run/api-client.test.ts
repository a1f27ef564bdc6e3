import assert from "node:assert/strict";
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { test, type TestContext } from "node:test";
import type { TLSSocket } from "node:tls";
import { ApiClient } from "./api-client.ts";
import type { Connection, Tls } from "./connection.ts";
import { authority, clientCertificate, clientKey, serverCertificate, serverKey } from "./testing/certificates.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

async function listen(context: TestContext, server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function clientOf(context: TestContext, handler: Handler, connection: Partial<Connection> = {}, timeout = 5000): Promise<ApiClient> {
  const port = await listen(context, createHttpServer(handler));
  const server = new URL(`http://127.0.0.1:${port}${connection.server?.pathname ?? ""}`);
  const client = new ApiClient({ tls: {}, headers: () => Promise.resolve({}), ...connection, server }, "test/faultline", timeout);
  context.after(() => client.close());
  return client;
}

const answer = (response: ServerResponse, code: number, body: unknown): void =>
  void response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(body));

test("a request has its path, query, body and headers, below the path of the server", async (context) => {
  const client = await clientOf(
    context,
    (request, response) => {
      const { url, method, headers } = request;
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () =>
        answer(response, 200, {
          url,
          method,
          body,
          type: headers["content-type"],
          who: headers.authorization,
          agent: headers["user-agent"],
        }),
      );
    },
    { server: new URL("http://x/below/"), headers: () => Promise.resolve({ authorization: "Bearer t" }) },
  );
  const { code, body } = await client.request({
    method: "PATCH",
    path: "/api/v1/pods/a b",
    query: { q: "a=b&c" },
    type: "x/y",
    body: { a: "ü" },
  });
  assert.equal(code, 200);
  assert.deepEqual(body, {
    url: "/below/api/v1/pods/a%20b?q=a%3Db%26c",
    method: "PATCH",
    body: '{"a":"ü"}',
    type: "x/y",
    who: "Bearer t",
    agent: "test/faultline",
  });
});

test("no answer within the time rejects, and so does one that was not waited for", async (context) => {
  const client = await clientOf(context, () => {}, {}, 50);
  await assert.rejects(client.request({ method: "GET", path: "/" }), /no answer within 0\.05 s/);
  await assert.rejects(client.open({ method: "GET", path: "/" }, new AbortController().signal), /no answer within/);
  await assert.rejects(client.request({ method: "GET", path: "/" }, AbortSignal.abort(new Error("enough"))), /enough/);
});

test("a connection that is cut rejects; a text is a text", async (context) => {
  const client = await clientOf(context, (request, response) => {
    if (request.url === "/cut") request.socket.destroy();
    else response.writeHead(404, { "content-type": "text/plain" }).end("404 page not found\n");
  });
  await assert.rejects(client.request({ method: "POST", path: "/cut" }), { code: "ECONNRESET" });
  assert.deepEqual(await client.request({ method: "GET", path: "/text" }), { code: 404, body: "404 page not found\n" });
});

test("a stream gives whole lines, whatever the pieces; what breaks off in the middle rejects", async (context) => {
  const client = await clientOf(context, (request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.write('{"a":"');
    setImmediate(() => {
      // The two bytes of a letter come one by one.
      response.write(Buffer.from([0xc3]));
      setImmediate(() => {
        response.write(Buffer.from([0xbc]));
        response.write('"}\n\n{"b":1}\n{"c"');
        if (request.url === "/cut") setImmediate(() => request.socket.destroy());
        else response.end();
      });
    });
  });
  for (const path of ["/ended", "/cut"]) {
    const stream = await client.open({ method: "GET", path }, new AbortController().signal);
    assert.ok("lines" in stream);
    const lines: string[] = [];
    await assert.rejects(async () => {
      for await (const line of stream.lines) lines.push(line);
    });
    assert.deepEqual(lines, ['{"a":"ü"}', '{"b":1}']);
  }
});

test("a stream outlives the time for an answer, and ends with its signal", { timeout: 20_000 }, async (context) => {
  const client = await clientOf(
    context,
    (_, response) => {
      response.writeHead(200).flushHeaders();
      setTimeout(() => response.write("late\n"), 1200);
    },
    {},
    1000,
  );
  const stop = new AbortController();
  const stream = await client.open({ method: "GET", path: "/" }, stop.signal);
  assert.ok("lines" in stream);
  const lines = stream.lines[Symbol.asyncIterator]();
  assert.equal((await lines.next()).value, "late");
  const next = lines.next();
  stop.abort();
  await next.catch(() => {});
});

test("a read over a connection that the server has just closed is sent again, a write is not", async (context) => {
  let asked = 0;
  const client = await clientOf(context, (request, response) => {
    asked += 1;
    // Every second request finds its connection closed.
    if (asked % 2 === 0) request.socket.destroy();
    else answer(response, 200, { asked });
  });
  assert.deepEqual((await client.request({ method: "GET", path: "/" })).body, { asked: 1 });
  assert.deepEqual((await client.request({ method: "GET", path: "/" })).body, { asked: 3 });
  await assert.rejects(client.request({ method: "POST", path: "/", body: {} }), { code: "ECONNRESET" });
});

test("TLS: the authority, the name, and the certificate of the client", async (context) => {
  const tls = { cert: serverCertificate, key: serverKey, ca: authority, requestCert: true, rejectUnauthorized: false };
  const port = await listen(
    context,
    createHttpsServer(tls, (request, response) => {
      const { subject } = (request.socket as TLSSocket).getPeerCertificate();
      answer(response, 200, { user: (request.socket as TLSSocket).authorized ? subject.CN : "nobody" });
    }),
  );
  const ask = async (more: Tls, host = "127.0.0.1") => {
    const connection = { server: new URL(`https://${host}:${port}`), tls: more, headers: () => Promise.resolve({}) };
    const client = new ApiClient(connection, "test", 5000);
    context.after(() => client.close());
    return ((await client.request({ method: "GET", path: "/" })).body as { user: string }).user;
  };
  await assert.rejects(ask({}), /self-signed certificate|unable to verify/);
  assert.equal(await ask({ ca: authority }), "nobody");
  assert.equal(await ask({ rejectUnauthorized: false }), "nobody");
  assert.equal(await ask({ ca: authority, cert: clientCertificate, key: clientKey }), "client");
  await assert.rejects(ask({ ca: authority }, "localhost"), { code: "ERR_TLS_CERT_ALTNAME_INVALID" });
  assert.equal(await ask({ ca: authority, servername: "kube.test" }, "localhost"), "nobody");
});
