import type { PlainModel, Property } from "../model.ts";
import type { Run } from "../result.ts";
import type { Graph } from "./brute-force.ts";

/** Does the run violate the liveness property, by definition? */
export function isFairLasso<State>(
  { states, edges }: Graph<State>,
  model: PlainModel<State>,
  property: Property<(state: State) => boolean>,
  { initial, steps, loop }: Run<State>,
): boolean {
  if (loop === undefined || loop > steps.length) return false;
  const visited = [initial, ...steps.map(({ state }) => state)];
  const ring = visited.slice(loop);
  const numberOf = (state: State): number => states.findIndex((one) => JSON.stringify(one) === JSON.stringify(state));
  const last = visited.at(-1) as State;
  if (loop < steps.length && numberOf(last) !== numberOf(visited[loop] as State)) return false;
  const isFair = (model.fairness ?? []).every(({ kind, actions }) => {
    const isOf = (action: string): boolean => actions === "all" || actions.includes(action);
    const isEnabled = (state: State): boolean => edges.some(({ from, action }) => from === numberOf(state) && isOf(action));
    if (steps.slice(loop).some(({ action }) => isOf(action))) return true;
    return kind === "weak" ? !ring.every(isEnabled) : !ring.some(isEnabled);
  });
  if (!isFair) return false;
  if (property.kind === "eventually-always") return ring.some((state) => !property.test(state));
  return visited.some(
    (state, i) =>
      property.kind === "leads-to" && property.from(state) && [...visited.slice(i), ...ring].every((later) => !property.to(later)),
  );
}
