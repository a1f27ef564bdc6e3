import { fairnessBits } from "./fairness.ts";
import type { PackedModel, PackedTest, Property } from "./model.ts";
import type { PackedRun } from "./run.ts";
import { Successors } from "./successors.ts";

/**
 * Judges a run by itself, asking the model alone: why it does not show what it is to show (the violation of a property; of `reachable`, the witness),
 * or undefined when it does.
 */
export function judgeRun(model: PackedModel, property: Property<PackedTest>, run: PackedRun): string | undefined {
  const last = run.words.at(-1) as Int32Array;
  switch (property.kind) {
    case "always":
      return property.test(last, 0) ? "the last state has the property" : undefined;
    case "reachable":
      return property.test(last, 0) ? undefined : "the last state has not the property";
    case "deadlock-free":
      if (successorsOf(model, last).count > 0) return "the last state has successors";
      return property.mayEnd?.(last, 0) === true ? "the run may end in the last state" : undefined;
    case "leads-to": {
      const answered = run.words.findLastIndex((words) => property.to(words, 0));
      if (run.loop !== undefined && run.loop <= answered) return "the ring has the wanted state";
      if (!run.words.slice(answered + 1).some((words) => property.from(words, 0))) return "nothing is left unanswered";
      return unfairness(model, run);
    }
    case "eventually-always":
      return ringOf(run).every((words) => property.test(words, 0)) ? "the property is true in the whole ring" : unfairness(model, run);
  }
}

/** States that are visited again and again. */
const ringOf = ({ words, loop = 0 }: PackedRun): readonly Int32Array[] => words.slice(loop);

/** Why a run is not fair, or does not go on for ever. */
function unfairness(model: PackedModel, run: PackedRun): string | undefined {
  if (run.loop === undefined) return "the run ends";
  const { words, actions, loop } = run;
  const isRest = loop === actions.length;
  const last = words.at(-1) as Int32Array;
  if (!isRest && last.some((word, i) => word !== words[loop]?.[i])) return "the ring does not close";
  const { ofAction, weak, strong } = fairnessBits(model.actions, model.fairness);
  const enabled = ringOf(run).map((state) => {
    const out = successorsOf(model, state);
    return out.actions.subarray(0, out.count).reduce((bits, action) => bits | (ofAction[action] as number), 0);
  });
  const taken = actions.slice(loop).reduce((bits, action) => bits | (ofAction[action] as number), 0);
  const always = enabled.reduce((all, bits) => all & bits, -1);
  const sometimes = enabled.reduce((any, bits) => any | bits, 0);
  const neglected = ((weak & always) | (strong & sometimes)) & ~taken;
  const condition = model.fairness?.find((_, i) => (neglected & (1 << i)) !== 0);
  return condition && `the ring is not fair to \`${condition.name}\``;
}

function successorsOf(model: PackedModel, state: Int32Array): Successors {
  const out = new Successors(model.words);
  model.successors(state, 0, out);
  return out;
}
