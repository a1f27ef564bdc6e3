import type { Step } from "../../../protocol/trace.ts";
import type { Finding, Run, WrongObject } from "../properties/types.ts";
import { outside } from "../properties/judge.ts";
import { places } from "./state.ts";
import type { Told } from "./step-words.ts";

/** Places of one object that are told: the rest is in the state. */
const mostDifferences = 8;

/** What is found out at the end of a run. Undefined: a step of it shows the harm, or it goes round for ever. */
export function closingStep(run: Run, finding: Finding, told: Told): Step | undefined {
  if (run.loop !== undefined || finding.harm !== undefined) return undefined;
  const changes = finding.objects.flatMap((object) =>
    object.differences.slice(0, mostDifferences).map(({ path, expected, actual }) => ({
      location: [...(object.resource === outside ? [places.external] : [places.cluster, told.names.cell(object)]), ...path],
      ...(actual === undefined ? {} : { before: actual, after: actual }),
      ...(expected === undefined ? {} : { expected }),
    })),
  );
  return { lane: "", action: "at-rest", message: messageOf(finding, told), changes, harm: true };
}

function messageOf({ detail, objects }: Finding, { names }: Told): string {
  const [first] = objects;
  const rest = objects.length > 1 ? `, and ${objects.length - 1} more` : "";
  if (detail.kind === "growth") return "and so on: each reconcile makes it larger";
  if (detail.kind === "rounds") return "and so on: what counts is as it was a round before";
  if (detail.kind === "desired") return `at rest: \`desired\` ${detail.message ? "throws" : "is false"}`;
  if (detail.kind === "terminating") return `at rest: ${first ? names.object(first) : "the resource"} is still terminating`;
  if (detail.kind === "restless") return `at rest: one more reconcile would write${first ? ` ${names.object(first)}` : ""}${rest}`;
  if (detail.kind === "anew") {
    const when = detail.of === "time" ? "a millisecond later" : "with another random value";
    const written = `${when}: one more reconcile writes${first ? ` ${names.object(first)}` : ""}${rest}`;
    return detail.isTold ? `${written}, and so on: each of its writes calls for the next` : written;
  }
  if (first?.resource === outside)
    return `at rest: ${String(first.differences[0]?.path[0] ?? "the outside")} is not as it should be${rest}`;
  return first ? `at rest: ${names.object(first)} ${problems[first.problem]}${rest}` : "at rest: not as it should be";
}

const problems: Readonly<Record<WrongObject["problem"], string>> = {
  missing: "is missing",
  unexpected: "should not be there",
  different: "is not as it should be",
  changed: "was changed",
  deleted: "was deleted",
};
