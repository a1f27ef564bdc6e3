import type { Complaint } from "../../../core/source/complaint.ts";
import { stretchOf } from "../../../core/source/parse.ts";
import { quote } from "../../../core/source/words.ts";
import { openUs, operationUs } from "../../latency/cost.ts";
import { boundOf } from "../loops.ts";
import { evaluate } from "../evaluate.ts";
import { hoisted } from "../fixes/hoist.ts";
import { start } from "../point.ts";
import { calleeOf, type Context } from "./context.ts";

/** FL4004: one path is opened in each round of a loop. */
export function hotOpens(context: Context): readonly Complaint[] {
  const { parsed, names, sightings, configuration, nodes } = context;
  return sightings.repeats.map(({ open, loop }): Complaint => {
    const [sighting] = sightings.calls.find(([one]) => one?.call === open) ?? [];
    const node =
      configuration.nodes.find(({ name }) => name === nodes[sighting?.process ?? 0]) ??
      configuration.nodes.find(({ role }) => role === "app");
    const each = node ? openUs(node.nic, false) : 0;
    const rounds = boundOf(names, loop, (inner) => evaluate(names, inner, start));
    const bytes = readBytes(context, sighting?.path);
    const against = node && bytes !== undefined ? `, a read of ${bytes} bytes takes ${figure(operationUs(node.nic, bytes))} µs` : "";
    const cost = rounds === undefined ? `${figure(each)} µs in each round` : `${rounds} × ${figure(each)} µs`;
    const begin = stretchOf(parsed, loop).start;
    return {
      code: "FL4004",
      severity: "warning",
      message: `${quote(sighting?.path ?? "")} is opened again in each round of a loop: ${cost} for the manager's answers alone${against} (simulated)`,
      ...calleeOf(context, open),
      related: [{ start: begin, end: begin + (/^\w+/.exec(parsed.text.slice(begin))?.[0].length ?? 1), message: "the loop" }],
      fixes: hoisted(context, open, loop),
    };
  });
}

const figure = (us: number): string => String(Number(us.toFixed(2)));

/** What reads of the path take, when that is known. */
function readBytes({ sightings }: Context, path: string | undefined): number | undefined {
  for (const [sighting] of sightings.calls) {
    const isRead = sighting?.action.kind === "read" && sighting.handle?.path === path;
    if (isRead && sighting.length !== undefined) return sighting.length;
  }
  return undefined;
}
