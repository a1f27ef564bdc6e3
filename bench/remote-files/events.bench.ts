// Speed of the event engine, beside SimPy on the same model in the same run; and of the exploration of adapters and memory.
import { presets } from "../../simulators/remote-file/config/presets.ts";
import { type ReadLoad, simulateReads } from "../../simulators/remote-file/latency/reads.ts";
import { enumerate } from "../../simulators/remote-file/verbs/testing/litmus.ts";
import { count, isQuick, median, printTable, type Row } from "../support.ts";
import { installSimPy, simulateInSimPy } from "./simpy.ts";

const goalEvents = 5e6;
const goalRatio = 10;
const goalStates = 150_000;
const alternations = isQuick ? 3 : 7;
const preset = presets.get("cx5-100");
if (!preset) throw new Error("the preset is gone");
/** With a message rate, so that every stage takes its time. */
const nic = { ...preset, mops: 100 };

/** 64 clients that read 4 KiB; the same for both, but for the number of reads. */
const load = (reads: number): ReadLoad => ({ nic, clients: 64, bytes: 4096, reads, opensEach: false });

/** Seconds on the processor: other programs on the machine do not count. */
function processorSeconds(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

function main(): void {
  installSimPy();
  simulateReads(load(2000));
  const ours: number[] = [];
  const theirs: number[] = [];
  const reads = isQuick ? 20_000 : 60_000;
  const theirReads = isQuick ? 500 : 2000;
  // In turns, so that a busy moment hits both.
  for (let round = 0; round < alternations; round += 1) {
    const seconds = processorSeconds(() => simulateReads(load(reads)));
    ours.push((5 * 64 * reads) / seconds);
    const peer = simulateInSimPy(load(theirReads));
    theirs.push(peer.events / peer.seconds);
  }
  printTable("64 clients read 4 KiB, five events each; seconds on the processor, median of alternating rounds", [
    {
      what: "event engine",
      figure: `${count(median(ours))} events/s`,
      goal: `at least ${count(goalEvents)}`,
      isMet: median(ours) >= goalEvents,
    },
    { what: "simulated reads", figure: `${count(median(ours) / 5)} reads/s` },
    { what: `SimPy ${simulateInSimPy(load(1)).version}`, figure: `${count(median(theirs))} events/s` },
    {
      what: "times faster",
      figure: (median(ours) / median(theirs)).toFixed(1),
      goal: `at least ${goalRatio}`,
      isMet: median(ours) >= goalRatio * median(theirs),
    },
    sameAnswer(),
    exploration(),
  ]);
}

/** Both simulate the same: all times are equal. A difference ends the bench. */
function sameAnswer(): Row {
  const own = simulateReads(load(200));
  const peer = simulateInSimPy(load(200));
  const isSame =
    own.events === peer.events && [own.microseconds - peer.microseconds, own.meanUs - peer.meanUs].every((off) => Math.abs(off) < 1e-6);
  if (!isSame) throw new Error(`not the same model: ${JSON.stringify(own)} and ${JSON.stringify(peer)}`);
  return { what: "simulated time of both, 64 x 200 reads", figure: `${own.microseconds.toFixed(3)} µs`, goal: "equal", isMet: true };
}

/** Two writers and two readers of two words: every order of posting, placing and completing. */
function exploration(): Row {
  const threads = [
    [{ opcode: "WRITE", channel: 0, at: 0, words: [1n, 1n] }],
    [{ opcode: "WRITE", channel: 0, at: 1, words: [2n, 2n] }],
    [{ opcode: "READ", channel: 0, at: 0, count: 2, into: "a" }],
    [{ opcode: "READ", channel: 0, at: 1, count: 2, into: "b" }],
  ] as const;
  const rounds = Array.from({ length: isQuick ? 4 : 10 }, () => {
    let counts = { states: 0, transitions: 0 };
    const seconds = processorSeconds(() => {
      counts = enumerate({ threads });
    });
    return { states: counts.states / seconds, transitions: counts.transitions / seconds };
  });
  // The first rounds warm up.
  const warm = rounds.slice(rounds.length / 2);
  const states = median(warm.map((round) => round.states));
  const transitions = median(warm.map((round) => round.transitions));
  return {
    what: "exploration of adapters and memory, every order",
    figure: `${count(states)} states/s, ${count(transitions)} steps/s`,
    goal: `at least ${count(goalStates)} states/s`,
    isMet: states >= goalStates,
  };
}

main();
