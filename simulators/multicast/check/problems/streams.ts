import { isTooOld, type StreamAge } from "../../age.ts";
import type { Pointer } from "../../config/index.ts";
import { countOf, formatCount, quote } from "../../../core/config/words.ts";
import type { LoadedLink, Oversubscription } from "../../load.ts";
import type { Group, Stream } from "../../model.ts";
import { hostText } from "../../names.ts";
import { wayOver } from "../crossing.ts";
import { type Desk, type Draft, draftOf, groupSubject, hostNames, nodeName, packetOf } from "../draft.ts";
import type { State } from "../state.ts";
import { type Remedy, setting } from "../remedies.ts";
import { examineStreams, type StreamFacts, type TooLarge } from "../streams.ts";
import { decimal, decimalBeyond } from "../words.ts";

export function streamProblems(desk: Desk, facts: StreamFacts): Draft[] {
  return [
    ...facts.tooLarge.map((one) => tooLargeProblem(desk, one)),
    ...facts.loads.oversubscribed.map((one) => oversubscribedProblem(desk, one)),
    ...facts.ages.flatMap((age) => staleProblem(desk, age)),
  ];
}

/** FL3002. */
function tooLargeProblem(desk: Desk, { stream, group, from, frame, header, senders, allSenders }: TooLarge): Draft {
  const { topology, mtu } = desk.state.fabric;
  const who = senders.length === allSenders && allSenders > 1 ? `all ${allSenders} senders` : hostNames(topology, senders);
  const message =
    `A frame of ${quote(stream.groupText)} is ${countOf(frame, "byte")} (50 outer, ${header} header, ${formatCount(stream.bytes)} inner), ` +
    `${formatCount(frame - mtu)} over the MTU of ${formatCount(mtu)}: not sent by ${who}`;
  const related = [{ message: `The MTU is ${countOf(mtu, "byte")}`, at: ["topology", "mtu"] as const }];
  const packet = group && { ...groupSubject(group), from: hostText(topology, from), code: "FL3002" as const, stream: stream.index };
  return draftOf(
    desk,
    {
      code: "FL3002",
      severity: "error",
      message,
      at: streamAt(stream, "bytes"),
      related,
      remedies: () => remediesOfSize(desk, stream, frame),
    },
    packet,
  );
}

/** FL3012. */
function oversubscribedProblem(desk: Desk, { stream: index, links, worst }: Oversubscription): Draft {
  const stream = streamOf(desk, index);
  const more = links > 1 ? `; ${countOf(links, "link")} in all` : "";
  const choice = worst.worstLoad > worst.load * (1 + 1e-9) ? `, ${gbps(worst.worstLoad)} at the worst choice of up-ports` : "";
  const share = worst.parts.find((part) => part.stream === index)?.load ?? worst.load;
  const message =
    `The link from ${nodeName(desk.state.fabric.topology, worst.from)} to ${nodeName(desk.state.fabric.topology, worst.to)} has to carry ${gbps(worst.load, worst.rate)} ` +
    `and can carry ${gbps(worst.rate, worst.load)}${choice}: ${gbps(share)} of it from ${quote(stream.groupText)} every ${decimal(stream.intervalMs, 3)} ms${more}`;
  const others = worst.parts.filter((part) => part.stream !== index).slice(0, 5);
  const related = [
    ...others.map((part) => ({
      message: `${quote(streamOf(desk, part.stream).groupText)} adds ${gbps(part.load)}`,
      at: ["streams", part.stream, "intervalMs"] as const,
    })),
    {
      message: `A ${linkWord(worst)} link can carry ${gbps(worst.rate, worst.load)}`,
      at: ["topology", "linkGbps", rateName(worst)] as const,
    },
  ];
  return draftOf(
    desk,
    {
      code: "FL3012",
      severity: "error",
      message,
      at: streamAt(stream, "intervalMs"),
      related,
      remedies: () => slowerReports(desk, stream, worst),
    },
    packetOver(desk, stream, worst),
  );
}

/** FL3014. Without a bound FL3012 is said instead. */
function staleProblem(desk: Desk, { stream: index, worst }: StreamAge): Draft[] {
  const stream = streamOf(desk, index);
  if (stream.maxAgeMs === undefined || !worst || !isTooOld(worst.ms, stream.maxAgeMs)) return [];
  const { topology } = desk.state.fabric;
  const message =
    `Statistics of ${quote(stream.groupText)} are up to ${decimalBeyond(worst.ms, stream.maxAgeMs, 3)} ms old at ${hostText(topology, worst.to)}, ${decimalBeyond(stream.maxAgeMs, worst.ms, 3)} ms allowed: ` +
    `${decimal(stream.intervalMs, 3)} ms between reports and ${decimal(worst.ms - stream.intervalMs, 3)} ms on the way from ${hostText(topology, worst.from)}`;
  const related = [{ message: `A report every ${decimal(stream.intervalMs, 3)} ms`, at: ["streams", index, "intervalMs"] as const }];
  const group = groupOf(desk.state, stream);
  const packet = group && { ...groupSubject(group), from: hostText(topology, worst.from), code: "FL3014" as const, stream: index };
  return [
    draftOf(
      desk,
      {
        code: "FL3014",
        severity: "warning",
        message,
        at: streamAt(stream, "maxAgeMs"),
        related,
        remedies: () => remediesOfAge(desk, stream, worst.ms),
      },
      packet,
    ),
  ];
}

