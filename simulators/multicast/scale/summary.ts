import type { GroupEncoder } from "./encode.ts";
import type { Delivery } from "./deliver.ts";

/** What is kept of a generated group: its rules are computed again when somebody looks. */
export interface GroupSummary {
  /** Distinct hosts with members. */
  readonly hosts: number;
  readonly leaves: number;
  readonly pods: number;
  /** Bits of the whole header (`hostUp`) of a sender that is a member. */
  readonly headerBits: number;
  readonly leafRules: number;
  readonly podRules: number;
  /** Leaves without p-rule: on s-rules, or on the default rule when there is one. */
  readonly leavesLeft: number;
  readonly hasLeafDefault: boolean;
  readonly hasPodDefault: boolean;
  /** Hosts that get a copy and have no member. */
  readonly spurious: number;
}

/** Summaries of all groups, 16 bytes each. */
export interface Summaries {
  set(group: number, summary: GroupSummary): void;
  get(group: number): GroupSummary;
}

/**
 * Widths follow from the bounds of a configuration: 2^20 hosts, 2^13 leaves, 64 pods, 1,000 rules for leaves and 64 for pods,
 * headers of at most 2^20 bits.
 */
export function createSummaries(groups: number): Summaries {
  const words = new Uint32Array(groups * 4);
  return {
    set: (group, summary) => {
      const at = group * 4;
      words[at] = (summary.hosts << 9) | (summary.pods << 2) | (summary.hasLeafDefault ? 2 : 0) | (summary.hasPodDefault ? 1 : 0);
      words[at + 1] = (summary.leaves << 14) | summary.leavesLeft;
      words[at + 2] = (summary.headerBits << 10) | summary.leafRules;
      words[at + 3] = (summary.spurious << 7) | summary.podRules;
    },
    get: (group) => {
      const at = group * 4;
      const [first = 0, second = 0, third = 0, fourth = 0] = [words[at], words[at + 1], words[at + 2], words[at + 3]];
      return {
        hosts: first >>> 9,
        pods: (first >>> 2) & 127,
        hasLeafDefault: (first & 2) !== 0,
        hasPodDefault: (first & 1) !== 0,
        leaves: second >>> 14,
        leavesLeft: second & 16_383,
        headerBits: third >>> 10,
        leafRules: third & 1023,
        spurious: fourth >>> 7,
        podRules: fourth & 127,
      };
    },
  };
}

/** The summary of the group that the encoder holds. */
export function summarise({ leaves, pods }: GroupEncoder, hosts: number, headerBits: number, { spurious }: Delivery): GroupSummary {
  return {
    hosts,
    leaves: leaves.count,
    pods: pods.count,
    headerBits,
    leafRules: leaves.ruleCount,
    podRules: pods.ruleCount,
    leavesLeft: leaves.leftCount,
    hasLeafDefault: 0 < leaves.defaultCount,
    hasPodDefault: 0 < pods.defaultCount,
    spurious,
  };
}
