// One million groups on 27,648 hosts: generated, encoded, every receiver checked.
import { unlimited } from "../../simulators/core/budget.ts";
import { checkDelivery } from "../../simulators/multicast/scale/deliver.ts";
import { createGroupEncoder, encodeGroup } from "../../simulators/multicast/scale/encode.ts";
import { measureScale } from "../../simulators/multicast/scale/figures.ts";
import { type GroupCursor, groupsOfTenant, planWorkload, type Workload } from "../../simulators/multicast/scale/generate.ts";
import { tableRoom } from "../../simulators/multicast/scale/tables.ts";
import { count, isQuick, peakMemory, printTable, timeOf } from "../support.ts";
import { largeFabric, publishedLimits, publishedWorkload } from "./workload.ts";

const goalSeconds = 15;
const goalMegabytes = 400;
const limits = publishedLimits(12);
const generate = publishedWorkload({ groups: isQuick ? 100_000 : 1_000_000 });

function main(): void {
  let workload: Workload | undefined;
  const planned = timeOf(() => {
    workload = planWorkload(largeFabric, generate, unlimited());
  });
  if (!workload) throw new Error("the workload was not planned");
  // The whole first, while nothing is compiled yet; then its parts, each time with what comes before it.
  const all = encodeAll(workload, "check");
  const memory = peakMemory();
  const drawn = timeAll(workload, () => {});
  const encoded = encodeAll(workload, "encode");
  const figures = timeOf(() => void measureScale(largeFabric, limits, generate, unlimited()));
  const seconds = (planned + all.milliseconds) / 1000;
  const groups = workload.groupOffsets[generate.tenants] ?? 0;
  const goal = isQuick ? {} : { goal: `at most ${goalSeconds} s`, isMet: seconds <= goalSeconds };
  printTable(`${count(groups)} groups on 27,648 hosts, WVE, P=1, R=12, 30 rules x 3 ids, one thread`, [
    { what: "generated, encoded, delivery checked", figure: `${seconds.toFixed(2)} s`, ...goal },
    {
      what: "resident memory at the end of that",
      figure: `${count(memory)} MB`,
      goal: `at most ${goalMegabytes} MB`,
      isMet: memory <= goalMegabytes,
    },
    { what: "receivers that no rule reaches", figure: count(all.missed), goal: "0", isMet: all.missed === 0 },
    { what: "groups per second", figure: count(groups / seconds) },
    { what: "tenants drawn, VMs placed", figure: part(planned) },
    { what: "members drawn", figure: part(drawn) },
    { what: "rules computed, s-rules admitted", figure: part(encoded.milliseconds - drawn) },
    { what: "delivery of every member checked", figure: part(all.milliseconds - encoded.milliseconds) },
    { what: "the same with all published figures", figure: part(figures) },
  ]);
}

const part = (milliseconds: number): string => `${(Math.max(0, milliseconds) / 1000).toFixed(2)} s`;

function encodeAll(workload: Workload, how: "encode" | "check"): { milliseconds: number; missed: number } {
  const encoder = createGroupEncoder(largeFabric, limits);
  const room = tableRoom(largeFabric, limits);
  let missed = 0;
  const milliseconds = timeAll(workload, (cursor, size) => {
    encodeGroup(encoder, cursor.hosts, size, room);
    if (how === "check") missed += checkDelivery(encoder, cursor.hosts, size).missed;
  });
  return { milliseconds, missed };
}

function timeAll(workload: Workload, visit: (cursor: GroupCursor, size: number) => void): number {
  return timeOf(() => {
    for (let tenant = 0; tenant < generate.tenants; tenant += 1) {
      const cursor = groupsOfTenant(workload, tenant);
      const groups = (workload.groupOffsets[tenant + 1] ?? 0) - (workload.groupOffsets[tenant] ?? 0);
      for (let group = 0; group < groups; group += 1) visit(cursor, cursor.next());
    }
  });
}

main();
