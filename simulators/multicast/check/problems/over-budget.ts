import { countOf, formatCount } from "../../config/words.ts";
import { headerBytes } from "../../header.ts";
import type { Group } from "../../model.ts";
import { hostText } from "../../names.ts";
import { alsoSenders, type Desk, type Draft, draftOf, groupName, limit, nameOf, packetOf } from "../draft.ts";
import type { OverBudget } from "../findings.ts";

/** FL3001. @param fitting The largest `idsPerRule` with which the header fits; undefined: none does. */
export function overBudgetProblem(desk: Desk, group: Group, finding: OverBudget, fitting: number | undefined): Draft {
  const { topology, limits } = desk.state.fabric;
  const bytes = headerBytes(finding.bits);
  const parts = finding.parts.filter(({ part }) => part !== "type").map(({ part, bits }) => `${part} ${formatCount(bits)}`);
  const from = hostText(topology, finding.way.from);
  const advice = fitting === undefined ? "no idsPerRule makes it fit" : `with idsPerRule ${fitting} it fits`;
  const message =
    `The header of ${groupName(group)} takes ${countOf(bytes, "byte")} from ${from}${alsoSenders(finding.senders)}, ` +
    `${formatCount(bytes - limits.headerBytes)} over the budget of ${limits.headerBytes} (bits: ${parts.join(", ")}); ${advice}`;
  const related = [{ message: `The budget is ${countOf(limits.headerBytes, "byte")}`, at: limit("headerBytes") }];
  return draftOf(
    desk,
    { code: "FL3001", severity: "error", message, at: [nameOf(group)], related },
    packetOf(topology, group, finding.way, "FL3001"),
  );
}
