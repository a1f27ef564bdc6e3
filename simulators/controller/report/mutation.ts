import type { Problem } from "../../../protocol/problem.ts";
import type { SourceSpan } from "../../../protocol/source.ts";
import type { Program, Scenario } from "../../core/simulator.ts";
import type { CacheMutation } from "../process/types.ts";

/**
 * FL2106: a reconcile changes the informer's own object. All reconciles of it share that object until the server sends another one, so a change
 * is state of the process that passes for the cluster's.
 */
export function mutationProblems(scenario: Scenario, program: Program, mutations: readonly CacheMutation[]): readonly Problem[] {
  return mutations.length === 0 || isHandedOver(program) ? [] : mutations.map((mutation) => mutationProblem(scenario, mutation));
}

/** Without an informer, a bare `Watch` parses an object for each event and keeps none. */
function isHandedOver({ files }: Program): boolean {
  const own = files.flatMap(({ path, text }) => (text === undefined || path.includes("node_modules/") ? [] : [text]));
  return own.some((text) => /\bnew (?:\w+\.)?Watch\(/.test(text)) && !own.some((text) => /\b(?:makeInformer|ListWatch)\b/.test(text));
}

function mutationProblem(scenario: Scenario, { object, at }: CacheMutation): Problem {
  const place: SourceSpan = at ?? { path: scenario.path, range: scenario.range };
  const message = `this changes ${object} in the informer's cache, which all reconciles share and the cluster knows nothing of: the next one takes it for what the cluster holds; change a copy (\`structuredClone\`)`;
  return { code: "FL2106", severity: "warning", message, ...place, property: "FL2106", related: [] };
}
