import { countOf, formatCount } from "../../../core/config/words.ts";
import { headerBytes } from "../../header.ts";
import type { Group } from "../../model.ts";
import { hostText } from "../../names.ts";
import { alsoSenders, type Desk, type Draft, draftOf, groupName, limit, nameOf, packetOf } from "../draft.ts";
import type { OverBudget } from "../findings.ts";
import { areLimitsTried, descending, firstThatMends, isMended, setting, withLimits } from "../remedies.ts";

/** FL3001. */
export function overBudgetProblem(desk: Desk, group: Group, finding: OverBudget): Draft {
  const { topology, limits } = desk.state.fabric;
  const bytes = headerBytes(finding.bits);
  const parts = finding.parts.filter(({ part }) => part !== "type").map(({ part, bits }) => `${part} ${formatCount(bits)}`);
  const from = hostText(topology, finding.way.from);
  const fitting = fittingIds(desk, group);
  const advice = !areLimitsTried(desk)
    ? ""
    : fitting === undefined
      ? "; no idsPerRule makes it fit"
      : `; with idsPerRule ${fitting} it fits`;
  const message =
    `The header of ${groupName(group)} takes ${countOf(bytes, "byte")} from ${from}${alsoSenders(finding.senders)}, ` +
    `${formatCount(bytes - limits.headerBytes)} over the budget of ${limits.headerBytes} (bits: ${parts.join(", ")})${advice}`;
  const related = [{ message: `The budget is ${countOf(limits.headerBytes, "byte")}`, at: limit("headerBytes") }];
  const remedies = () => [
    ...(bytes <= mostHeaderBytes
      ? [
          setting(
            desk,
            limit("headerBytes"),
            bytes,
            () => isMended(desk, withLimits(desk, { headerBytes: bytes }), group, "over-budget"),
            true,
          ),
        ]
      : []),
    ...(fitting === undefined ? [] : [setting(desk, limit("idsPerRule"), fitting, () => true)]),
  ];
  const packet = packetOf(topology, group, finding.way, "FL3001");
  return draftOf(desk, { code: "FL3001", severity: "error", message, at: [nameOf(group)], related, remedies }, packet);
}

/** Bound of `limits.headerBytes`, and of `limits.idsPerRule`. */
const mostHeaderBytes = 1024;
const mostIds = 16;

/** The largest `idsPerRule` with which every header of the group fits, proven by encoding all groups with it. */
function fittingIds(desk: Desk, group: Group): number | undefined {
  return firstThatMends(desk, group, "over-budget", descending(mostIds, 1), (idsPerRule) => ({ idsPerRule }));
}
