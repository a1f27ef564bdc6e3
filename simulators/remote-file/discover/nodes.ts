import { nearest } from "../../core/nearest.ts";
import { badTag, changeTo, type Complaint } from "../../core/source/complaint.ts";
import type { Parsed } from "../../core/source/parse.ts";
import { either, quote } from "../../core/source/words.ts";
import type { RemoteFiles } from "../config/model.ts";
import type { TaggedProcess } from "./declarations.ts";

/** FL4000: processes on nodes that the configuration does not have, or that run no programs. */
export function unknownNodes(
  parsed: Parsed,
  processes: readonly TaggedProcess[],
  { nodes }: RemoteFiles,
  path: string,
): readonly Complaint[] {
  const apps = nodes.filter(({ role }) => role === "app").map(({ name }) => name);
  return processes.flatMap(({ name, node, nodeWord }): readonly Complaint[] => {
    const found = nodes.find((one) => one.name === node);
    if (!nodeWord || found?.role === "app") return [];
    const meant = nearest(node, apps) ?? (apps.length === 1 ? apps[0] : undefined);
    const file = path.slice(path.lastIndexOf("/") + 1);
    const known =
      apps.length === 0 ? `${quote(file)} has no node with role \`app\`` : `those with role \`app\` are ${either(apps.map(quote))}`;
    const why = found ? `${quote(node)} has role \`${found.role}\` and runs no programs` : `${quote(file)} has no node ${quote(node)}`;
    const fixes = meant === undefined ? [] : [changeTo(parsed, nodeWord, meant)];
    return [{ ...badTag(nodeWord, "error", `${quote(name)} cannot run there: ${why}; ${known}`, fixes), code: "FL4000" }];
  });
}
