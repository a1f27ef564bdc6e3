import { methodText } from "./controller/client-node/api-prototype.ts";
import { coreTexts } from "./controller/process/cores.ts";
import { runnerText } from "./core/program/runner.ts";
import { ownScripts, precompile } from "./core/vm/precompiled/precompile.ts";

/** What a build puts in the place of `core/vm/precompiled/scripts.ts`. */
export const precompiled: Readonly<Record<string, string>> = precompile(ownScripts(coreTexts, [methodText, runnerText]));
