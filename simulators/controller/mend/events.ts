import type { Fix } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import { withoutLine } from "./guards.ts";
import type { Subject } from "./subject.ts";

/** `else if (event === "MODIFIED" && …) { … }`: events are skipped and repeated, so that none says what is to be done. Those of a deletion stay. */
export function withoutEvents({ look, parsed, tagged }: Subject): readonly Fix[] {
  const { compiler } = look;
  return tagged.flatMap(({ fn }): readonly Fix[] => {
    const event = fn.parameters[1]?.name;
    if (!event || !compiler.isIdentifier(event)) return [];
    const asking = new RegExp(`\\b${event.text}\\s*[!=]==?\\s*["'](?:ADDED|MODIFIED|add|update|change)["']`);
    return look.below(fn.body, false).flatMap((node): readonly Fix[] => {
      if (!compiler.isIfStatement(node) || node.elseStatement || !asking.test(look.text(node.expression))) return [];
      const { parent } = node;
      const isElse = compiler.isIfStatement(parent) && parent.elseStatement === node;
      const edit = isElse ? editOf(parsed, parent.thenStatement.end, node.end, "") : withoutLine(parsed, node);
      return [{ title: "Do not go by the kind of the event", edits: [edit] }];
    });
  });
}
