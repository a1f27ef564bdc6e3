import type { Fix } from "../../../protocol/problem.ts";
import type { Group, Stream } from "../model.ts";
import { hostText } from "../names.ts";
import { type Context, type GroupNames, say } from "./context.ts";
import { insertElement, setOrInsert } from "../../core/config/edits.ts";
import { outerBytes } from "../header.ts";
import { fallbackLinks } from "./fallback.ts";
import { nearest } from "./nearest.ts";
import type { Pointer } from "../../core/config/node.ts";
import { changeTo, fixOf } from "../../core/config/problems.ts";
import type { Detection } from "./read-streams.ts";
import { hasPointer, rangeOf } from "../../core/config/spans.ts";
import { countOf, either, formatCount, quote } from "../../core/config/words.ts";

/** `FL3010` and `FL3011`: what keeps the packets of a stream from getting a multicast header (§6). */
export function complainOfStream(context: Context, stream: Stream, groups: GroupNames, detection: Detection): void {
  const isSeen = stream.kind === "statistics" && detection.udpPorts.includes(stream.udpPort);
  if (stream.group === undefined) unknownGroup(context, stream, groups, detection, isSeen);
  if (stream.kind === "statistics" && !isSeen) unwatchedPort(context, stream, detection);
  else if (stream.kind === "other" && stream.group !== undefined) otherKind(context, stream);
}

function unknownGroup(context: Context, stream: Stream, groups: GroupNames, detection: Detection, isSeen: boolean): void {
  const pointer = ["streams", stream.index, "group"];
  const meant = groups.nearest(stream.groupText);
  const hint = meant ? ` (did you mean \`${meant.name}\`?)` : "";
  const isDropped = detection.unknownGroup === "drop" || !stream.receivers?.length;
  const cost = isDropped ? dropped(context, stream, meant, detection) : unicast(context, stream, stream.receivers ?? [], meant);
  const message = `No group ${quote(stream.groupText)}${hint}${isSeen ? `: ${cost}` : ""}`;
  const { spans } = context.document;
  const fallback: Pointer = ["unknownGroup"];
  say(context, "FL3010", isSeen ? (isDropped ? "error" : "warning") : "information", pointer, message, {
    related: [
      ...(meant ? [{ message: `Group ${quote(meant.name)}`, range: rangeOf(spans, ["groups", meant.index, "name"]) }] : []),
      ...(isSeen && hasPointer(spans, fallback) ? [{ message: "What is done with such packets", range: rangeOf(spans, fallback) }] : []),
    ],
    fixes: meant ? [changeTo(context.document, pointer, meant.name, true)] : [],
  });
}

/** Says what the fallback would have cost, when it is known to whom. */
function dropped(context: Context, stream: Stream, meant: Group | undefined, { unknownGroup: rule }: Detection): string {
  const why = rule === "drop" ? "`unknownGroup` says so" : "the stream names no `receivers` to send to one by one";
  const receivers = stream.receivers?.length ? stream.receivers : meant?.receivers;
  const instead = receivers?.length
    ? `, where unicast to ${countOf(receivers.length, "receiver")} would be ${unicastCost(context, stream, receivers, meant)}`
    : "";
  return `every packet is dropped, since ${why}: 0 links and 0 bytes${instead}`;
}

function unicast(context: Context, stream: Stream, receivers: readonly number[], meant: Group | undefined): string {
  return `each packet goes out as unicast to ${countOf(receivers.length, "receiver")}: ${unicastCost(context, stream, receivers, meant)}`;
}

/** For the sender that pays most; senders are the stream's, else those of the group that was meant. */
function unicastCost({ topology }: Context, stream: Stream, receivers: readonly number[], meant: Group | undefined): string {
  const senders = stream.senders ?? meant?.senders ?? [];
  const links = fallbackLinks(topology, receivers);
  const frame = outerBytes + stream.bytes;
  const worst = senders.reduce<number | undefined>(
    (best, sender) => (best !== undefined && links(sender) <= links(best) ? best : sender),
    undefined,
  );
  if (worst !== undefined) {
    const count = links(worst);
    return `${countOf(count, "link")} and ${countOf(count * frame, "byte")} from \`${hostText(topology, worst)}\``;
  }
  const [least, most] = [2 * receivers.length, 6 * receivers.length];
  return `${formatCount(least)} to ${countOf(most, "link")} and ${formatCount(least * frame)} to ${countOf(most * frame, "byte")}, depending on the sender`;
}

function unwatchedPort(context: Context, stream: Stream, { udpPorts }: Detection): void {
  const { document } = context;
  const pointer = ["streams", stream.index, "udpPort"];
  const ports = ["statistics", "udpPorts"];
  const watched = either(udpPorts.map((port) => String(port)));
  const message = `Statistics of ${quote(stream.groupText)} go to UDP port ${stream.udpPort}, but the hypervisor switch looks for port ${watched}: the packets pass untouched and get no multicast header`;
  say(context, "FL3011", "warning", pointer, message, {
    related: hasPointer(document.spans, ports) ? [{ message: "Ports of statistics", range: rangeOf(document.spans, ports) }] : [],
    fixes: portFixes(context, stream, udpPorts, pointer),
  });
}

function portFixes({ document }: Context, stream: Stream, udpPorts: readonly number[], pointer: Pointer): readonly Fix[] {
  const ports = ["statistics", "udpPorts"];
  const likely = Number(nearest(String(stream.udpPort), udpPorts.map(String)) ?? udpPorts[0]);
  const all = [...new Set([likely, ...udpPorts])].slice(0, 5);
  const watch = hasPointer(document.spans, ports)
    ? insertElement(document, ports, stream.udpPort)
    : setOrInsert(document, ports, [...udpPorts, stream.udpPort]);
  return [...all.map((port) => changeTo(document, pointer, port, port === likely)), fixOf(`Watch port ${stream.udpPort} too`, watch)];
}

function otherKind(context: Context, stream: Stream): void {
  const pointer = ["streams", stream.index, "kind"];
  const message = `Packets of this stream to ${quote(stream.groupText)} are no statistics: they pass untouched and get no multicast header`;
  say(context, "FL3011", "information", pointer, message, { fixes: [changeTo(context.document, pointer, "statistics")] });
}
