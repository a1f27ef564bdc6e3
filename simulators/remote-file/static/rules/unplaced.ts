import type { Complaint } from "../../../core/source/complaint.ts";
import { stretchOf } from "../../../core/source/parse.ts";
import { syncedBefore } from "../fixes/sync.ts";
import type { Unplaced } from "../sightings.ts";
import { calleeOf, type Context } from "./context.ts";

/** FL4012: with `completion: "transmit"` a write may be placed after what follows it. */
export const unplacedWrites = (context: Context): readonly Complaint[] =>
  context.sightings.unplaced.map((unplaced): Complaint => {
    const { written, at } = unplaced;
    return {
      code: "FL4012",
      severity: "warning",
      message: `${words[unplaced.why]}: with \`completion: "transmit"\` a write is complete before its bytes are placed, and there is no sync between`,
      ...calleeOf(context, at),
      related: [{ ...stretchOf(context.parsed, written), message: "this write may not be placed yet" }],
      fixes: syncedBefore(context, unplaced),
    };
  });

const words: Readonly<Record<Unplaced["why"], string>> = {
  rename: "the new name may show a file without its last bytes",
  unlink: "the source may be gone before its copy is there",
  channel: "this write may be seen before the one that was made before it",
};
