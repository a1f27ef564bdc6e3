import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { type BuildOptions, build } from "esbuild";

declare const __ROOT__: string;
const root = __ROOT__;
const folder = join(root, ".cache", `library-${process.pid}`);
const installed = join(folder, "node_modules/faultline");

interface Library {
  readonly libraryBundles: (outdir: string) => readonly BuildOptions[];
  readonly writeLibraryDeclarations: (root: string, outdir: string) => void;
}

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
}

/** A project that has the library installed. */
before(async () => {
  const outdir = join(installed, "dist/api");
  const { libraryBundles, writeLibraryDeclarations } = (await import(pathToFileURL(join(root, "tools/library.mjs")).href)) as Library;
  mkdirSync(installed, { recursive: true });
  cpSync(join(root, "package.json"), join(installed, "package.json"));
  await Promise.all(
    libraryBundles(outdir).map((options) => build({ absWorkingDir: root, bundle: true, logLevel: "warning", keepNames: true, ...options })),
  );
  writeLibraryDeclarations(root, outdir);
  mkdirSync(join(folder, "node_modules/@types"));
  symlinkSync(join(root, "node_modules/@types/node"), join(folder, "node_modules/@types/node"), "junction");
});
after(() => rmSync(folder, { recursive: true, force: true }));

const node = (args: readonly string[]) => spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });

test("library: every export of the package is there, with its types", () => {
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
  const files = Object.values(exports).flatMap((target) => (typeof target === "string" ? [target] : [target.types, target.default]));
  assert.deepEqual(
    files.filter((file) => !existsSync(join(installed, file))),
    [],
  );
});

test("library: it runs where it is installed; errors of the fake cluster are those of the framework", () => {
  writeFileSync(
    join(folder, "use.mjs"),
    `import { isConflict, isAlreadyExists, runController } from "faultline/controller";
import { createCluster } from "faultline/controller/testing";
import "faultline/critical-section";
import "faultline/multicast";
const cluster = createCluster({ objects: ["{ apiVersion: v1, kind: Secret, metadata: { name: a, namespace: b } }"] });
const read = await cluster.kube.get("v1", "Secret", { namespace: "b", name: "a" });
await cluster.kube.update({ ...read, type: "Opaque", data: { a: "" } });
const errors = await Promise.all([cluster.kube.update({ ...read, data: {} }), cluster.kube.create(read)].map((done) => done.catch((error) => error)));
console.log(isConflict(errors[0]), isAlreadyExists(errors[1]) || errors[1].message);
const server = await cluster.serve();
const signal = AbortSignal.timeout(200);
await runController({ name: "c", resource: { apiVersion: "v1", kind: "Secret" }, reconcile: async ({ name }) => console.log(name) }, { kubeconfig: server.kubeconfig, leaderElection: false, signal });
// As kubectl writes it.
await runController({ name: "c", resource: { apiVersion: "v1", kind: "Secret" }, reconcile: async () => {} }, { kubeconfig: "a: 1\\nb: 2\\n" }).catch((error) => console.log(error.message));
await server.close();
`,
  );
  const { stdout, stderr } = node(["use.mjs"]);
  const [conflict, ...lines] = stdout.trim().split("\n");
  assert.match(conflict ?? "", /^true /, stderr);
  assert.deepEqual(lines, ["a", "the kubeconfig given names no current-context: kubectl config use-context NAME sets one"]);
});

test("library: its types fit each other in a strict project", () => {
  writeFileSync(
    join(folder, "use.ts"),
    `import { defineController, type Kube, type Stored, type KubeObject } from "faultline/controller";
import { type Cluster, createCluster } from "faultline/controller/testing";

interface Cache extends KubeObject { spec: { size: number } }
export const cluster: Cluster = createCluster({ controllers: "running", seed: 2 });
export const kube: Kube = cluster.kube;
const controller = defineController<Cache>({ name: "c", resource: { apiVersion: "a/v1", kind: "Cache" }, async reconcile() { await Promise.resolve(); } });
await controller.reconcile({ name: "a" }, cluster.kube, {});
export const found: Stored<Cache>[] = cluster.objects<Cache>("a/v1", "Cache");
for await (const { type, object } of cluster.watch<Cache>("a/v1", "Cache")) console.log(type, object.spec.size);
// @ts-expect-error -- no such fault
cluster.failNext({ method: "GET" }, "late");
`,
  );
  const options = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    module: "nodenext",
    target: "es2023",
    types: ["node"],
    skipLibCheck: false,
  };
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["use.ts"] }));
  const { status, stdout } = node([join(root, "node_modules/@typescript/native/bin/tsc"), "-p", "."]);
  assert.deepEqual([status, stdout], [0, ""]);
});
