// Bundles what takes the place of modules of Node's inside the machine (`simulators/remote-file/in-machine`) into one text:
// `node tools/remote-file-modules.mjs`. The text is committed; a test compares it with what this makes.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const folder = join(root, "simulators/remote-file");

/** What each part is called in the names of the text: `promises$open`. */
const parts = {
  fs: "fs.ts",
  promises: "fs-promises.ts",
  readline: "readline.ts",
  consumers: "consumers.ts",
  constants: "constants-module.ts",
  remoteFile: "remote-file.ts",
};

const options = {
  bundle: true,
  write: false,
  format: "esm",
  platform: "neutral",
  target: "es2022",
  external: ["host:*"],
  // Blanks stay: without them esbuild leaves `/* @__PURE__ */` out, too, and every program would carry all that the text exports.
  minifySyntax: true,
  legalComments: "none",
  charset: "utf8",
  tsconfigRaw: {},
  absWorkingDir: root,
  logLevel: "warning",
};

/**
 * One ES module that imports modules of the machine alone, because its parts share what is open: and the names that each part exports.
 * What a program does not import is left out of its bundle.
 */
export async function bundleFiles() {
  const names = {};
  for (const [part, file] of Object.entries(parts)) names[part] = await exportsOf(join(folder, "in-machine", file));
  const contents = entryOf(names);
  for (const part of Object.keys(parts)) if (part !== "remoteFile") names[part].push("default");
  names.fs.push("promises");
  const stdin = { contents, resolveDir: join(folder, "in-machine"), sourcefile: "entry.ts", loader: "ts" };
  const { outputFiles } = await build({ ...options, stdin });
  return { names, text: outputFiles[0].text };
}

/** The default export of a part is an object of its names; `fs` has that of `fs/promises` in it. */
function entryOf(names) {
  const objectOf = (part, more = []) => `{ ${[...names[part].map((name) => `${name}: ${part}$${name}`), ...more].join(", ")} }`;
  return [
    ...Object.entries(parts).map(([part, file]) => {
      const list = names[part].map((name) => `${name} as ${part}$${name}`).join(", ");
      return `import { ${list} } from "./${file}";\nexport { ${names[part].map((name) => `${part}$${name}`).join(", ")} };`;
    }),
    `const promises$default = ${objectOf("promises")};`,
    `const readline$default = ${objectOf("readline")};`,
    `const consumers$default = ${objectOf("consumers")};`,
    "const constants$default = constants$constants;",
    `const fs$default = ${objectOf("fs", ["promises: promises$default"])};`,
    "export { fs$default, promises$default as fs$promises, promises$default, readline$default, consumers$default, constants$default };",
  ].join("\n");
}

async function exportsOf(path) {
  const { metafile } = await build({ ...options, entryPoints: [path], metafile: true });
  return [...Object.values(metafile.outputs)[0].exports].sort();
}

export const assetOf = ({ names, text }) => `// Made by tools/remote-file-modules.mjs.
export const names: Readonly<Record<${Object.keys(parts)
  .map((part) => `"${part}"`)
  .join(" | ")}, readonly string[]>> =
  ${JSON.stringify(names)};
export const text: string =
  ${JSON.stringify(text)};
`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(join(folder, "assets"), { recursive: true });
  writeFileSync(join(folder, "assets/files.ts"), assetOf(await bundleFiles()));
}
