import type { ScaleFigures } from "../../scale/figures.ts";
import type { Pointer } from "../../config/index.ts";
import { countOf, formatCount } from "../../../core/config/words.ts";
import { type Desk, type Draft, draftOf, limit } from "../draft.ts";
import { decimal } from "../words.ts";

/** FL3001 and FL3003 for groups that have no name of their own: they stand at `generate`. */
export function generatedProblems(desk: Desk, figures: ScaleFigures): Draft[] {
  const { limits } = desk.state.fabric;
  const { headers, onDefault, workload } = figures;
  const overBudget =
    `${decimal(headers.overBudget, 2)} % of ${countOf(workload.groups, "generated group")} have a header over the budget of ` +
    `${countOf(limits.headerBytes, "byte")}; the largest takes ${formatCount(headers.max)}`;
  const budget = [{ message: `The budget is ${countOf(limits.headerBytes, "byte")}`, at: limit("headerBytes") }];
  return [
    ...(headers.overBudget > 0
      ? [draftOf(desk, { code: "FL3001", severity: "error", message: overBudget, at: generateAt, related: budget })]
      : []),
    ...fullTables(desk, "leafTable", "leaf", onDefault.leaves, workload.groups),
    ...fullTables(desk, "spineTable", "spine", onDefault.pods, workload.groups),
  ];
}

const generateAt: readonly Pointer[] = [["generate", "groups"], ["generate"]];

/** With a table of size 1 or more only a full table sends a switch to the default rule. */
function fullTables(desk: Desk, name: "leafTable" | "spineTable", kind: string, share: number, groups: number): Draft[] {
  const size = desk.state.fabric.limits[name];
  if (size === 0 || share === 0) return [];
  const message = `${decimal(share, 2)} % of ${countOf(groups, "generated group")} find some ${kind} table full (${countOf(size, "entry", "entries")}) and fall to the default rule there`;
  const related = [{ message: `A ${kind} has room for ${countOf(size, "entry", "entries")}`, at: limit(name) }];
  return [draftOf(desk, { code: "FL3003", severity: "error", message, at: generateAt, related })];
}
