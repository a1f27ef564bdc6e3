import type { Group, Stream } from "../model.ts";
import { membersProblem } from "./complaints-members.ts";
import { type Context, type GroupNames } from "./context.ts";
import type { Fields } from "../../core/config/fields.ts";
import { complainOfStream } from "./complaints-streams.ts";
import { memberOf } from "../../core/config/node.ts";
import { isBad } from "./read-groups.ts";
import { quote } from "../../core/config/words.ts";

/** What streams are judged by. */
export interface Detection {
  /** Ports of statistics (§6). */
  readonly udpPorts: readonly number[];
  readonly unknownGroup: "unicast" | "drop";
}

/** Reads `streams`, and complains of those that get no multicast header (FL3010, FL3011). */
export function readStreams(context: Context, root: Fields, groups: GroupNames, detection: Detection): readonly Stream[] {
  return root.list("streams").map((fields, index) => {
    const stream = readStream(context, fields, index, groups, detection);
    complainOfStream(context, stream, groups, detection);
    return stream;
  });
}

function readStream(context: Context, fields: Fields, index: number, groups: GroupNames, { udpPorts }: Detection): Stream {
  const at = ["streams", index];
  const groupText = fields.text("group");
  const group: Group | undefined = groups.find(groupText);
  const lists = ["senders", "receivers"].map((name) =>
    fields.has(name) ? context.hosts.list(memberOf(fields.node, name), [...at, name]) : undefined,
  );
  const [senders, receivers] = lists;
  const given = lists.filter((members) => members !== undefined);
  membersProblem(context, given, [{ message: `Stream of ${quote(groupText)}`, pointer: [...at, "group"] }]);
  const maxAgeMs = fields.optionalNumber("maxAgeMs");
  return {
    index,
    ...(group ? { group: group.index } : {}),
    groupText,
    kind: fields.text("kind") === "other" ? "other" : "statistics",
    intervalMs: fields.number("intervalMs"),
    bytes: fields.number("bytes"),
    ...(maxAgeMs === undefined ? {} : { maxAgeMs }),
    udpPort: fields.optionalNumber("udpPort") ?? udpPorts[0] ?? 0,
    ...(senders ? { senders: senders.hosts } : {}),
    ...(receivers ? { receivers: receivers.hosts } : {}),
    isBroken: given.some(isBad),
  };
}
