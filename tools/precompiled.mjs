// A plugin for bundles with the machine in them: our own scripts are compiled when the bundle is made, not whenever a process needs one.
import { evaluate } from "./evaluate.mjs";

export const precompiledScripts = {
  name: "precompiled-scripts",
  setup(setup) {
    setup.onLoad({ filter: /[/\\]vm[/\\]precompiled[/\\]scripts\.ts$/ }, async () => {
      const { precompiled } = await evaluate('export * from "./simulators/own-scripts.ts";');
      return { contents: `export const precompiled = ${JSON.stringify(precompiled)};\n`, loader: "js" };
    });
  },
};
