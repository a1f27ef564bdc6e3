import type { Complaint } from "../../../core/source/complaint.ts";
import { closedOnAllPaths } from "../fixes/close.ts";
import type { Leak } from "../sightings.ts";
import { calleeOf, type Context, textOf } from "./context.ts";

/** FL4020: a handle that some path leaves open. */
export function leftOpen(context: Context): readonly Complaint[] {
  const byOpen = new Map<Leak["open"], Leak[]>();
  for (const leak of context.sightings.leaks) byOpen.set(leak.open, [...(byOpen.get(leak.open) ?? []), leak]);
  return [...byOpen].map(([open, leaks]): Complaint => {
    const exits = leaks.flatMap(({ exit }) => (exit ? [exit] : []));
    const related = exits.map((exit) => {
      const start = exit.getStart(context.parsed.source);
      const isReturn = context.parsed.compiler.isReturnStatement(exit);
      return { start, end: isReturn ? start + "return".length : exit.end, message: "it is still open here" };
    });
    const message = `the file that \`${textOf(context, open.expression)}\` opens stays open on ${related.length > 0 ? "a path" : "the way to the end"}: nobody closes it, and its share of the channel is kept`;
    return { code: "FL4020", severity: "warning", message, ...calleeOf(context, open), related, fixes: closedOnAllPaths(context, open) };
  });
}
