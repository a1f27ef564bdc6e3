import type { CopyOnLink } from "../../../protocol/picture.ts";
import { isWanted } from "../check/deviations.ts";
import { isOverMtu, type PacketRun } from "./run.ts";

/** What a copy on a link is, as the panel colours it, by frame and hop. */
export function copyKinds(run: PacketRun): readonly (readonly CopyOnLink["kind"][])[] {
  const { topology } = run.state.fabric;
  const visited = new Set<string>();
  return run.told.map((told, frame) => {
    if (isOverMtu(run, told)) return [];
    return told.hops.map((hop) => {
      // Several headers are several frames: they may meet in a switch, but not at a host.
      const place = hop.to.kind === "host" ? `host:${hop.to.id}` : `${frame} ${hop.to.kind}:${hop.to.id}`;
      const isSecond = visited.has(place);
      if (hop.isSent) visited.add(place);
      if (!hop.isSent || hop.rule === "none") return "lost";
      if (isSecond) return "duplicate";
      return isWanted({ topology, branches: run.branches, sender: run.sender }, hop) ? "wanted" : "unasked";
    });
  });
}
