import { addressText, parseAddress } from "./addresses.ts";
import type { Suggestion } from "../../core/config/complete.ts";
import type { Cursor } from "../../core/config/cursor.ts";
import { type ConfigNode, elementsOf, memberOf } from "../../core/config/node.ts";
import type { Role } from "./roles.ts";
import { countOf } from "../../core/config/words.ts";

/** Offers that come from the rest of the configuration. */
export function suggestions(role: Role | undefined, cursor: Cursor): readonly Suggestion[] {
  const { root } = cursor;
  switch (role) {
    case undefined:
      return [];
    case "host":
      return [...hostNames(cursor), ...forms(hostForms)];
    case "group":
      return groupNames(root);
    case "element":
      return forms(elementForms);
    case "switch":
      return forms(switchForms);
    case "leaf":
      return forms([["p0.l0", "a leaf"]]);
    case "udpPort":
      return scalars(memberOf(memberOf(root, "statistics"), "udpPorts"), "a port of statistics");
    case "address":
      return nextAddress(root);
    case "tenant":
      return tenants(root);
  }
}

/** Keys of `limits.occupied`. */
export function switchNames(root: ConfigNode | undefined): readonly string[] {
  const pods = memberOf(memberOf(root, "topology"), "pods");
  const count = pods?.kind === "number" ? Math.min(Number(pods.value), 16) : 0;
  return ["leaf:p0.l0", ...Array.from({ length: count }, (_, pod) => `pod:${pod}`)];
}

type Form = readonly [example: string, detail: string];

const hostForms: readonly Form[] = [
  ["p0.l0.h0", "one host"],
  ["p0.l0.h*", "all hosts of a leaf"],
  ["p0.l*.h*", "all hosts of a pod"],
];

const elementForms: readonly Form[] = [
  ["spine:p0.s0", "a spine"],
  ["core:s0.c0", "a core"],
  ["leaf:p0.l0", "a leaf"],
  ["link:p0.l0-p0.s0", "the link between a leaf and a spine"],
  ["link:p0.s0-s0.c0", "the link between a spine and a core"],
  ["host:p0.l0.h0", "the link of a host"],
];

const switchForms: readonly Form[] = [
  ["leaf:p0.l0", "a leaf"],
  ["pod:0", "all spines of a pod"],
];

/** Each number of an example is a stop. */
function forms(list: readonly Form[]): readonly Suggestion[] {
  return list.map(([value, detail]) => {
    let stops = 0;
    return { value, snippet: value.replace(/\d+/g, (number) => `\${${++stops}:${number}}`), kind: "value", detail };
  });
}

/** A name does not stand for itself. */
function hostNames({ root, pointer }: Cursor): readonly Suggestion[] {
  const names = memberOf(root, "hosts");
  return (names?.kind === "object" ? names.members : []).flatMap((member): readonly Suggestion[] => {
    const name = member.key?.name ?? "";
    if (pointer[0] === "hosts" && pointer[1] === name) return [];
    const detail =
      member.kind === "array"
        ? `a name for ${countOf(member.members.length, "expression")}`
        : "value" in member
          ? String(member.value)
          : "";
    return [{ value: name, kind: "reference", detail }];
  });
}

function groupNames(root: ConfigNode | undefined): readonly Suggestion[] {
  return elementsOf(memberOf(root, "groups")).flatMap((group): readonly Suggestion[] => {
    const [name, tenant, address] = ["name", "tenant", "address"].map((property) => valueOf(memberOf(group, property)));
    return typeof name === "string" && name !== ""
      ? [{ value: name, kind: "reference", detail: `${tenant ?? "?"}/${address ?? "?"}` }]
      : [];
  });
}

function scalars(list: ConfigNode | undefined, detail: string): readonly Suggestion[] {
  return elementsOf(list).flatMap((element): readonly Suggestion[] => {
    const value = valueOf(element);
    return typeof value === "number" ? [{ value, kind: "reference", detail }] : [];
  });
}

/** One behind the highest address that is in use. */
function nextAddress(root: ConfigNode | undefined): readonly Suggestion[] {
  const taken = elementsOf(memberOf(root, "groups")).flatMap((group) => parseAddress(String(valueOf(memberOf(group, "address")))) ?? []);
  const highest = taken.reduce((most, address) => Math.max(most, address), firstAddress - 1);
  return highest < lastAddress ? [{ value: addressText(highest + 1), kind: "value", detail: "not in use" }] : [];
}

/** 239.1.1.1, in the block for administrative use within an organisation. @see RFC 2365 */
const firstAddress = 0xef010101;
/** 239.255.255.255 */
const lastAddress = 0xefffffff;

function tenants(root: ConfigNode | undefined): readonly Suggestion[] {
  const used = elementsOf(memberOf(root, "groups")).flatMap((group) => valueOf(memberOf(group, "tenant")) ?? []);
  return [...new Set(used)].flatMap((value): readonly Suggestion[] =>
    typeof value === "number" ? [{ value, kind: "reference", detail: "in use" }] : [],
  );
}

const valueOf = (node: ConfigNode | undefined): string | number | undefined =>
  node?.kind === "string" || node?.kind === "number" ? (node.value as string | number) : undefined;
