import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { test } from "node:test";
import { simulators } from "../simulators/registry.ts";

declare const __ROOT__: string;
const root = __ROOT__;

/** Which folder may import which (ARCHITECTURE.md). Project references say the same to the compiler; this also sees tests' neighbours and packages. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  protocol: [],
  api: ["api/controller/run"],
  "simulators/core": ["protocol"],
  "simulators/controller": ["protocol", "simulators/core", "api"],
  "simulators/critical-section": ["protocol", "simulators/core", "api"],
  "simulators/multicast": ["protocol", "simulators/core", "api"],
  "simulators/remote-file": ["protocol", "simulators/core", "api", "simulators/remote-file/surface"],
  "simulators/remote-file/surface": [],
  simulators: [
    "protocol",
    "simulators/core",
    "simulators/controller",
    "simulators/critical-section",
    "simulators/multicast",
    "simulators/remote-file",
  ],
  "remote-files": ["simulators/remote-file/surface"],
  server: ["protocol", "simulators", "simulators/core"],
  cli: ["protocol", "simulators", "simulators/core", "simulators/multicast", "simulators/remote-file", "server", "testing", "remote-files"],
  client: ["protocol"],
  "client/panels": ["protocol"],
  testing: ["protocol", "api", "simulators/controller"],
  "api/controller/run": ["api"],
  bench: [
    "protocol",
    "simulators",
    "simulators/core",
    "simulators/controller",
    "simulators/critical-section",
    "simulators/multicast",
    "simulators/remote-file",
    "server",
    "cli",
    "remote-files",
  ],
};

/** Packages that only some folders may know. */
const reserved: readonly { readonly package: RegExp; readonly folders: readonly string[] }[] = [
  { package: /^vscode$/, folders: ["client"] },
  { package: /^vscode-languageclient/, folders: ["client"] },
  { package: /^vscode-(languageserver|jsonrpc)/, folders: ["server"] },
  { package: /^node:/, folders: ["server", "cli", "client", "bench", "testing", "remote-files", "api/controller/run"] },
  { package: /^esbuild(-wasm)?$/, folders: ["server", "bench"] },
];

const folders = Object.keys(allowed).sort((a, b) => b.length - a.length);
const folderOf = (path: string): string | undefined => folders.find((folder) => path.startsWith(`${folder}/`));

function sources(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sources(path);
    return entry.name.endsWith(".ts") && !/\.(test|bench)\.ts$/.test(entry.name) ? [path] : [];
  });
}

/** Folders and files that only tests and the panel's harness import. */
const helpsTests = /\/(testing|test-[\w-]+|dev)(\/|\.ts$)/;

const files = ["protocol", "api", "simulators", "server", "cli", "client", "testing", "remote-files"]
  .flatMap(sources)
  .filter((path) => !path.startsWith("client/test/") && !helpsTests.test(path));

const importPattern = /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^;'"]*?from\s+["']([^"']+)["']|(?<!typeof )import\(["']([^"']+)["']\)/g;

const imports = files.flatMap((path) =>
  [...readFileSync(join(root, path), "utf8").matchAll(importPattern)].map((match) => ({
    path,
    isType: match[1] !== undefined,
    target: match[2] ?? match[3] ?? "",
  })),
);

test("architecture: the imports of all folders were read", () => {
  assert.ok(files.length > 50, `${files.length} files`);
  assert.ok(imports.length > files.length, `${imports.length} imports`);
});

test("architecture: arrows between folders point the right way", () => {
  const wrong = imports.filter(({ path, target }) => {
    if (!target.startsWith(".")) return false;
    const from = folderOf(path);
    const to = folderOf(relative(root, resolve(root, dirname(path), target)).replaceAll("\\", "/"));
    return from !== undefined && to !== undefined && from !== to && !allowed[from]?.includes(to);
  });
  assert.deepEqual(wrong, []);
});

test("architecture: packages stay where they belong", () => {
  const wrong = imports.filter(({ path, target, isType }) => {
    const rule = reserved.find((candidate) => candidate.package.test(target));
    const folder = folderOf(path) ?? "";
    return rule !== undefined && !isType && !rule.folders.includes(folder);
  });
  assert.deepEqual(wrong, []);
});

test("architecture: only types of the compiler are imported", () => {
  assert.deepEqual(
    imports.filter(({ target, isType }) => target === "typescript" && !isType),
    [],
  );
});

test("architecture: a source file holds one idea (at most 450 lines)", () => {
  const long = files
    .map((path) => ({ path, lines: readFileSync(join(root, path), "utf8").split("\n").length }))
    .filter(({ lines }) => lines > 450);
  assert.deepEqual(long, []);
});

test("architecture: every simulator has fixtures, a docs page and a page for each code", () => {
  const missing = simulators.flatMap(({ id, codes }) =>
    [`test-fixtures/${id}`, `docs/${id}.md`, ...codes.map((code) => `docs/codes/${code}.md`)].filter(
      (path) => !existsSync(join(root, path)),
    ),
  );
  assert.deepEqual(missing, []);
  assert.ok(simulators.every(({ codes }) => codes.length > 0));
});

test("architecture: every code that a source file names has a page", () => {
  const named = new Set(files.flatMap((path) => readFileSync(join(root, path), "utf8").match(/\bFL[0-3]\d{3}\b/g) ?? []));
  const missing = [...named].filter((code) => /^FL(0|1|3)/.test(code) && !existsSync(join(root, "docs/codes", `${code}.md`)));
  assert.deepEqual(missing, []);
});

test("architecture: the project refers to nothing outside itself", () => {
  const wrong = files.filter((path) => /\.\.\/shared|\/work\/|registry\.npmjs/.test(readFileSync(join(root, path), "utf8")));
  assert.deepEqual(wrong, []);
});
