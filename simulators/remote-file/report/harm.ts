import type { Shown } from "./trace.ts";
import type { ToldStep } from "./steps.ts";

/** Index of the step that harms, on which the panel opens; undefined: none does. */
export function harmOf(told: readonly ToldStep[], shown: Shown): number | undefined {
  if (shown.kind === "main") return undefined;
  if (shown.kind === "observer") {
    const placed = told.findLastIndex(({ step }) => step.action === "memory.place");
    return placed < 0 ? lastOf(told) : placed;
  }
  const { breach } = shown;
  const wanted = actionsOf(breach.detail.kind);
  const own = told.flatMap((one, index) => (one.of === breach.step ? [{ one, index }] : []));
  const { detail } = breach;
  const call = "call" in detail ? detail.call : undefined;
  const isIts = ({ occurrence }: ToldStep): boolean =>
    call === undefined || (occurrence?.process === call.process && occurrence.index === call.index);
  const found =
    own.findLast(({ one }) => wanted.includes(one.step.action) && isIts(one)) ??
    own.findLast(({ one }) => wanted.includes(one.step.action)) ??
    own.at(-1);
  if (found) return found.index;
  const before = told.findLastIndex(({ of }) => of <= breach.step);
  return before < 0 ? lastOf(told) : before;
}

const lastOf = (told: readonly ToldStep[]): number | undefined => (told.length === 0 ? undefined : told.length - 1);

/** What the harm is, by what is wrong. */
function actionsOf(kind: Extract<Shown, { readonly kind: "breach" }>["breach"]["detail"]["kind"]): readonly string[] {
  switch (kind) {
    case "torn":
    case "published":
      return ["memory.fetch"];
    case "lost":
      return ["memory.place"];
    case "closed":
    case "stale":
    case "swallowed":
    case "outside":
    case "lock":
      return ["agent.end"];
    case "unhandled":
      return ["unhandled"];
    case "strayed":
      return ["strayed", "agent.end"];
    case "refused":
      return ["refused"];
    case "threw":
    case "unfinished":
      return ["process.end"];
    case "opens":
      return ["agent.open"];
  }
}