// ---- what mends them ----

/** The streams of the fabric with one of them changed. */
function withStream(desk: Desk, changed: Stream): StreamFacts {
  const streams = desk.state.fabric.streams.map((stream) => (stream.index === changed.index ? changed : stream));
  return examineStreams({ ...desk.state, fabric: { ...desk.state.fabric, streams } });
}

function remediesOfSize(desk: Desk, stream: Stream, frame: number): Remedy[] {
  const { fabric } = desk.state;
  const fitting = stream.bytes - (frame - fabric.mtu);
  const isSent = (facts: StreamFacts) => facts.tooLarge.every((one) => one.stream.index !== stream.index);
  return [
    ...(frame <= largestMtu
      ? [
          setting(
            desk,
            ["topology", "mtu"],
            frame,
            () => isSent(examineStreams({ ...desk.state, fabric: { ...fabric, mtu: frame } })),
            true,
          ),
        ]
      : []),
    ...(fitting >= smallestFrame
      ? [setting(desk, ["streams", stream.index, "bytes"], fitting, () => isSent(withStream(desk, { ...stream, bytes: fitting })))]
      : []),
  ];
}

/** Bounds of `topology.mtu` and `streams[].bytes`. */
const largestMtu = 65_535;
const smallestFrame = 64;

/** The shortest interval, in round figures, at which the link carries what is left. */
function slowerReports(desk: Desk, stream: Stream, { parts, load, rate }: LoadedLink): Remedy[] {
  const own = parts.find((part) => part.stream === stream.index)?.load ?? 0;
  const room = rate - (load - own);
  if (room <= 0 || own <= 0) return [];
  const intervalMs = roundUp((stream.intervalMs * own) / room);
  const isCarried = () => withStream(desk, { ...stream, intervalMs }).loads.oversubscribed.every((one) => one.stream !== stream.index);
  return [setting(desk, ["streams", stream.index, "intervalMs"], intervalMs, isCarried, true)];
}

function remediesOfAge(desk: Desk, stream: Stream, age: number): Remedy[] {
  const isFresh = (facts: StreamFacts, maxAgeMs: number) =>
    facts.loads.oversubscribed.length === 0 &&
    facts.ages.every((one) => one.stream !== stream.index || !isTooOld(one.worst?.ms ?? 0, maxAgeMs));
  const allowed = roundUp(age);
  const { maxAgeMs = allowed } = stream;
  const intervalMs = roundDown(stream.intervalMs - (age - maxAgeMs));
  return [
    ...(intervalMs > 0
      ? [
          setting(
            desk,
            ["streams", stream.index, "intervalMs"],
            intervalMs,
            () => isFresh(withStream(desk, { ...stream, intervalMs }), maxAgeMs),
            true,
          ),
        ]
      : []),
    setting(desk, ["streams", stream.index, "maxAgeMs"], allowed, () =>
      isFresh(withStream(desk, { ...stream, maxAgeMs: allowed }), allowed),
    ),
  ];
}

/** To two figures: what somebody would write. */
function roundUp(value: number): number {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.ceil(value / unit - 1e-9) * unit).toPrecision(2));
}

function roundDown(value: number): number {
  if (value <= 0) return 0;
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.floor(value / unit + 1e-9) * unit).toPrecision(2));
}

// ---- words and places ----

/** A packet that crosses the link; none when only unicast packets do. */
function packetOver({ state }: Desk, stream: Stream, link: LoadedLink): Draft["packet"] | undefined {
  const group = groupOf(state, stream);
  const way = group && wayOver(state, group, stream, link);
  return way && { ...packetOf(state.fabric.topology, group, way, "FL3012"), stream: stream.index };
}

const groupOf = ({ fabric }: State, stream: Stream): Group | undefined =>
  stream.group === undefined ? undefined : fabric.groups[stream.group];

function streamOf({ state }: Desk, index: number): Stream {
  const stream = state.fabric.streams[index];
  if (!stream) throw new Error(`no stream ${index}`);
  return stream;
}

const streamAt = (stream: Stream, property: string): readonly Pointer[] => [
  ["streams", stream.index, property],
  ["streams", stream.index, "group"],
];

/** @param beside A rate that it is compared with: digits enough to tell them apart. */
export const gbps = (bitsPerSecond: number, beside = 0): string => {
  const [unit, name] = bitsPerSecond >= 1e9 ? [1e9, "Gbit/s"] : bitsPerSecond >= 1e6 ? [1e6, "Mbit/s"] : [1e3, "kbit/s"];
  return `${decimalBeyond(bitsPerSecond / unit, beside / unit)} ${name}`;
};

function rateName({ link }: LoadedLink): "host" | "leafSpine" | "spineCore" {
  if (link === "hostUp" || link === "leafDown") return "host";
  return link === "leafUp" || link === "spineDown" ? "leafSpine" : "spineCore";
}

const linkWord = (link: LoadedLink): string => ({ host: "host", leafSpine: "leaf to spine", spineCore: "spine to core" })[rateName(link)];
