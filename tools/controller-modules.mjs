// Bundles what takes the place of modules of the user's inside the machine (`simulators/controller/in-machine`) into one text each:
// `node tools/controller-modules.mjs`. The texts are committed; a test compares them with what this makes.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const folder = join(root, "simulators/controller");

/** Entries, by the name of the asset. */
export const entries = { controller: "controller.ts", "client-node": "client-node.ts" };

/** The text of one module: an ES module without imports. */
export async function bundleModule(name) {
  const { outputFiles } = await build({
    entryPoints: [join(folder, "in-machine", entries[name])],
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "none",
    charset: "utf8",
    tsconfigRaw: {},
    absWorkingDir: root,
    logLevel: "warning",
  });
  return outputFiles[0].text.trim();
}

export const assetOf = (text) => `// Made by tools/controller-modules.mjs.\nexport const text: string =\n  ${JSON.stringify(text)};\n`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(join(folder, "assets"), { recursive: true });
  for (const name of Object.keys(entries)) writeFileSync(join(folder, "assets", `${name}.ts`), assetOf(await bundleModule(name)));
}
