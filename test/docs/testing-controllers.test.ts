import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { build, type Plugin } from "esbuild";

declare const __ROOT__: string;
const root = __ROOT__;
/** Inside of the project: packages are found from there. */
const folder = join(root, ".cache", `docs-${process.pid}`);

const modules: Readonly<Record<string, string>> = {
  "faultline/controller": join(root, "api/controller.ts"),
  "faultline/controller/testing": join(root, "testing/controller/index.ts"),
  "@kubernetes/client-node": join(root, "node_modules/client-node-1"),
};

/** Each example is a file of tests. */
const examples = Array.from(
  readFileSync(join(root, "docs/testing-controllers.md"), "utf8").matchAll(/^```ts\n([^]*?)^```$/gm),
  ([, text = ""]) => text,
);

before(() => {
  mkdirSync(folder, { recursive: true });
  examples.forEach((text, index) => writeFileSync(join(folder, `example-${index + 1}.test.ts`), text));
});
after(() => rmSync(folder, { recursive: true, force: true }));

test("docs/testing-controllers.md: the types of its examples fit", () => {
  const options = {
    extends: "../../tsconfig.base.json",
    compilerOptions: {
      composite: false,
      emitDeclarationOnly: false,
      noEmit: true,
      types: ["node"],
      paths: Object.fromEntries(Object.entries(modules).map(([name, path]) => [name, [path]])),
    },
    include: ["."],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(options));
  const { status, stdout } = spawnSync(process.execPath, [join(root, "node_modules/@typescript/native/bin/tsc"), "-p", folder], {
    encoding: "utf8",
  });
  assert.deepEqual([status, stdout], [0, ""]);
});

test("docs/testing-controllers.md: its examples pass", async () => {
  assert.ok(examples.length >= 5, `${examples.length} examples`);
  const names = examples.map((_, index) => `example-${index + 1}.test`);
  const resolveModules: Plugin = {
    name: "modules",
    setup(setup) {
      setup.onResolve({ filter: /^faultline\// }, ({ path }) => ({ path: modules[path] ?? path }));
      setup.onResolve({ filter: /^@kubernetes\/client-node$/ }, () => ({ path: "client-node-1", external: true }));
    },
  };
  await build({
    entryPoints: names.map((name) => join(folder, `${name}.ts`)),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    plugins: [resolveModules],
    logLevel: "warning",
  });
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const files = names.map((name) => join(folder, `${name}.mjs`));
  const { status, stdout } = spawnSync(process.execPath, ["--test", "--test-reporter=tap", ...files], { encoding: "utf8", env });
  assert.equal(status, 0, stdout);
  const written = examples.join("\n").match(/^test\(/gm)?.length;
  assert.match(stdout, new RegExp(`^# pass ${written}$`, "m"));
});
