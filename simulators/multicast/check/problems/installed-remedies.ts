import { addPort, has, portsOf } from "../../bitmap.ts";
import { hasPointer, type Pointer, setValue } from "../../config/index.ts";
import { bytesOfHex } from "../../bits.ts";
import { decodeHeader, encodeHeader, hexOf } from "../../header.ts";
import type { Group, Header, InstalledHeader } from "../../model.ts";
import { hostText } from "../../names.ts";
import { podOfHost, portOfLeaf, leafOfHost } from "../../topology.ts";
import type { Desk } from "../draft.ts";
import type { Cause, PacketFinding } from "../findings.ts";
import { isMended, type Remedy, removal, withFabric } from "../remedies.ts";

/** What was written by hand is taken out, so that the controller's own serves. */
export function removalOfCause(desk: Desk, group: Group, cause: Cause, kind: PacketFinding["kind"]): Remedy[] {
  const { installed, topology } = desk.state.fabric;
  if (cause.kind === "rule") {
    const rules = installed.rules.filter(({ index }) => index !== cause.index);
    const isProven = () => isMended(desk, withFabric(desk, { installed: { ...installed, rules } }), group, kind);
    return [removal(desk, ["installed", "rules", cause.index], "Remove the table entry", isProven)];
  }
  if (cause.kind !== "header") return [];
  const header = installed.headers.find(({ index }) => index === cause.index);
  const headers = installed.headers.filter(({ index }) => index !== cause.index);
  const isProven = () => isMended(desk, withFabric(desk, { installed: { ...installed, headers } }), group, kind);
  const from = header?.from === undefined ? "" : ` of ${hostText(topology, header.from)}`;
  return [removal(desk, ["installed", "headers", cause.index], `Remove the header${from} written by hand`, isProven)];
}

/** Names one way up instead of several. */
export function oneWayUp(desk: Desk, group: Group, cause: Cause): Remedy[] {
  return (["leaf", "spine"] as const).flatMap((part) =>
    changedPart(desk, group, cause, "duplicate", [part, "up"], "any", `Let the ${part} choose one up-port`, (header) =>
      withAnyUp(header, part),
    ),
  );
}

function withAnyUp(header: Header, part: "leaf" | "spine"): Header | undefined {
  const upstream = part === "leaf" ? header.ul : header.us;
  if (!upstream || upstream.multipath || portsOf(upstream.up).length < 2) return undefined;
  const free = { ...upstream, up: upstream.up.map(() => 0), multipath: true };
  return part === "leaf" ? { ...header, ul: free } : { ...header, us: free };
}

/** Takes the sender's own pod out of `pods`, or its own leaf out of `spine.leaves`. */
export function withoutWayBack(desk: Desk, group: Group, cause: Cause): Remedy[] {
  const header = cause.kind === "header" ? desk.state.fabric.installed.headers.find(({ index }) => index === cause.index) : undefined;
  if (header?.from === undefined) return [];
  const { topology } = desk.state.fabric;
  const pod = podOfHost(topology, header.from);
  const leaf = portOfLeaf(topology, leafOfHost(topology, header.from));
  const decoded = readInstalled(desk, header);
  if (!decoded) return [];
  const pods = decoded.dc ? portsOf(decoded.dc).filter((port) => port !== pod) : [];
  const leaves = decoded.us ? portsOf(decoded.us.down).filter((port) => port !== leaf) : [];
  return [
    ...changedPart(desk, group, cause, "loop", ["pods"], pods, `Leave the sender's own pod ${pod} out`, ({ dc, ...rest }) =>
      dc && has(dc, pod) ? { ...rest, dc: bitmapLike(dc, pods) } : undefined,
    ),
    ...changedPart(desk, group, cause, "loop", ["spine", "leaves"], leaves, `Leave the sender's own leaf ${leaf} out`, ({ us, ...rest }) =>
      us && has(us.down, leaf) ? { ...rest, us: { ...us, down: bitmapLike(us.down, leaves) } } : undefined,
    ),
  ];
}

/** One part of a header that is written by parts gets another value, and the header made of it is checked. */
function changedPart(
  desk: Desk,
  group: Group,
  cause: Cause,
  kind: PacketFinding["kind"],
  part: Pointer,
  value: "any" | readonly number[],
  title: string,
  change: (header: Header) => Header | undefined,
): Remedy[] {
  if (cause.kind !== "header") return [];
  const { fabric } = desk.state;
  const pointer: Pointer = ["installed", "headers", cause.index, ...part];
  const written = fabric.installed.headers.find(({ index }) => index === cause.index);
  const decoded = written && readInstalled(desk, written);
  const changed = decoded && change(decoded);
  if (!written || !changed || !hasPointer(desk.document.spans, pointer)) return [];
  const { bytes, bits } = encodeHeader(fabric.topology, changed);
  const headers = fabric.installed.headers.map((one) => (one === written ? { ...one, hex: hexOf(bytes), bits } : one));
  const isProven = () => isMended(desk, withFabric(desk, { installed: { ...fabric.installed, headers } }), group, kind);
  return [{ title, edits: setValue(desk.document, pointer, value), isProven, preferred: true }];
}

function readInstalled({ state }: Desk, { hex, bits }: InstalledHeader): Header | undefined {
  const bytes = bytesOfHex(hex);
  if (!bytes || bits > bytes.length * 8) return undefined;
  const decoded = decodeHeader(state.fabric.topology, bytes, bits);
  return decoded.kind === "header" ? decoded.header : undefined;
}

function bitmapLike(bitmap: Uint32Array, ports: readonly number[]): Uint32Array {
  const other = bitmap.map(() => 0);
  for (const port of ports) addPort(other, port);
  return other;
}
