import { join } from "node:path";
import type { TypeScript } from "../simulators/core/source/typescript.ts";
import { afterThisTurn, requireAndKeepCode } from "./code-cache.ts";

/**
 * The compiler's parser of our own distribution, never the workspace's compiler; loaded when it is first asked for.
 *
 * @param distFolder The folder of `typescript.cjs`.
 * @param codeCacheFolder Where what V8 makes of it is kept (see `code-cache.ts`). Asked for when it is loaded. None: nothing is kept.
 */
export function typescriptLoader(distFolder: string, codeCacheFolder: () => string | undefined = () => undefined): () => TypeScript {
  let compiler: TypeScript | undefined;
  return () => (compiler ??= requireAndKeepCode(join(distFolder, "typescript.cjs"), codeCacheFolder(), afterThisTurn) as TypeScript);
}
