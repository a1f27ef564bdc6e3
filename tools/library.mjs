// What user code imports as `faultline/*`: how it is bundled, and its types.
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { declarationsOf } from "./declarations.mjs";

const library = { platform: "neutral", format: "esm", target: "es2022", minify: false };

/** Options for esbuild, apart from those that all bundles share. */
export const libraryBundles = (outdir) => [
  {
    ...library,
    entryPoints: { multicast: "api/multicast.ts", "critical-section": "api/critical-section.ts", "remote-file": "api/remote-file.ts" },
    outdir,
  },
  {
    ...library,
    entryPoints: { controller: "api/controller.ts", "controller/testing": "testing/controller/index.ts" },
    outdir,
    // It is for Node. What is bundled with it is the variant for any platform all the same, which asks for no module at run time.
    external: ["node:*"],
    // An error that the fake cluster answers with is a `KubeError` of `faultline/controller`: both take it from one file.
    splitting: true,
    chunkNames: "controller/part-[hash]",
  },
];

/** Types beside the bundles: for `exports`, and those of `api` for Add Types to Workspace. */
export function writeLibraryDeclarations(root, outdir) {
  mkdirSync(join(outdir, "controller"), { recursive: true });
  for (const name of readdirSync(join(root, "api")).filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))) {
    writeFileSync(join(outdir, name.replace(/\.ts$/, ".d.ts")), declarationsOf(join(root, "api", name)));
  }
  writeFileSync(join(outdir, "controller/testing.d.ts"), declarationsOf(join(root, "testing/controller/index.ts")));
}
