/** The fabric as a plain graph of names, written from §2 alone: what the simulator's answers are compared with. */
import type { Failures, Topology } from "../model.ts";

interface Edge {
  readonly lower: string;
  readonly upper: string;
}

/** Hosts besides the sender that some path leads to which goes up first and then down, over what is alive. */
export function hostsByGraphSearch(topology: Topology, failures: Failures, sender: number): Set<number> {
  const { up, down } = neighbours(liveEdges(topology, failures));
  const climbed = closure(new Set([`host ${sender}`]), up);
  const reached = closure(climbed, down);
  const hosts = [...reached].flatMap((node) => (node.startsWith("host ") ? [Number(node.slice(5))] : []));
  return new Set(hosts.filter((host) => host !== sender));
}

/** Links of the smallest tree of one way up, by its spine and core: whom it serves. */
export function hostsByWay(topology: Topology, failures: Failures, sender: number, plane: number, port: number): Set<number> {
  const { hostsPerLeaf, leavesPerPod, spinesPerPod, coresPerSpine } = topology;
  const pod = Math.floor(sender / hostsPerLeaf / leavesPerPod);
  const spine = `spine ${pod * spinesPerPod + plane}`;
  const core = `core ${plane * coresPerSpine + port}`;
  const edges = liveEdges(topology, failures).filter(
    ({ lower, upper }) =>
      !(upper.startsWith("spine") && lower === `leaf ${Math.floor(sender / hostsPerLeaf)}` && upper !== spine) &&
      !(upper.startsWith("core") && upper !== core),
  );
  const { up, down } = neighbours(edges);
  const hosts = [...closure(closure(new Set([`host ${sender}`]), up), down)].flatMap((node) =>
    node.startsWith("host ") ? [Number(node.slice(5))] : [],
  );
  return new Set(hosts.filter((host) => host !== sender));
}

function liveEdges(topology: Topology, failures: Failures): Edge[] {
  const { pods, leavesPerPod, hostsPerLeaf, spinesPerPod, coresPerSpine } = topology;
  const edges: Edge[] = [];
  for (let pod = 0; pod < pods; pod++) {
    for (let l = 0; l < leavesPerPod; l++) {
      const leaf = pod * leavesPerPod + l;
      for (let i = 0; i < hostsPerLeaf; i++) {
        const host = leaf * hostsPerLeaf + i;
        if (!failures.hostLinks.has(host) && !failures.leaves.has(leaf)) edges.push({ lower: `host ${host}`, upper: `leaf ${leaf}` });
      }
      for (let s = 0; s < spinesPerPod; s++) {
        const spine = pod * spinesPerPod + s;
        const isDead = failures.leaves.has(leaf) || failures.spines.has(spine) || failures.leafSpineLinks.has(leaf * 65536 + spine);
        if (!isDead) edges.push({ lower: `leaf ${leaf}`, upper: `spine ${spine}` });
      }
    }
    for (let s = 0; s < spinesPerPod; s++) {
      for (let c = 0; c < coresPerSpine; c++) {
        const spine = pod * spinesPerPod + s;
        const core = s * coresPerSpine + c;
        const isDead = failures.spines.has(spine) || failures.cores.has(core) || failures.spineCoreLinks.has(spine * 65536 + core);
        if (!isDead) edges.push({ lower: `spine ${spine}`, upper: `core ${core}` });
      }
    }
  }
  return edges;
}

function neighbours(edges: readonly Edge[]): { up: Map<string, string[]>; down: Map<string, string[]> } {
  const up = new Map<string, string[]>();
  const down = new Map<string, string[]>();
  for (const { lower, upper } of edges) {
    up.set(lower, [...(up.get(lower) ?? []), upper]);
    down.set(upper, [...(down.get(upper) ?? []), lower]);
  }
  return { up, down };
}

function closure(start: ReadonlySet<string>, next: ReadonlyMap<string, readonly string[]>): Set<string> {
  const seen = new Set(start);
  for (const node of seen) for (const neighbour of next.get(node) ?? []) seen.add(neighbour);
  return seen;
}
