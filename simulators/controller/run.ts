/** What only the engine's workers need: the machine and the search. Builds for the rim leave it out (esbuild.mjs). */
export { runScenario } from "./report/outcome.ts";
export { replayTrace } from "./report/replay-trace.ts";
