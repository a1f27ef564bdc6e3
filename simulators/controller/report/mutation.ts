import type { Problem } from "../../../protocol/problem.ts";
import type { SourceSpan } from "../../../protocol/source.ts";
import type { Program, Scenario } from "../../core/simulator.ts";
import type { CacheMutation } from "../process/types.ts";
import type { MutationFound } from "../properties/types.ts";

/**
 * FL2106: a reconcile changes the informer's own object. All reconciles of it share that object until the server sends another one, so a change
 * is state of the process that passes for the cluster's.
 */
export function mutationsTold(program: Program, mutations: readonly MutationFound[]): readonly MutationFound[] {
  return mutations.length === 0 || isHandedOver(program) ? [] : mutations;
}

/** Without an informer, a bare `Watch` parses an object for each event and keeps none. */
export function isHandedOver({ files }: Program): boolean {
  const own = files.flatMap(({ path, text }) => (text === undefined || path.includes("node_modules/") ? [] : [text]));
  return own.some((text) => /\bnew (?:\w+\.)?Watch\(/.test(text)) && !own.some((text) => /\b(?:makeInformer|ListWatch)\b/.test(text));
}

/** One that no run was met for: the code changed it in what it would have done otherwise. */
export function mutationProblem(scenario: Scenario, { object, at }: CacheMutation): Problem {
  const place: SourceSpan = at ?? { path: scenario.path, range: scenario.range };
  return { code: "FL2106", severity: "warning", message: mutationText(object), ...place, property: "FL2106", related: [] };
}

export const mutationText = (object: string): string =>
  `this changes ${object} in the informer's cache, which all reconciles share and the cluster knows nothing of: the next one takes it for what the cluster holds; change a copy (\`structuredClone\`)`;
