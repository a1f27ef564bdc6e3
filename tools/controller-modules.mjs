// Bundles what takes the place of modules of the user's inside the machine (`simulators/controller/in-machine`) into one text each:
// `node tools/controller-modules.mjs`. The texts are committed; a test compares them with what this makes.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const folder = join(root, "simulators/controller");

/** Names of the assets. */
export const names = ["controller", "client-node"];

/** The text of one module: an ES module without imports. */
export async function bundleModule(name) {
  const folderOf = join(folder, "in-machine");
  const { outputFiles } = await build({
    stdin: {
      contents: name === "controller" ? 'export * from "./controller.ts";' : await clientNode(),
      resolveDir: folderOf,
      sourcefile: "entry.ts",
      loader: "ts",
    },
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    // Blanks stay: without them esbuild leaves `/* @__PURE__ */` out, too, and every program would carry all that the text exports.
    minifySyntax: true,
    legalComments: "none",
    charset: "utf8",
    tsconfigRaw: {},
    absWorkingDir: root,
    logLevel: "warning",
  });
  return `${outputFiles[0].text.replaceAll(/^\/\/ .*\n/gm, "").trim()}\n`;
}

/** The client with everything that its tables name. What a program does not import is left out of its bundle. */
async function clientNode() {
  const tables = join(folder, "client-node/tables");
  const parts = ["methods.ts", "models.ts", "names.ts", "newer.ts"].map((name) => `export * from ${JSON.stringify(join(tables, name))};`);
  const { methods, models, otherNames, olderModels, newerModels, newerApis } = await load(parts.join("\n"));
  const own = new Set(await exportsOf(join(folder, "in-machine/client-node/index.ts")));
  const lineNames = (text) => text.split("\n").map((line) => line.split(" ")[0]);
  const modelNames = [...new Set([...lineNames(models), ...lineNames(olderModels), ...newerModels.split(" ")])].sort((a, b) =>
    a < b ? -1 : 1,
  );
  const made = [
    ...Object.keys(methods).map((name) => `export const ${name} = /* @__PURE__ */ defineApi("${name}");`),
    ...modelNames.filter((name) => !own.has(name)).map((name) => `export const ${name} = /* @__PURE__ */ $model("${name}");`),
    ...`${otherNames} ${newerApis}`
      .split(" ")
      .filter((name) => !own.has(name))
      .map((name) => `export const ${name} = /* @__PURE__ */ refuse("${name}");`),
  ];
  return `export * from "./client-node/index.ts";\nimport { defineApi } from "./client-node/api.ts";\nimport { refuse } from "./client-node/not-modelled.ts";\n${made.join("\n")}`;
}

/** Names that a module exports. */
async function exportsOf(path) {
  const { metafile } = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    metafile: true,
    tsconfigRaw: {},
  });
  return Object.values(metafile.outputs)[0].exports;
}

/** Evaluates TypeScript of ours. */
async function load(contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root, loader: "ts" },
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    tsconfigRaw: {},
    logLevel: "warning",
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString("base64")}`);
}

export const assetOf = (text) => `// Made by tools/controller-modules.mjs.\nexport const text: string =\n  ${JSON.stringify(text)};\n`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(join(folder, "assets"), { recursive: true });
  for (const name of names) writeFileSync(join(folder, "assets", `${name}.ts`), assetOf(await bundleModule(name)));
}
