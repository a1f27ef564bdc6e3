// A plugin for bundles with the machine in them: our own scripts are compiled when the bundle is made, not whenever a process needs one.
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

export const precompiledScripts = {
  name: "precompiled-scripts",
  setup(setup) {
    let contents;
    setup.onStart(() => (contents = undefined));
    setup.onLoad({ filter: /[/\\]vm[/\\]precompiled[/\\]scripts\.ts$/ }, async () => ({
      contents: await (contents ??= moduleText()),
      loader: "ts",
    }));
  },
};

async function moduleText() {
  const { outputFiles } = await build({
    entryPoints: [join(root, "simulators/own-scripts.ts")],
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "node20",
    absWorkingDir: root,
    logLevel: "warning",
  });
  const { precompiled } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
  return `export const precompiled: Readonly<Record<string, string>> = ${JSON.stringify(precompiled)};\n`;
}
