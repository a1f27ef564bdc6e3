import type { Group } from "../model.ts";
import { addressText, keyNumber, keyText, parseAddress } from "./addresses.ts";
import { membersProblem, mostPlaces } from "./complaints-members.ts";
import { type Context, say } from "./context.ts";
import type { Fields } from "../../core/config/fields.ts";
import type { Members } from "./names.ts";
import { originOf } from "../../core/config/moved.ts";
import { type ConfigObject, memberOf, type Pointer } from "../../core/config/node.ts";
import { changeTo } from "../../core/config/problems.ts";
import { rangeOf } from "../../core/config/spans.ts";
import { quote } from "../../core/config/words.ts";

/** Reads `groups`, then complains of entries of `hosts`, naming the groups that use them. */
export function readGroups(context: Context, root: Fields): readonly Group[] {
  const uses = new Map<string, Pointer[]>();
  const fabric = JSON.stringify(context.topology);
  const groups = root
    .list("groups")
    .map((fields, index) => repeatGroup(context, fields, index, fabric) ?? readGroup(context, fields, index, fabric, uses));
  complainOfNames(context, uses, groups);
  complainOfKeys(context, groups);
  complainOfTwins(context, groups);
  return groups;
}

/** A group of which nothing is to be said and that names hosts by their numbers alone: its text and the fabric make it. */
interface PlainGroup {
  /** The topology as text. */
  readonly fabric: string;
  readonly receivers: Members;
  readonly senders: Members | undefined;
  readonly group: Group;
}

const plainGroups = new WeakMap<ConfigObject, PlainGroup>();

/** The group as it was read in a text before, if its own text is the same. */
function repeatGroup({ hosts }: Context, { node }: Fields, index: number, fabric: string): Group | undefined {
  const known = node?.kind === "object" ? plainGroups.get(originOf(node)) : undefined;
  if (known?.fabric !== fabric) return undefined;
  hosts.chargeHosts(known.receivers.charge, ["groups", index, "receivers"]);
  if (known.senders) hosts.chargeHosts(known.senders.charge, ["groups", index, "senders"]);
  return known.group.index === index ? known.group : { ...known.group, index };
}

function readGroup(context: Context, fields: Fields, index: number, fabric: string, uses: Map<string, Pointer[]>): Group {
  const at = ["groups", index];
  const { node } = fields;
  const membersOf = (name: string) => context.hosts.list(memberOf(node, name), [...at, name]);
  const receivers = membersOf("receivers");
  const senders = fields.has("senders") ? membersOf("senders") : undefined;
  const lists = senders ? [receivers, senders] : [receivers];
  const said = context.problems.length;
  const isBroken = complainOfMembers(context, fields.text("name"), index, lists, uses);
  const group = makeGroup(fields, index, receivers, senders, isBroken);
  const isPlain = context.problems.length === said && lists.every((members) => members.isPlain);
  if (isPlain && node?.kind === "object") plainGroups.set(originOf(node), { fabric, receivers, senders, group });
  return group;
}

/** @returns Whether one of its members names no host. */
function complainOfMembers(
  context: Context,
  name: string,
  index: number,
  lists: readonly Members[],
  uses: Map<string, Pointer[]>,
): boolean {
  const owner = { message: `Group ${quote(name)}`, pointer: ["groups", index, "name"] };
  membersProblem(context, lists, [owner]);
  lists.forEach(({ brokenNames }) => noteUses(uses, brokenNames, owner.pointer));
  const isBroken = lists.some(isBad);
  const [receivers, senders] = lists;
  if (!isBroken && receivers) complainOfNobody(context, name, index, receivers, senders);
  return isBroken;
}

function makeGroup(fields: Fields, index: number, receivers: Members, senders: Members | undefined, isBroken: boolean): Group {
  const expectSpurious = fields.optionalNumber("expectSpurious");
  return {
    index,
    name: fields.text("name"),
    tenant: fields.number("tenant"),
    address: parseAddress(fields.text("address")) ?? 0,
    receivers: receivers.hosts,
    senders: senders ? senders.hosts : receivers.hosts,
    ...(expectSpurious === undefined ? {} : { expectSpurious }),
    isBroken: isBroken || receivers.hosts.length === 0,
  };
}

