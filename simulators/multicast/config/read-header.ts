import { bitmapOf } from "../bitmap.ts";
import { encodeHeader, hexOf } from "../header.ts";
import type { Header, PRule, Section, UpstreamPart } from "../model.ts";
import { type Context, say } from "./context.ts";
import type { Fields } from "../../core/config/fields.ts";
import { type ConfigNode, elementsOf, memberOf, type Pointer } from "../../core/config/node.ts";
import { readPorts } from "./ports.ts";
import { parseLeaf } from "./switches.ts";
import { countOf, quote } from "../../core/config/words.ts";

/** The bits of a header written by hand: given as such, or made from its parts in the order they are written in. */
export function readHeaderBits(context: Context, fields: Fields, at: Pointer): { readonly hex: string; readonly bits: number } {
  if (fields.has("hex")) return readHex(context, fields, at);
  complainOfUnplaced(context, fields, at);
  const { bytes, bits } = encodeHeader(context.topology, readHeader(context, fields, at));
  return { hex: hexOf(bytes), bits };
}

function readHex(context: Context, fields: Fields, at: Pointer): { readonly hex: string; readonly bits: number } {
  const hex = fields.text("hex");
  const bits = fields.number("bits");
  if (Math.ceil(bits / 8) * 2 !== hex.length) {
    const has = countOf(hex.length / 2, "byte");
    say(
      context,
      "FL3000",
      "error",
      [...at, "bits"],
      `${countOf(bits, "bit")} padded to bytes are ${countOf(Math.ceil(bits / 8), "byte")}, but \`hex\` has ${has}`,
    );
  }
  return { hex, bits };
}

/** The format has no place for what follows an upstream spine that is not there. */
function complainOfUnplaced(context: Context, fields: Fields, at: Pointer): void {
  if (fields.has("spine")) return;
  for (const part of ["pods", "podRules", "podDefault", "leafRules", "leafDefault"]) {
    if (!fields.has(part)) continue;
    say(
      context,
      "FL3000",
      "information",
      [...at, part],
      `Without \`spine\` the header ends behind the leaf's part: ${quote(part)} is not in it`,
      { place: "key" },
    );
  }
}

function readHeader(context: Context, fields: Fields, at: Pointer): Header {
  const { pods, leavesPerPod, hostsPerLeaf, spinesPerPod, coresPerSpine } = context.topology;
  const ports = (name: string, width: number, noun: string) => readPorts(context, memberOf(fields.node, name), width, noun, [...at, name]);
  const leaf: Tier = { name: "leaf", down: "hosts", width: hostsPerLeaf, up: spinesPerPod };
  const spine: Tier = { name: "spine", down: "leaves", width: leavesPerPod, up: coresPerSpine };
  const podSection: Rules = { rules: "podRules", rest: "podDefault", ids: "pods", ports: "leaves", width: leavesPerPod };
  const leafSection: Rules = { rules: "leafRules", rest: "leafDefault", ids: "leaves", ports: "hosts", width: hostsPerLeaf };
  const ds = readSection(context, fields, podSection, at);
  const dl = readSection(context, fields, leafSection, at);
  return {
    ul: readUpstream(context, fields, leaf, at),
    ...(fields.has("spine") ? { us: readUpstream(context, fields, spine, at) } : {}),
    ...(fields.has("pods") ? { dc: bitmapOf(pods, ports("pods", pods, "pods")) } : {}),
    ...(ds ? { ds } : {}),
    ...(dl ? { dl } : {}),
  };
}

/** Names of the parts of an upstream rule, and how many ports it has. */
interface Tier {
  readonly name: "leaf" | "spine";
  readonly down: "hosts" | "leaves";
  readonly width: number;
  readonly up: number;
}

function readUpstream(context: Context, fields: Fields, { name, down, width, up }: Tier, at: Pointer): UpstreamPart {
  const node = memberOf(fields.node, name);
  const upNode = memberOf(node, "up");
  const downPorts = readPorts(context, memberOf(node, down), width, `${down} under a ${name === "leaf" ? "leaf" : "spine"}`, [
    ...at,
    name,
    down,
  ]);
  const upPorts = readPorts(context, upNode, up, `up-ports of a ${name}`, [...at, name, "up"]);
  return { down: bitmapOf(width, downPorts), up: bitmapOf(up, upPorts), multipath: upNode?.kind === "string" };
}

/** Names of the parts of a downstream section, and how many ports its bitmaps have. */
interface Rules {
  readonly rules: "podRules" | "leafRules";
  readonly rest: "podDefault" | "leafDefault";
  readonly ids: "pods" | "leaves";
  readonly ports: "leaves" | "hosts";
  readonly width: number;
}

/** Undefined: neither rules nor a default are written. */
function readSection(context: Context, fields: Fields, names: Rules, at: Pointer): Section | undefined {
  if (!fields.has(names.rules) && !fields.has(names.rest)) return undefined;
  const rules = elementsOf(memberOf(fields.node, names.rules)).map((node, index): PRule => {
    const pointer = [...at, names.rules, index];
    const ports = readPorts(context, memberOf(node, names.ports), names.width, names.ports, [...pointer, names.ports]);
    const ids = memberOf(node, names.ids);
    const readIds =
      names.ids === "pods"
        ? readPorts(context, ids, context.topology.pods, "pods", [...pointer, "pods"])
        : readLeaves(context, ids, [...pointer, "leaves"]);
    return { ids: readIds, ports: bitmapOf(names.width, ports) };
  });
  if (!fields.has(names.rest)) return { rules };
  const rest = readPorts(context, memberOf(fields.node, names.rest), names.width, names.ports, [...at, names.rest]);
  return { rules, defaultPorts: bitmapOf(names.width, rest) };
}

/** Global numbers of leaves written as `p0.l1` or as numbers. */
function readLeaves(context: Context, node: ConfigNode | undefined, pointer: Pointer): readonly number[] {
  const leaves = elementsOf(node).flatMap((element, index) => {
    const text = element.kind === "string" ? String(element.value) : "";
    const leaf = parseLeaf(context.topology, text);
    if (leaf.tier !== "none") return [leaf.id];
    say(context, "FL3000", "error", [...pointer, index], `The fabric has no leaf ${quote(text)}: ${leaf.message}`);
    return [];
  });
  return leaves.sort((a, b) => a - b);
}
