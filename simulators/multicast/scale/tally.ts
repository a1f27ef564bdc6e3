import type { Topology } from "../model.ts";
import type { Delivery } from "./deliver.ts";
import type { GroupEncoder } from "./encode.ts";
import type { ScaleFigures, TrafficFigures, WorstGroup } from "./figures.ts";
import type { Workload } from "./generate.ts";
import { spreadOf } from "./percentiles.ts";
import type { TableRoom } from "./tables.ts";
import { createSummaries, type GroupSummary, type Summaries, summarise } from "./summary.ts";
import { exactCost, headerBitsOf, type PacketCost, publishedCost, publishedHeaderBits } from "./traffic.ts";

/** Adds up groups as they are encoded. */
export class Tally {
  readonly #headerBytes: number;
  #groups = 0;
  #members = 0;
  #hosts = 0;
  #leaves = 0;
  #pods = 0;
  #missed = 0;
  #spurious = 0;
  #leavesCovered = 0;
  #podsCovered = 0;
  #bothCovered = 0;
  #leafDefaults = 0;
  #podDefaults = 0;
  #spanningPods = 0;
  #overBudget = 0;
  readonly #affectedPods: Float64Array;
  readonly #sizes = new Sizes();
  readonly #publishedSizes = new Sizes();
  readonly #summaries: Summaries;
  readonly #exact = new Costs();
  readonly #published = new Costs();

  /** @param groups How many there will be. */
  constructor(topology: Topology, headerBytes: number, groups: number) {
    this.#headerBytes = headerBytes;
    this.#summaries = createSummaries(groups);
    this.#affectedPods = new Float64Array(topology.pods);
  }

  /** Adds the group that the encoder holds; `hosts` are those of its `size` members, the first one sends. */
  add(encoder: GroupEncoder, hosts: ArrayLike<number>, size: number, delivery: Delivery): void {
    const { leaves, pods } = encoder;
    let distinct = 0;
    for (let i = 0; i < leaves.count; i += 1) distinct += leaves.weights[i] as number;
    const bits = headerBitsOf(encoder);
    this.#summaries.set(this.#groups, summarise(encoder, distinct, bits.hostUp, delivery));
    this.#groups += 1;
    this.#members += size;
    this.#hosts += distinct;
    this.#leaves += leaves.count;
    this.#pods += pods.count;
    this.#missed += delivery.missed;
    this.#spurious += delivery.spurious;
    this.#addRules(encoder);
    const bytes = Math.ceil(bits.hostUp / 8);
    if (this.#headerBytes < bytes) this.#overBudget += 1;
    this.#sizes.add(bytes);
    this.#publishedSizes.add(publishedHeaderBits(encoder) / 8);
    this.#exact.add(exactCost(encoder, hosts[0] as number, distinct, bits));
    this.#published.add(publishedCost(encoder, distinct, delivery));
  }

  #addRules({ leaves, pods }: GroupEncoder): void {
    const leavesCovered = leaves.leftCount === 0;
    const podsCovered = pods.leftCount === 0;
    if (leavesCovered) this.#leavesCovered += 1;
    if (podsCovered) this.#podsCovered += 1;
    if (leavesCovered && podsCovered) this.#bothCovered += 1;
    if (0 < leaves.defaultCount) this.#leafDefaults += 1;
    if (0 < pods.defaultCount) this.#podDefaults += 1;
    if (1 < pods.count) this.#spanningPods += 1;
    if (leaves.count < 2) return;
    for (let i = 0; i < pods.count; i += 1) {
      const pod = pods.ids[i] as number;
      this.#affectedPods[pod] = (this.#affectedPods[pod] ?? 0) + 1;
    }
  }

  /** @param used s-rules in each leaf, and in each pod (each of its spines). */
  figures(workload: Workload, used: TableRoom): ScaleFigures {
    const groups = Math.max(1, this.#groups);
    const percent = (count: number): number => (count / groups) * 100;
    const affected = Array.from(this.#affectedPods, percent);
    return {
      workload: {
        tenants: workload.generate.tenants,
        vms: workload.vmHosts.length,
        unplacedVms: workload.unplacedVms,
        groups: this.#groups,
        members: this.#members,
        meanHosts: this.#hosts / groups,
        meanLeaves: this.#leaves / groups,
        meanPods: this.#pods / groups,
      },
      missed: this.#missed,
      covered: { leaves: percent(this.#leavesCovered), pods: percent(this.#podsCovered), both: percent(this.#bothCovered) },
      onDefault: { leaves: percent(this.#leafDefaults), pods: percent(this.#podDefaults) },
      tables: { leaf: spreadOf(used.leaves), spine: spreadOf(used.pods) },
      headers: {
        ...this.#sizes.figures(),
        overBudget: percent(this.#overBudget),
        published: this.#publishedSizes.figures(),
      },
      traffic: { published: this.#published.figures(), exact: this.#exact.figures() },
      overDelivery: (this.#spurious / Math.max(1, this.#hosts)) * 100,
      affected: {
        core: percent(this.#spanningPods),
        spine: {
          mean: affected.reduce((sum, share) => sum + share, 0) / affected.length,
          min: Math.min(...affected),
          max: Math.max(...affected),
        },
      },
      worst: {
        header: this.#worst(workload, ({ headerBits }) => headerBits),
        overDelivery: this.#worst(workload, ({ spurious }) => spurious),
      },
    };
  }

  /** The first group with the highest value. */
  #worst(workload: Workload, valueOf: (summary: GroupSummary) => number): WorstGroup | undefined {
    let worst: WorstGroup | undefined;
    for (let group = 0; group < this.#groups; group += 1) {
      const summary = this.#summaries.get(group);
      if (worst === undefined || valueOf(worst) < valueOf(summary)) worst = { group, tenant: 0, ...summary };
    }
    return worst && { ...worst, tenant: workload.groupOffsets.findLastIndex((first) => first <= worst.group) };
  }
}

class Sizes {
  #count = 0;
  #sum = 0;
  #max = 0;

  add(bytes: number): void {
    this.#count += 1;
    this.#sum += bytes;
    this.#max = Math.max(this.#max, bytes);
  }

  figures(): { readonly mean: number; readonly max: number } {
    return { mean: this.#sum / Math.max(1, this.#count), max: this.#max };
  }
}

class Costs {
  #ideal = 0;
  #multicast = 0;
  #headerBytes = 0;
  #unicast = 0;

  add(cost: PacketCost): void {
    this.#ideal += cost.ideal;
    this.#multicast += cost.multicast;
    this.#headerBytes += cost.headerBytes;
    this.#unicast += cost.unicast;
  }

  figures(): TrafficFigures {
    const ideal = Math.max(1, this.#ideal);
    const inBytes = (inner: number): number => (this.#multicast * (50 + inner) + this.#headerBytes) / (ideal * (50 + inner));
    return { links: this.#multicast / ideal, unicast: this.#unicast / ideal, bytes64: inBytes(64), bytes1500: inBytes(1500) };
  }
}