/** A group that uses a name twice is noted once. */
function noteUses(uses: Map<string, Pointer[]>, names: ReadonlySet<string>, user: Pointer): void {
  for (const name of names) {
    const users = uses.get(name);
    if (!users) uses.set(name, [user]);
    else if (users.at(-1) !== user) users.push(user);
  }
}

/** Does one of its members name no host, directly or through a name? */
export const isBad = ({ troubles, brokenNames }: Members): boolean =>
  0 < brokenNames.size || troubles.some(({ severity }) => severity === "error");

function complainOfNobody(context: Context, name: string, index: number, receivers: Members, senders: Members | undefined): void {
  const at = ["groups", index, "name"];
  if (receivers.hosts.length === 0) say(context, "FL3016", "error", at, `Group ${quote(name)} has no receivers`);
  else if (senders?.hosts.length === 0)
    say(context, "FL3016", "information", at, `Group ${quote(name)} has no senders: nothing is sent to it`);
}

/** `FL3016` at the entries that are wrong themselves. */
function complainOfNames(context: Context, uses: ReadonlyMap<string, readonly Pointer[]>, groups: readonly Group[]): void {
  for (const name of context.hosts.entries.keys()) {
    const members = context.hosts.entry(name);
    if (!members) continue;
    const owners = (uses.get(name) ?? []).slice(0, mostPlaces).map((pointer) => ({
      message: `Group ${quote(groups[Number(pointer[1])]?.name ?? "")} uses ${quote(name)}`,
      pointer,
    }));
    membersProblem(context, [members], owners);
  }
}

/** `FL3013`, first form: the later group of one (tenant, address). */
function complainOfKeys(context: Context, groups: readonly Group[]): void {
  const keys = new Set(groups.map(({ tenant, address }) => keyNumber(tenant, address)));
  const taken = new Map<number, Group>();
  for (const group of groups) {
    const key = keyNumber(group.tenant, group.address);
    const earlier = taken.get(key);
    if (earlier) complainOfKey(context, group, earlier, keys);
    else taken.set(key, group);
  }
}

function complainOfKey(context: Context, group: Group, earlier: Group, keys: Set<number>): void {
  const at = ["groups", group.index, "address"];
  const key = keyText(group.tenant, group.address);
  const message = `Group ${quote(group.name)} has the tenant and address of ${quote(earlier.name)}: \`${key}\` is one table entry, so packets of one group go to the receivers of the other`;
  const free = nextFree(group, keys);
  say(context, "FL3013", "error", at, message, {
    related: [{ message: `Group ${quote(earlier.name)}`, range: rangeOf(context.document.spans, ["groups", earlier.index, "address"]) }],
    fixes: free === undefined ? [] : [changeTo(context.document, at, addressText(free), true)],
  });
}

/** The next address that no group of the tenant has, and that has not been offered to another one. */
function nextFree({ tenant, address }: Group, keys: Set<number>): number | undefined {
  for (let candidate = address + 1; candidate <= lastAddress; candidate++) {
    const key = keyNumber(tenant, candidate);
    if (keys.has(key)) continue;
    keys.add(key);
    return candidate;
  }
  return undefined;
}

/** 239.255.255.255 */
const lastAddress = 0xefffffff;

/** Two groups of one name are allowed, but a stream can only mean one of them. */
function complainOfTwins(context: Context, groups: readonly Group[]): void {
  const first = new Map<string, Group>();
  for (const group of groups) {
    const earlier = first.get(group.name);
    if (!earlier) first.set(group.name, group);
    else {
      const message = `Another group is called ${quote(group.name)} too; streams mean the first one, write \`${keyText(group.tenant, group.address)}\` for this one`;
      const related = [{ message: "The first one", range: rangeOf(context.document.spans, ["groups", earlier.index, "name"]) }];
      say(context, "FL3000", "information", ["groups", group.index, "name"], message, { related });
    }
  }
}
