// Bundles the host modules that the machine brings (`simulators/core/vm/host-modules/source`) into one text each: `node tools/host-modules.mjs`.
// The texts are committed, so that type checks and tests need no build; a test compares them with what this makes.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const folder = join(root, "simulators/core/vm/host-modules");

/** Modules that others share: everybody gets the same classes. */
const shared = new Set(["web-events", "web-url", "encoding", "timers"]);
/** Packages ask for each other by these names; what they get is the default export. */
const neighbours = new Map(
  Object.entries({
    events: "events",
    buffer: "buffer",
    "process/": "process",
    process: "process",
    string_decoder: "string_decoder",
    "string_decoder/": "string_decoder",
    "abort-controller": "web-events",
  }),
);

const links = {
  name: "links",
  setup(plugin) {
    plugin.onResolve({ filter: /^host:/ }, ({ path }) => ({ path, external: true }));
    plugin.onResolve({ filter: /^\.\/[\w-]+\.ts$/ }, ({ path, importer }) => {
      const name = basename(path, ".ts");
      return shared.has(name) && dirname(importer) === join(folder, "source") ? { path: `host:${name}`, external: true } : undefined;
    });
    plugin.onResolve({ filter: /.*/ }, ({ path, importer }) => {
      const name = neighbours.get(path);
      const isOurs = dirname(importer) === join(folder, "source");
      if (name !== undefined && importer !== "" && !isOurs) return { path: name, namespace: "neighbour" };
      if (path === "safe-buffer") return { path: "buffer", namespace: "neighbour" };
      if (path === "qs") return { path: "querystring", namespace: "neighbour" };
      return undefined;
    });
    plugin.onLoad({ filter: /.*/, namespace: "neighbour" }, ({ path }) => ({
      contents: path === "web-events" ? `module.exports = require("host:${path}")` : `module.exports = require("host:${path}").default`,
    }));
    plugin.onResolve({ filter: /^host:/, namespace: "neighbour" }, ({ path }) => ({ path, external: true }));
  },
};

/** The text of one module: a function expression that answers its exports. */
export async function bundleHostModule(name) {
  const { outputFiles } = await build({
    entryPoints: [join(folder, "source", `${name}.ts`)],
    bundle: true,
    write: false,
    format: "cjs",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "es2022",
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "inline",
    charset: "utf8",
    tsconfigRaw: {},
    plugins: [links],
    absWorkingDir: root,
    logLevel: "warning",
  });
  const code = outputFiles[0].text.trim();
  return `function () {\nconst module = { exports: {} };\nconst exports = module.exports;\nconst require = $hostModule;\n${code}\nreturn module.exports;\n}`;
}

export const moduleNames = () =>
  readdirSync(join(folder, "source"))
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
    .map((name) => basename(name, ".ts"))
    .sort();

export const assetOf = (text) => `// Made by tools/host-modules.mjs.\nexport const text: string =\n  ${JSON.stringify(text)};\n`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const assets = join(folder, "assets");
  rmSync(assets, { recursive: true, force: true });
  mkdirSync(assets, { recursive: true });
  const names = moduleNames();
  const sizes = await Promise.all(
    names.map(async (name) => {
      const text = await bundleHostModule(name);
      writeFileSync(join(assets, `${name}.ts`), assetOf(text));
      return `${name} ${text.length}`;
    }),
  );
  const imports = names.map((name, at) => `import { text as text${at} } from "./${name}.ts";`).join("\n");
  const rows = names.map((name, at) => `  "${name}": text${at},`).join("\n");
  writeFileSync(
    join(assets, "all.ts"),
    `// Made by tools/host-modules.mjs.\n${imports}\n\n/** Name of a source → its text as a function expression that answers its exports. */\nexport const assets: Readonly<Record<string, string>> = {\n${rows}\n};\n`,
  );
  console.log(sizes.join("\n"));
}
