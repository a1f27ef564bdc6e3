import type { Problem } from "../../../protocol/problem.ts";
import type { Churn, Fabric, Generate, Limits, Topology } from "../model.ts";
import { hostCount } from "../topology.ts";
import { hostLimit, memberLimit } from "./bounds.ts";
import { membersProblem } from "./complaints-members.ts";
import { type Context, GroupNames, say } from "./context.ts";
import type { ConfigDocument } from "../../core/config/edits.ts";
import { Fields } from "../../core/config/fields.ts";
import { HostReader, TooManyMembers } from "./names.ts";
import { type ConfigNode, elementsOf, memberOf } from "../../core/config/node.ts";
import { complain } from "../../core/config/problems.ts";
import { readFailures } from "./read-failures.ts";
import { isBad, readGroups } from "./read-groups.ts";
import { readInstalled } from "./read-installed.ts";
import { type Detection, readStreams } from "./read-streams.ts";
import { multicastSchema } from "./schema.ts";
import { parseSwitch } from "./switches.ts";
import { formatCount, quote } from "../../core/config/words.ts";

/** `fabric` is missing when an error says that the configuration cannot be used at all (FL3000). */
export interface Normalised {
  readonly fabric?: Fabric;
  readonly problems: readonly Problem[];
}

/**
 * Fills in defaults, resolves names and turns hosts into numbers; finds on the way what can be said without a run.
 * Work and memory are bounded by `hostLimit` and `memberLimit`, whatever the file asks for.
 *
 * @param root Has passed `validate`.
 */
export function normalise(document: ConfigDocument, root: ConfigNode): Normalised {
  const fields = new Fields(root, multicastSchema);
  const topology = readTopology(fields.fields("topology"));
  const problems: Problem[] = [];
  const refusal = refuse(document, topology, root);
  if (refusal) return { problems: [refusal] };
  const context: Context = { document, topology, problems, hosts: new HostReader(topology, memberOf(root, "hosts")) };
  try {
    const fabric = readFabric(context, fields);
    const isBroken = problems.some(({ code, severity }) => code === "FL3000" && severity === "error");
    return isBroken ? { problems } : { fabric, problems };
  } catch (error) {
    if (!(error instanceof TooManyMembers)) throw error;
    const message = `The members of this file are more than ${formatCount(memberLimit)} hosts together, which is too much to check`;
    return { problems: [complain(document, "FL3000", "error", error.pointer, message, { place: "key" })] };
  }
}

/** What makes a configuration useless before anything is read. */
function refuse(document: ConfigDocument, topology: Topology, root: ConfigNode): Problem | undefined {
  if (hostLimit < hostCount(topology)) {
    const message = `The fabric has ${formatCount(hostCount(topology))} hosts; at most ${formatCount(hostLimit)} are possible`;
    return complain(document, "FL3000", "error", ["topology"], message, { place: "key" });
  }
  if (elementsOf(memberOf(root, "groups")).length > 0 || memberOf(root, "generate")) return undefined;
  return complain(
    document,
    "FL3000",
    "error",
    ["groups"],
    "There is nothing to check: `groups` needs a group, or `generate` has to make some",
    { place: "key" },
  );
}

function readFabric(context: Context, root: Fields): Fabric {
  const topology = root.fields("topology");
  const rates = topology.fields("linkGbps");
  const groups = readGroups(context, root);
  const names = new GroupNames(groups);
  const unknownGroup = root.text("unknownGroup") === "drop" ? "drop" : "unicast";
  const detection: Detection = { udpPorts: root.fields("statistics").numbers("udpPorts"), unknownGroup };
  const churn = root.has("churn") ? readChurn(context, root.fields("churn")) : undefined;
  return {
    topology: context.topology,
    linkGbps: { host: rates.number("host"), leafSpine: rates.number("leafSpine"), spineCore: rates.number("spineCore") },
    mtu: topology.number("mtu"),
    hopMicroseconds: topology.number("hopMicroseconds"),
    limits: readLimits(context, root.fields("limits")),
    udpPorts: detection.udpPorts,
    groups,
    streams: readStreams(context, root, names, detection),
    failures: readFailures(context, root),
    ...(churn ? { churn } : {}),
    ...(root.has("generate") ? { generate: readGenerate(root.fields("generate")) } : {}),
    installed: readInstalled(context, root, names),
    unknownGroup,
  };
}

function readTopology(fields: Fields): Topology {
  return {
    pods: fields.number("pods"),
    leavesPerPod: fields.number("leavesPerPod"),
    hostsPerLeaf: fields.number("hostsPerLeaf"),
    spinesPerPod: fields.number("spinesPerPod"),
    coresPerSpine: fields.number("coresPerSpine"),
  };
}

function readLimits(context: Context, fields: Fields): Limits {
  const updates = fields.fields("updatesPerSecond");
  return {
    headerBytes: fields.number("headerBytes"),
    leafRules: fields.number("leafRules"),
    spineRules: fields.number("spineRules"),
    idsPerRule: fields.number("idsPerRule"),
    redundancy: fields.number("redundancy"),
    leafTable: fields.number("leafTable"),
    spineTable: fields.number("spineTable"),
    ruleKey: fields.text("ruleKey") === "address" ? "address" : "tenant+address",
    headersPerPacket: fields.number("headersPerPacket"),
    updatesPerSecond: { leaf: updates.number("leaf"), spine: updates.number("spine"), host: updates.number("host") },
    occupied: readOccupied(context, memberOf(fields.node, "occupied")),
  };
}

function readOccupied(context: Context, node: ConfigNode | undefined): Limits["occupied"] {
  const leaves = new Map<number, number>();
  const pods = new Map<number, number>();
  for (const member of node?.kind === "object" ? node.members : []) {
    const name = member.key?.name ?? "";
    const pointer = ["limits", "occupied", name];
    const place = parseSwitch(context.topology, name);
    const entries = member.kind === "number" ? Number(member.value) : 0;
    if (place.tier === "none") {
      say(context, "FL3000", "error", pointer, `The fabric has no ${quote(name)}: ${place.message}`, { place: "key" });
      continue;
    }
    const taken = place.tier === "leaf" ? leaves : pods;
    if (taken.has(place.id))
      say(context, "FL3000", "error", pointer, `${quote(name)} is in \`occupied\` already, in another form`, { place: "key" });
    taken.set(place.id, entries);
  }
  return { leaves, pods };
}

/** Undefined: its candidates are wrong, so that there is nothing to simulate. */
function readChurn(context: Context, fields: Fields): Churn | undefined {
  const at = ["churn", "candidates"];
  const candidates = fields.has("candidates") ? context.hosts.list(memberOf(fields.node, "candidates"), at) : undefined;
  if (candidates) membersProblem(context, [candidates], [{ message: "Churn", pointer: ["churn", "eventsPerSecond"] }]);
  if (candidates && isBad(candidates)) return undefined;
  return {
    eventsPerSecond: fields.number("eventsPerSecond"),
    joinShare: fields.number("joinShare"),
    events: fields.number("events"),
    seed: fields.number("seed"),
    ...(candidates ? { candidates: candidates.hosts } : {}),
  };
}

function readGenerate(fields: Fields): Generate {
  return {
    tenants: fields.number("tenants"),
    groups: fields.number("groups"),
    sizes: fields.text("sizes") === "uniform" ? "uniform" : "wve",
    hostsPerRack: fields.number("hostsPerRack"),
    smallest: fields.number("smallest"),
    vmsPerHost: fields.number("vmsPerHost"),
    seed: fields.number("seed"),
  };
}
