import type { Complaint } from "../../../core/source/complaint.ts";
import { quote } from "../../../core/source/words.ts";
import type { Sighting } from "../sightings.ts";
import { ownFiles } from "../fixes/own-files.ts";
import { calleeOf, type Context } from "./context.ts";

/** FL4013: processes of two nodes append to one path. */
export function sharedAppends(context: Context): readonly Complaint[] {
  const byPath = new Map<string, Sighting[]>();
  for (const sightings of context.sightings.calls) {
    for (const sighting of sightings) {
      const { path, flags, mount, handle, process } = sighting;
      if (path === undefined || mount === undefined || handle || !flags?.append || process === undefined) continue;
      byPath.set(path, [...(byPath.get(path) ?? []), sighting]);
    }
  }
  return [...byPath].flatMap(([path, appends]) => complaints(context, path, appends));
}

function complaints(context: Context, path: string, appends: readonly Sighting[]): readonly Complaint[] {
  const nodeOf = ({ process = 0 }: Sighting): string => context.nodes[process] ?? "";
  const nodes = [...new Set(appends.map(nodeOf))].filter((node) => node !== "");
  if (nodes.length < 2) return [];
  const places = [...new Map(appends.map((sighting) => [sighting.call, sighting])).values()];
  const names = `${nodes.slice(0, -1).map(quote).join(", ")} and ${quote(nodes.at(-1) ?? "")}`;
  const [first, ...others] = places;
  if (!first) return [];
  const message = `${quote(path)} is appended to from the nodes ${names}: each writes behind the end that it found, so one line overwrites another`;
  const related = others.map((other) => ({ ...calleeOf(context, other.call), message: `node \`${nodeOf(other)}\` appends here` }));
  return [{ code: "FL4013", severity: "error", message, ...calleeOf(context, first.call), related, fixes: ownFiles(context, appends) }];
}
