import type { Group } from "../model.ts";
import { confirmFindings } from "./confirm.ts";
import { contentOf } from "./content.ts";
import { examineEntry } from "./entries.ts";
import type { EntryFacts, GroupFacts } from "./findings.ts";
import { examineIntact } from "./intact.ts";
import { createMemo } from "./memo.ts";
import { forgetStreams } from "./streams.ts";
import { forgetPlans, type State } from "./state.ts";

/** All that is known of the packets of one group. */
export interface Examination {
  readonly intact: GroupFacts;
  /** By index of `failures`. */
  readonly entries: readonly EntryFacts[];
  /** Packets walked for it. */
  readonly packets: number;
  /** Packets and cases that were judged, walked or not. */
  readonly judged: number;
  /** False: some packet had more choices than are tried, or some number of headers is only a bound. */
  readonly isComplete: boolean;
}

/**
 * Examines one group: every sender, every choice of up-ports, with nothing failed and in every failure case.
 * The answer is remembered by what it depends on, see `memo.ts`.
 *
 * @param poll Called with the number of packets walked since the last call; throws to end the examination.
 */
export function examineGroup(state: State, group: Group, poll: (packets: number) => void): Examination {
  const key = contentOf(state, group);
  return key === undefined ? examineAnew(state, group, poll) : memo.get(key, () => examineAnew(state, group, poll));
}

/** What the packets of a group do with nothing failed, in a fabric that is only tried: remembered as well, since edits elsewhere try it again. */
export function tryIntact(state: State, group: Group): GroupFacts {
  const key = contentOf(state, group);
  const compute = () => examineIntact(state, group, () => {});
  return key === undefined ? compute() : (memo.peek(key)?.intact ?? tried.get(key, compute));
}

/** Forgets everything: for tests and for measuring. */
export function forgetExaminations(): void {
  memo.clear();
  tried.clear();
  forgetPlans();
  forgetStreams();
}

const memo = createMemo<Examination>(20_000, 32_000_000);
const tried = createMemo<GroupFacts>(2_000, 4_000_000);

function examineAnew(state: State, group: Group, poll: (packets: number) => void): Examination {
  const intact = examineIntact(state, group, poll);
  const entries = state.fabric.failures.map((entry) => examineEntry(state, group, entry, intact, poll));
  confirmFindings(state, group, intact, entries);
  return {
    intact,
    entries,
    packets: entries.reduce((sum, entry) => sum + entry.packets, intact.packets),
    judged: entries.reduce((sum, entry) => sum + entry.judged, intact.packets),
    isComplete: intact.isComplete && entries.every((entry) => entry.isComplete),
  };
}
