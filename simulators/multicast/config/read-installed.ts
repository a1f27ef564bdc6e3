import type { Fabric, GroupKey, InstalledHeader, InstalledRule } from "../model.ts";
import { parseAddress } from "./addresses.ts";
import { type Context, type GroupNames, say } from "./context.ts";
import { Fields } from "../../core/config/fields.ts";
import { readHeaderBits } from "./read-header.ts";
import { memberOf, type Pointer } from "../../core/config/node.ts";
import { readPorts } from "./ports.ts";
import { changeTo } from "../../core/config/problems.ts";
import { bestBranch } from "./schema.ts";
import { rangeOf } from "../../core/config/spans.ts";
import { parseSwitch } from "./switches.ts";
import { quote } from "../../core/config/words.ts";

/** Reads `installed`: what the fabric holds before the controller does anything. */
export function readInstalled(context: Context, root: Fields, groups: GroupNames): Fabric["installed"] {
  const installed = root.fields("installed");
  const headers = installed.list("headers").map((fields, index) => readHeader(context, fields, index, groups));
  complainOfRepeated(context, headers);
  return { headers, rules: installed.list("rules").flatMap((fields, index) => readRule(context, fields, index)) };
}

function readHeader(context: Context, { node, schema }: Fields, index: number, groups: GroupNames): InstalledHeader {
  const at = ["installed", "headers", index];
  const fields = new Fields(node, (node && bestBranch(schema.oneOf ?? [], node)) ?? schema);
  const text = fields.text("group");
  const group = groups.find(text);
  const from = readSender(context, fields, [...at, "from"]);
  if (!group) {
    const meant = groups.nearest(text);
    const hint = meant ? `; did you mean \`${meant.name}\`?` : "";
    const fixes = meant ? [changeTo(context.document, [...at, "group"], meant.name, true)] : [];
    say(context, "FL3000", "error", [...at, "group"], `No group ${quote(text)} for this header${hint}`, { fixes });
  } else if (from !== undefined && !group.isBroken && !group.senders.includes(from)) {
    const message = `This host is no sender of ${quote(group.name)}, so the header is not used`;
    say(context, "FL3000", "information", [...at, "from"], message);
  }
  return {
    index,
    ...(group ? { group: group.index } : {}),
    ...(from === undefined ? {} : { from }),
    ...readHeaderBits(context, fields, at),
  };
}

/** `from` is one host. */
function readSender(context: Context, fields: Fields, pointer: Pointer): number | undefined {
  const node = memberOf(fields.node, "from");
  if (!node) return undefined;
  const { hosts, troubles } = context.hosts.elements([node], pointer, () => pointer);
  const [trouble] = troubles;
  if (trouble) {
    const fixes = trouble.mended === undefined ? [] : [changeTo(context.document, pointer, trouble.mended)];
    say(context, "FL3016", "error", pointer, trouble.message, { fixes });
  } else if (hosts.length !== 1) say(context, "FL3016", "error", pointer, `A header is of one sender; this names ${hosts.length} hosts`);
  return hosts.length === 1 ? hosts[0] : undefined;
}

function complainOfRepeated(context: Context, headers: readonly InstalledHeader[]): void {
  const seen = new Map<string, number>();
  for (const { group, from, index } of headers) {
    if (group === undefined || from === undefined) continue;
    const key = `${group} ${from}`;
    const earlier = seen.get(key);
    seen.set(key, earlier ?? index);
    if (earlier === undefined) continue;
    const at = (header: number): Pointer => ["installed", "headers", header, "from"];
    const related = [{ message: "The first header", range: rangeOf(context.document.spans, at(earlier)) }];
    say(context, "FL3000", "error", at(index), "This sender has a header for this group already", { related });
  }
}

function readRule(context: Context, fields: Fields, index: number): readonly InstalledRule[] {
  const at = ["installed", "rules", index];
  const place = parseSwitch(context.topology, fields.text("at"));
  const key = readKey(context, fields, at);
  if (place.tier === "none") {
    say(context, "FL3000", "error", [...at, "at"], `The fabric has no ${quote(fields.text("at"))}: ${place.message}`);
    return [];
  }
  const { leavesPerPod, hostsPerLeaf } = context.topology;
  const [noun, width] = place.tier === "leaf" ? (["leaf", hostsPerLeaf] as const) : (["spine", leavesPerPod] as const);
  const ports = readPorts(context, memberOf(fields.node, "ports"), width, `down-ports of a ${noun}`, [...at, "ports"]);
  return key ? [{ index, ...key, at: { tier: place.tier, id: place.id }, ports }] : [];
}

function readKey(context: Context, fields: Fields, at: Pointer): GroupKey | undefined {
  const address = parseAddress(fields.text("address"));
  if (address !== undefined) return { tenant: fields.number("tenant"), address };
  const message = `${quote(fields.text("address"))} is no multicast address: they go from 224.0.0.0 to 239.255.255.255`;
  say(context, "FL3000", "error", [...at, "address"], message);
  return undefined;
}
