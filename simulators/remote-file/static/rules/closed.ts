import type { Complaint } from "../../../core/source/complaint.ts";
import { quote } from "../../../core/source/words.ts";
import { withoutEarlyClose } from "../fixes/early-close.ts";
import { calleeOf, type Context, textOf } from "./context.ts";

/** FL4002: a handle is used after it was closed, on all paths or on some. */
export function usesAfterClose(context: Context): readonly Complaint[] {
  return context.sightings.calls.flatMap((sightings): readonly Complaint[] => {
    const [first] = sightings;
    // `FileHandle.close` of a closed handle does nothing; of a number it closes what has that number by then.
    if (!first || (first.action.kind === "close" && first.action.mode === "promise")) return [];
    const closed = sightings.filter(({ handle }) => handle?.isClosed);
    const [one] = closed;
    const at = one?.handle?.closedAt;
    if (!one || !at) return [];
    const isAlways = closed.length === sightings.length;
    const name = quote(textOf(context, first.action.target));
    const message = isAlways
      ? `${name} is closed here: \`${first.action.name}\` ends with EBADF`
      : `${name} may be closed here: on a path that has closed it before, \`${first.action.name}\` ends with EBADF`;
    const start = at.getStart(context.parsed.source);
    return [
      {
        code: "FL4002",
        severity: isAlways ? "error" : "warning",
        message,
        ...calleeOf(context, first.call),
        related: [{ start, end: at.end, message: "it is closed here" }],
        fixes: withoutEarlyClose(context, at),
      },
    ];
  });
}
