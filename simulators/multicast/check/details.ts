import type { Json, JsonObject } from "../../../protocol/json.ts";
import { headerBytes } from "../header.ts";
import { addressText } from "../hypervisor.ts";
import { hostText, leafText, nodeId } from "../names.ts";
import { countRules } from "../rules.ts";
import { leafCount } from "../topology.ts";
import type { Tier } from "../tables.ts";
import type { GroupFacts } from "./findings.ts";
import { rulesOf } from "./packets.ts";
import { countCases } from "./reach-report.ts";
import { sendersOf } from "./state.ts";
import type { Survey } from "./survey.ts";

/** Groups that are described one by one at most; the figures of the whole count all. */
const mostGroups = 1000;

/** The figures of a run: shape documented on the simulator's page. */
export function detailsOf(survey: Survey): JsonObject {
  const { state, streams, churn, generated, groups } = survey;
  const { fabric } = state;
  return {
    groups: groups.slice(0, mostGroups).map((one) => groupDetails(survey, one)),
    tables: { leaf: tableDetails(survey, "leaf"), spine: tableDetails(survey, "pod") },
    failures: fabric.failures.map((entry, index) => ({
      entry: index,
      reaction: entry.reaction,
      ...countCases(
        fabric.topology,
        entry,
        groups.flatMap(({ examination }) => examination.entries[index] ?? []),
      ),
    })),
    ...(streams && fabric.streams.length > 0 ? { links: linkDetails(survey), ages: ageDetails(survey) } : {}),
    ...(churn ? { churn: churnDetails(survey) } : {}),
    // Plain data, but its types are interfaces.
    ...(generated ? { generate: JSON.parse(JSON.stringify(generated)) as JsonObject } : {}),
  };
}

/** Written once for each examination that is remembered. */
function groupDetails(survey: Survey, one: Survey["groups"][number]): JsonObject {
  const { intact } = one.examination;
  const known = written.get(intact);
  if (known?.["name"] === one.group.name) return known;
  const details = describeGroup(survey, one);
  written.set(intact, details);
  return details;
}

const written = new WeakMap<GroupFacts, JsonObject>();

function describeGroup({ state }: Survey, { group, examination }: Survey["groups"][number]): JsonObject {
  const { topology } = state.fabric;
  const { largestHeader, mostLinks, mostSpurious, fewestDelivered, mostDelivered } = examination.intact;
  return {
    name: group.name,
    tenant: group.tenant,
    address: addressText(group.address),
    receivers: group.receivers.length,
    senders: sendersOf(state, group).length,
    header: {
      bytes: headerBytes(largestHeader.bits),
      from: hostText(topology, largestHeader.from),
      bits: { ...largestHeader.byLink },
    },
    rules: { ...countRules(rulesOf(state, group)) },
    delivered: { least: fewestDelivered, wanted: mostDelivered },
    spurious: mostSpurious,
    copies: mostLinks,
  };
}

function tableDetails({ state }: Survey, tier: Tier): JsonObject {
  const { topology, limits } = state.fabric;
  const { tables, full } = state.installation;
  const size = tier === "leaf" ? limits.leafTable : limits.spineTable;
  const others = tier === "leaf" ? limits.occupied.leaves : limits.occupied.pods;
  const switches = [...new Set([...tables.switches(tier), ...others.keys()])].sort((a, b) => a - b);
  const used = switches.map((id) => tables.used(tier, id));
  const most = Math.max(0, ...used);
  const busiest = switches[used.indexOf(most)];
  const count = tier === "leaf" ? leafCount(topology) : topology.pods;
  return {
    size,
    most,
    ...(busiest !== undefined && most > 0 ? { busiest: tier === "leaf" ? leafText(topology, busiest) : `p${busiest}` } : {}),
    mean: used.reduce((sum, entries) => sum + entries, 0) / count,
    full: full.filter((table) => table.tier === tier).length,
  };
}

function linkDetails({ state, streams }: Survey): Json {
  return (streams?.loads.busiest ?? []).map(({ from, to, load, worstLoad, rate, parts }) => ({
    from: nodeId(from),
    to: nodeId(to),
    gbps: load / 1e9,
    worstGbps: worstLoad / 1e9,
    rateGbps: rate / 1e9,
    streams: parts.slice(0, 5).map(({ stream }) => state.fabric.streams[stream]?.groupText ?? ""),
  }));
}

function ageDetails({ state, streams }: Survey): Json {
  return (streams?.ages ?? []).map(({ stream, worst, unbounded }) => ({
    stream,
    group: state.fabric.streams[stream]?.groupText ?? "",
    ...(worst ? { ms: worst.ms, from: hostText(state.fabric.topology, worst.from), to: hostText(state.fabric.topology, worst.to) } : {}),
    unbounded: unbounded.pairs,
  }));
}

function churnDetails({ churn }: Survey): Json {
  if (!churn) return null;
  const { events, joins, leaves, leaf, spine, host } = churn;
  const load = ({ updates, meanRate, busiest }: typeof leaf): JsonObject => ({
    updates,
    meanRate,
    ...(busiest ? { busiest: { ...busiest } } : {}),
  });
  return { events, joins, leaves, leaf: load(leaf), spine: load(spine), host: load(host), core: 0 };
}
