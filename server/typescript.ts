import { createRequire } from "node:module";
import { join } from "node:path";
import type { TypeScript } from "../simulators/core/simulator.ts";

/**
 * The compiler of our own distribution, never the workspace's; loaded when it is first asked for.
 * @param distFolder The folder of `typescript.cjs`.
 */
export function typescriptLoader(distFolder: string): () => TypeScript {
  let compiler: TypeScript | undefined;
  return () => {
    compiler ??= createRequire(join(distFolder, "typescript.cjs"))("./typescript.cjs") as TypeScript;
    return compiler;
  };
}
