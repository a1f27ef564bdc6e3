import type { Complaint } from "../../../core/source/complaint.ts";
import { quote } from "../../../core/source/words.ts";
import { setRegionSize } from "../fixes/configure.ts";
import type { Sighting } from "../sightings.ts";
import { calleeOf, type Context, mountOf, textOf } from "./context.ts";

const bounded = new Set(["read", "write", "atomic", "truncate", "writeWhole"]);

/** FL4006: bytes behind the end of a file's region. */
export function behindTheRegion(context: Context): readonly Complaint[] {
  return context.sightings.calls.flatMap((sightings): readonly Complaint[] => {
    const ends = sightings.map((sighting) => endOf(context, sighting));
    // Where it depends on the way there, a run tells.
    const [first] = sightings;
    const [end] = ends;
    if (!first || !end || ends.some((one) => one === undefined)) return [];
    const mount = mountOf(context, first);
    if (!mount) return [];
    const { kind, name } = first.action;
    const file = first.handle ? quote(textOf(context, first.action.target)) : quote(first.path ?? "");
    const effect = kind === "read" ? "there is never anything to read" : "it ends with EFBIG";
    const range =
      end.length === 0
        ? `from byte ${end.offset}`
        : kind === "truncate"
          ? `to ${end.length} bytes`
          : `of bytes ${end.offset} to ${end.offset + end.length - 1}`;
    return [
      {
        code: "FL4006",
        severity: "error",
        message: `\`${name}\` ${range} of ${file} goes beyond its region of ${mount.regionSize} bytes: ${effect}`,
        ...calleeOf(context, first.call),
        fixes: setRegionSize(context, first, end.offset + end.length),
      },
    ];
  });
}

/** The part that goes too far; of a series of rounds the last one. */
function endOf(context: Context, sighting: Sighting): { readonly offset: number; readonly length: number } | undefined {
  const { action, offsets, length, isSteady } = sighting;
  const mount = mountOf(context, sighting);
  if (!mount || !bounded.has(action.kind)) return undefined;
  const { regionSize } = mount;
  const places = offsets.length > 0 ? offsets : action.kind === "write" ? [0] : [];
  const isSeries = places.length > 1;
  if (isSeries && !isSteady) return undefined;
  const wrong = places.filter((offset) => (length === undefined ? regionSize <= offset : regionSize < offset + length) && 0 <= offset);
  const last = wrong.length > 0 ? Math.max(...wrong) : undefined;
  return last === undefined ? undefined : { offset: last, length: length ?? 0 };
}
