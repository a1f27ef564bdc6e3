/** Every way in which switches may use the choice that a header leaves them: verdicts hold for all of them, never for the hash alone (§3). */
import { portsOf } from "./bitmap.ts";
import { readBitmap, readBits } from "./bits.ts";
import { liveCores, liveSpines } from "./live.ts";
import type { Failures, Topology } from "./model.ts";
import { SwitchReader } from "./switch-reader.ts";
import { leafOfHost, podOfHost, spineAt } from "./topology.ts";
import { byHash, type Choice, type Packet } from "./arrivals.ts";

export interface Choices {
  /** At least one; ascending by the leaf's port, then by the spines' ports. */
  readonly choices: readonly Choice[];
  /** False: a header that names many spines leaves more choices than `maxChoices`; the rest is left out. */
  readonly isComplete: boolean;
}

const defaultMaxChoices = 4096;

/** Every choice of live up-ports, at leaf and spines independently. */
export function allChoices(topology: Topology, packet: Packet, failures: Failures, maxChoices = defaultMaxChoices): Choices {
  return enumerate(
    topology,
    packet,
    failures,
    maxChoices,
    (_, cores) => cores,
    (planes) => planes,
  );
}

/**
 * One choice for each that can make a difference to copies and links: planes that no failure touches behave alike, and so do untouched cores of one plane,
 * because all spines of a pod hold the same entries and a header does not tell planes apart.
 */
export function distinctChoices(topology: Topology, packet: Packet, failures: Failures, maxChoices = defaultMaxChoices): Choices {
  const touched = touchedBy(topology, failures);
  const oneUntouched = (ids: readonly number[], isTouched: (id: number) => boolean) => {
    const first = ids.find((id) => !isTouched(id));
    return ids.filter((id) => id === first || isTouched(id));
  };
  return enumerate(
    topology,
    packet,
    failures,
    maxChoices,
    (plane, cores) => oneUntouched(cores, (port) => touched.cores.has(plane * topology.coresPerSpine + port)),
    (planes) => oneUntouched(planes, (plane) => touched.planes.has(plane)),
  );
}

function enumerate(
  topology: Topology,
  packet: Packet,
  failures: Failures,
  maxChoices: number,
  pickCores: (plane: number, cores: readonly number[]) => readonly number[],
  pickPlanes: (planes: readonly number[]) => readonly number[],
): Choices {
  const freedom = freedomOf(topology, packet);
  if (!freedom) return { choices: [byHash], isComplete: true };
  const live = liveSpines(topology, failures, leafOfHost(topology, packet.sender));
  const pod = podOfHost(topology, packet.sender);
  const coresOf = (plane: number): readonly number[] => {
    const cores = freedom.isCoreFree ? pickCores(plane, liveCores(topology, failures, spineAt(topology, pod, plane))) : [];
    return cores.length > 0 ? cores : [-1];
  };
  const withCores = (leaf: number, planes: readonly number[]): Generator<Choice> => products(leaf, planes, coresOf, topology.spinesPerPod);
  const all = freedom.isSpineFree
    ? pickPlanes(live).map((plane) => withCores(plane, [plane]))
    : [
        withCores(
          -1,
          live.filter((plane) => freedom.named.includes(plane)),
        ),
      ];
  const choices: Choice[] = [];
  for (const some of all) {
    for (const choice of some) {
      if (choices.length === maxChoices) return { choices, isComplete: false };
      choices.push(choice);
    }
  }
  return { choices: choices.length > 0 ? choices : [byHash], isComplete: true };
}

/** Every combination of one core for each plane. */
function* products(
  leaf: number,
  planes: readonly number[],
  coresOf: (plane: number) => readonly number[],
  width: number,
): Generator<Choice> {
  const options = planes.map(coresOf);
  const digits = planes.map(() => 0);
  while (true) {
    const spines = Array.from({ length: width }, () => -1);
    planes.forEach((plane, index) => {
      spines[plane] = options[index]?.[digits[index] ?? 0] ?? -1;
    });
    yield { leaf, spines };
    let position = digits.length - 1;
    while (position >= 0 && (digits[position] ?? 0) + 1 === options[position]?.length) digits[position--] = 0;
    if (position < 0) return;
    digits[position] = (digits[position] ?? 0) + 1;
  }
}

interface Freedom {
  readonly isSpineFree: boolean;
  /** Up-ports that the leaf is told to use. */
  readonly named: readonly number[];
  readonly isCoreFree: boolean;
}

/** What the header leaves open; undefined when nothing goes up. */
function freedomOf(topology: Topology, { header }: Packet): Freedom | undefined {
  const reader = new SwitchReader(topology);
  if (header.bits === 0 || readBits(header.words, 0, 1) === 0 || !reader.readUpstreamLeaf(header, 1)) return undefined;
  const { upAt, isMultipath, end } = reader;
  const named = isMultipath ? [] : portsOf(readBitmap(header.words, upAt, topology.spinesPerPod));
  const isCoreFree = end < header.bits && reader.readUpstreamSpine(header, end) && reader.isMultipath;
  return { isSpineFree: isMultipath, named, isCoreFree };
}

/** Planes, and cores by number, that behave unlike their fellows. */
function touchedBy(topology: Topology, failures: Failures): { planes: ReadonlySet<number>; cores: ReadonlySet<number> } {
  const cores = new Set([...failures.cores, ...[...failures.spineCoreLinks].map((key) => key % 65536)]);
  const spines = [...failures.spines, ...[...failures.leafSpineLinks].map((key) => key % 65536)];
  const planes = new Set([
    ...spines.map((spine) => spine % topology.spinesPerPod),
    ...[...cores].map((core) => Math.floor(core / topology.coresPerSpine)),
  ]);
  return { planes, cores };
}
