import type { Complaint } from "../../../core/source/complaint.ts";
import { quote } from "../../../core/source/words.ts";
import type { Sighting } from "../sightings.ts";
import { calleeOf, type Context, isRemote, textOf } from "./context.ts";
import { waysAround } from "./ways-around.ts";

/** FL4010: entry points that the agent refuses, and ways around it. */
export function refusedCalls(context: Context): readonly Complaint[] {
  const known = context.sightings.calls.flatMap(([sighting]): readonly Complaint[] => {
    const why = sighting && reasonFor(context, sighting);
    return sighting && why ? [{ code: "FL4010", severity: "error", message: why, ...calleeOf(context, sighting.call) }] : [];
  });
  return [...known, ...waysAround(context)];
}

function reasonFor(context: Context, sighting: Sighting): string | undefined {
  const { action, to, mount, path } = sighting;
  const file = sighting.handle ? quote(textOf(context, action.target)) : quote(path ?? textOf(context, action.target));
  if (action.kind === "refused" && isRemote(sighting))
    return `\`${action.name}\` of ${file} would go around the agent: for a file under a mount it is refused with ENOTSUP`;
  if (action.kind !== "rename" || !to || mount === to.mount) return undefined;
  const isKnown = (mount !== undefined || path !== undefined) && (to.mount !== undefined || to.path !== undefined);
  return isKnown ? `\`${action.name}\` of ${file} to ${quote(to.path ?? "")} leaves its mount: it ends with EXDEV` : undefined;
}
