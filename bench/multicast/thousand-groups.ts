import { Random } from "../../simulators/core/random.ts";

export const groupCount = 1000;

/** Host expressions of the members of each group. */
export type Groups = string[][];

/** 24 members in some leaves of two pods, for each group. */
export function randomGroups(): Groups {
  const random = new Random(1);
  return Array.from({ length: groupCount }, () => {
    const pods = [random.below(12), random.below(12)];
    const places = new Set<string>();
    while (places.size < 24) places.add(`p${pods[places.size % 2]}.l${random.below(6) * 8}.h${random.below(48)}`);
    return [...places];
  });
}

/** A configuration on 27,648 hosts, as somebody would write it. @param rest Members beside topology and groups. */
export function configText(groups: Groups, rest: object = {}): string {
  const config = {
    topology: { pods: 12, leavesPerPod: 48, hostsPerLeaf: 48, spinesPerPod: 4, coresPerSpine: 4 },
    groups: groups.map((receivers, index) => ({
      name: `group-${index}`,
      tenant: 1,
      address: `239.1.${index >>> 8}.${index & 255}`,
      receivers,
    })),
    ...rest,
  };
  return JSON.stringify(config, undefined, 2);
}
