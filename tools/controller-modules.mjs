// Bundles what takes the place of modules of the user's (`simulators/controller/in-machine`): of each one text that programs are bundled with,
// which only says what there is, and the core of it, which machines have already: `node tools/controller-modules.mjs`.
// The texts are committed; a test compares them with what this makes.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { evaluate } from "./evaluate.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const folder = join(root, "simulators/controller");
const inMachine = join(folder, "in-machine");

const options = {
  bundle: true,
  write: false,
  platform: "neutral",
  target: "es2022",
  external: ["host:*"],
  legalComments: "none",
  charset: "utf8",
  tsconfigRaw: {},
  absWorkingDir: root,
  logLevel: "warning",
};

/** Module → what its core is made of, and what programs are bundled with, given the names that the core exports. */
const modules = {
  controller: { core: 'export * from "./controller.ts";', outside: (names) => namesFrom("faultline/controller", names) },
  "client-node": {
    core: 'export * from "./client-node/index.ts";\nexport { defineApi } from "./client-node/api.ts";\nexport { refuse } from "./client-node/not-modelled.ts";',
    outside: clientNode,
  },
};

/** Names of the assets. */
export const names = Object.keys(modules).flatMap((name) => [name, `${name}-core`]);

/** The text of one asset: an ES module over modules of the machine, or, for a core, a function expression that answers its exports. */
export async function bundleModule(asset) {
  const name = asset.replace(/-core$/, "");
  const { core, outside } = modules[name];
  if (asset === name) return bundleText(await outside(await exportsOf(entry(core))));
  const { outputFiles } = await build({ ...options, stdin: entry(core), format: "cjs", minifySyntax: true, minifyWhitespace: true });
  return `function () {\nconst module = { exports: {} };\n${outputFiles[0].text.trim()}\nreturn module.exports;\n}`;
}

const entry = (contents) => ({ contents, resolveDir: inMachine, sourcefile: "entry.ts", loader: "ts" });

async function bundleText(contents) {
  // Blanks stay: without them esbuild leaves `/* @__PURE__ */` out, too, and every program would carry all that the text exports.
  const { outputFiles } = await build({ ...options, stdin: entry(contents), format: "esm", minifySyntax: true });
  return `${outputFiles[0].text.replaceAll(/^\/\/ .*\n/gm, "").trim()}\n`;
}

const namesFrom = (module, names) => `export { ${names.join(", ")} } from "host:${module}";\n`;

/** The client with everything that its tables name. What a program does not import is left out of its bundle. */
async function clientNode(exported) {
  const tables = join(folder, "client-node/tables");
  const parts = ["methods.ts", "models.ts", "names.ts", "newer.ts"].map((name) => `export * from ${JSON.stringify(join(tables, name))};`);
  const { methods, models, otherNames, olderModels, newerModels, newerApis } = await evaluate(parts.join("\n"));
  const own = new Set([...exported.filter((name) => name !== "defineApi" && name !== "refuse"), "V1MicroTime"]);
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
  const module = "@kubernetes/client-node";
  // A subclass of Date is part of the program: that it reads the clock is seen by its text.
  return `${namesFrom(
    module,
    [...own].filter((name) => name !== "V1MicroTime"),
  )}export { V1MicroTime } from "./client-node/micro-time.ts";\nimport { defineApi, refuse } from "host:${module}";\n${made.join("\n")}`;
}

/** Names that a module exports. */
async function exportsOf(stdin) {
  const { metafile } = await build({ ...options, stdin, format: "esm", metafile: true });
  return [...Object.values(metafile.outputs)[0].exports].sort();
}

export const assetOf = (text) => `// Made by tools/controller-modules.mjs.\nexport const text: string =\n  ${JSON.stringify(text)};\n`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(join(folder, "assets"), { recursive: true });
  for (const name of names) writeFileSync(join(folder, "assets", `${name}.ts`), assetOf(await bundleModule(name)));
}
