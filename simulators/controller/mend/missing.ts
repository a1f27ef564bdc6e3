import type { Fix, TextEdit } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import type { ApiCall } from "../static/calls.ts";
import { type Insertion, takenForCreated, takenForMissing } from "./once.ts";
import type { Subject } from "./subject.ts";

/** 404 of what is deleted or asked for, 409 of what is created: the answer is what was wanted, or what is asked for next. */
export function expectedAnswers(subject: Subject): readonly Fix[] {
  const { ran } = subject;
  const harm = ran.slice(0, 1);
  const gone = textsOf(subject, ran, (call) => (call.kind === "delete" ? takenForMissing(subject, call) : undefined));
  const missing = textsOf(subject, harm, (call) => (call.kind === "read" ? takenForMissing(subject, call) : undefined));
  const made = textsOf(subject, harm, (call) => (call.kind === "create" ? takenForCreated(subject, call)?.[0] : undefined));
  const fixes: readonly Fix[] = [
    { title: "Take 404 for deleted", edits: gone },
    { title: "Take 404 for nothing there", edits: missing },
    { title: "Take 409 for created", edits: made },
  ];
  return fixes.filter(({ edits }) => edits.length > 0);
}

const textsOf = (
  { parsed }: Subject,
  calls: readonly ApiCall[],
  insertion: (call: ApiCall) => Insertion | undefined,
): readonly TextEdit[] =>
  calls.flatMap((call) => {
    const found = insertion(call);
    return found ? [editOf(parsed, found.at, found.at, found.text)] : [];
  });
