import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { buildProgram, ended, type Program, workspace } from "./programs.ts";

let program: Program;
before(async () => {
  program = await buildProgram();
});
after(() => program.remove());

const definition = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: caches.cache.example.com }
spec:
  group: cache.example.com
  scope: Namespaced
  names: { kind: Cache, plural: caches }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties: { spec: { type: object, properties: { size: { type: integer, default: 3 } } } }
`;
const objects = `
apiVersion: cache.example.com/v1
kind: Cache
metadata: { name: a, namespace: shop }
spec: {}
---
apiVersion: v1
kind: ConfigMap
metadata: { name: b, namespace: shop }
`;

/** Starts the server. Its first line is the address. */
async function serve(folder: string, argv: readonly string[]) {
  const child = spawn(process.execPath, [program.main, "controller", "serve", ...argv], { cwd: folder, env: program.env });
  const end = ended(child);
  let out = "";
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on("data", (text: string) => (out += text).endsWith("\n") && resolve(out.trim()));
    void end.then(({ err }) => reject(new Error(err)));
  });
  const stop = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return end;
  };
  return { url, stop };
}

test("controller serve: a cluster of files, with what a definition says, until Ctrl-C", async () => {
  const { folder, remove } = workspace({
    "crd.yaml": definition,
    "a.yaml": objects,
    "b.json": '{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"two"}}',
  });
  const { url, stop } = await serve(folder, [
    "--definitions",
    "crd.yaml",
    "--objects",
    "a.yaml",
    "--objects",
    "b.json",
    "--kubeconfig",
    "out/kc",
  ]);
  const read = async (path: string) => (await fetch(`${url}${path}`)).json() as Promise<Record<string, unknown>>;
  assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
  assert.deepEqual((await read("/apis/cache.example.com/v1/namespaces/shop/caches/a"))["spec"], { size: 3 });
  assert.equal((await read("/api/v1/namespaces/two"))["kind"], "Namespace");
  const kubeconfig = JSON.parse(readFileSync(join(folder, "out/kc"), "utf8")) as { clusters: { cluster: { server: string } }[] };
  assert.equal(kubeconfig.clusters[0]?.cluster.server, url);
  // A watch that is open does not hold it.
  const watch = await fetch(`${url}/api/v1/configmaps?watch=true`);
  const { status, out, err } = await stop("SIGINT");
  assert.deepEqual([status, out], [130, `${url}\n`], err);
  await assert.rejects(watch.text());
  remove();
});

test("controller serve: built-in controllers work, unless they are not wanted", async () => {
  const { folder, remove } = workspace({
    "web.yaml": `
apiVersion: apps/v1
kind: ReplicaSet
metadata: { name: web, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web, image: web }] } }
`,
  });
  const pods = async (argv: readonly string[]) => {
    const { url, stop } = await serve(folder, ["--objects", "web.yaml", ...argv]);
    const { items } = (await (await fetch(`${url}/api/v1/pods`)).json()) as { items: { metadata: { name: string } }[] };
    assert.equal((await stop("SIGTERM")).status, 143);
    return items.map(({ metadata }) => metadata.name);
  };
  assert.equal((await pods(["--seed", "7"])).length, 2);
  assert.deepEqual(await pods(["--seed", "7"]), await pods(["--seed", "7", "--controllers", "running"]));
  assert.deepEqual(await pods(["--controllers", "none"]), []);
  remove();
});

test("controller serve: what is wrong is said in words, with status 2", async () => {
  const { folder, remove } = workspace({
    "broken.yaml": "a: [1",
    "bare.yaml": "kind: Pod",
    "wrong.yaml": "apiVersion: v1\nkind: Service\nmetadata: { name: a }\n",
  });
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const { port } = taken.address() as AddressInfo;
  const cases: readonly { readonly argv: readonly string[]; readonly message: RegExp }[] = [
    { argv: ["x.yaml"], message: /takes no operands: give x\.yaml as --objects or --definitions\n.*controller serve --help/ },
    { argv: ["--port", "99999"], message: /--port 99999: give a whole number from 0 to 65535/ },
    { argv: ["--port", String(port)], message: /another program uses it/ },
    { argv: ["--objects", "no.yaml"], message: /no\.yaml does not exist/ },
    { argv: ["--objects", "broken.yaml"], message: /^faultline: broken\.yaml: [^\n]* at line 1, column \d+\n$/ },
    { argv: ["--objects", "bare.yaml"], message: /bare\.yaml: an object has apiVersion, kind and metadata/ },
    { argv: ["--definitions", "wrong.yaml"], message: /wrong\.yaml: Service a: .*spec\.ports: Required value/ },
    { argv: ["--controllers", "some"], message: /give one of running, none/ },
    { argv: ["--kubeconfig", "."], message: /--kubeconfig \. is a folder/ },
  ];
  for (const { argv, message } of cases) {
    const { status, out, err } = await program.start(folder, ["controller", "serve", ...argv]);
    assert.deepEqual([status, out], [2, ""], argv.join(" "));
    assert.match(err, message);
  }
  taken.close();
  remove();
});
