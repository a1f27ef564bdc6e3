import type { Action, PackedModel, PlainModel } from "../model.ts";
import { sortReplicas } from "../symmetry.ts";

const working = 0;
const prepared = 1;
const committed = 2;
const aborted = 3;

const actions: readonly Action[] = [
  { name: "decide to commit" },
  { name: "decide to abort" },
  { name: "receive" },
  { name: "prepare" },
  { name: "abort alone" },
  { name: "commit" },
  { name: "abort" },
];

/**
 * Two-phase commit among at most 12 participants and a coordinator.
 *
 * Word 0: two bits of state for each participant. Word 1: the coordinator's decision (2 bits), whether commit and abort were sent (2 bits),
 * who is known to be prepared (a bit each), who sent that he is (a bit each).
 *
 * 7 participants have 296,448 states, 8 have 1,745,408, 9 have 10,340,352; the same in SPIN, TLC and Rumur.
 *
 * @see J. Gray, L. Lamport, "Consensus on Transaction Commit", ACM TODS 31(1), 2006, section 3.
 */
export function twoPhaseCommit(participants: number, options: { readonly symmetric?: boolean } = {}): PackedModel {
  const all = (1 << participants) - 1;
  const sentCommit = 4;
  const sentAbort = 8;
  const known = 4;
  const sent = 4 + participants;
  return {
    kind: "packed",
    name: `two-phase commit of ${participants}`,
    words: 2,
    actions,
    initial(out) {
      const to = out.add(0);
      out.words[to] = 0;
      out.words[to + 1] = 0;
    },
    successors(states, at, out) {
      const rm = states[at] as number;
      const rest = states[at + 1] as number;
      const isOpen = (rest & 3) === 0;
      if (isOpen && ((rest >> known) & all) === all) put(0, rm, rest | 1 | sentCommit);
      if (isOpen) put(1, rm, rest | 2 | sentAbort);
      for (let r = 0; r < participants; r += 1) {
        const state = (rm >> (2 * r)) & 3;
        const others = rm & ~(3 << (2 * r));
        if (isOpen && (rest & (1 << (sent + r))) !== 0 && (rest & (1 << (known + r))) === 0) put(2, rm, rest | (1 << (known + r)));
        if (state === working) {
          put(3, others | (prepared << (2 * r)), rest | (1 << (sent + r)));
          put(4, others | (aborted << (2 * r)), rest);
        }
        if ((rest & sentCommit) !== 0 && state !== committed) put(5, others | (committed << (2 * r)), rest);
        if ((rest & sentAbort) !== 0 && state !== aborted) put(6, others | (aborted << (2 * r)), rest);
      }

      function put(action: number, first: number, second: number): void {
        const to = out.add(action);
        out.words[to] = first;
        out.words[to + 1] = second;
      }
    },
    properties: [
      {
        kind: "always",
        name: "consistent",
        test: (states, at) => {
          const rm = states[at] as number;
          const low = rm & 0x55555555;
          const high = (rm >> 1) & 0x55555555;
          return (high & low) === 0 || (high & ~low) === 0;
        },
      },
    ],
    ...(options.symmetric === true ? { canonicalise: sortParticipants(participants) } : {}),
  };
}

/** By the four bits of each participant. */
function sortParticipants(participants: number): (states: Int32Array, at: number) => void {
  const known = 4;
  const sent = 4 + participants;
  const keys = new Uint8Array(participants);
  return (states, at) => {
    const rm = states[at] as number;
    const rest = states[at + 1] as number;
    for (let r = 0; r < participants; r += 1) {
      keys[r] = ((rm >> (2 * r)) & 3) | (((rest >> (known + r)) & 1) << 2) | (((rest >> (sent + r)) & 1) << 3);
    }
    keys.sort();
    let first = 0;
    let second = rest & 15;
    for (let r = 0; r < participants; r += 1) {
      const key = keys[r] as number;
      first |= (key & 3) << (2 * r);
      second |= (((key >> 2) & 1) << (known + r)) | ((key >> 3) << (sent + r));
    }
    states[at] = first;
    states[at + 1] = second;
  };
}

export interface Commit {
  readonly participants: readonly ("working" | "prepared" | "committed" | "aborted")[];
  readonly decision: "none" | "commit" | "abort";
  /** The coordinator knows that this participant is prepared. */
  readonly known: readonly boolean[];
  /** This participant has said that it is prepared. */
  readonly sent: readonly boolean[];
  readonly messages: readonly ("commit" | "abort")[];
}

/** The same as ordinary TypeScript. */
export function plainTwoPhaseCommit(participants: number, options: { readonly symmetric?: boolean } = {}): PlainModel<Commit> {
  const each = Array.from({ length: participants }, (_, r) => r);
  /** Every participant that may, goes to this state. */
  const move = (state: Commit, emit: (next: Commit) => void, to: Commit["participants"][number], may: (own: string) => boolean): void => {
    for (const r of each) if (may(state.participants[r] as string)) emit({ ...state, participants: state.participants.with(r, to) });
  };
  const next: readonly PlainModel<Commit>["actions"][number]["next"][] = [
    (state, emit) => {
      if (state.decision !== "none" || state.known.includes(false)) return;
      emit({ ...state, decision: "commit", messages: [...state.messages, "commit"] });
    },
    (state, emit) => {
      if (state.decision === "none") emit({ ...state, decision: "abort", messages: [...state.messages, "abort"] });
    },
    (state, emit) => {
      if (state.decision !== "none") return;
      for (const r of each) if (state.sent[r] === true && state.known[r] === false) emit({ ...state, known: state.known.with(r, true) });
    },
    (state, emit) => {
      for (const r of each) {
        if (state.participants[r] !== "working") continue;
        emit({ ...state, participants: state.participants.with(r, "prepared"), sent: state.sent.with(r, true) });
      }
    },
    (state, emit) => move(state, emit, "aborted", (own) => own === "working"),
    (state, emit) => {
      if (state.messages.includes("commit")) move(state, emit, "committed", (own) => own !== "committed");
    },
    (state, emit) => {
      if (state.messages.includes("abort")) move(state, emit, "aborted", (own) => own !== "aborted");
    },
  ];
  return {
    kind: "plain",
    name: `two-phase commit of ${participants}`,
    initialStates: () => [
      {
        participants: each.map(() => "working"),
        decision: "none",
        known: each.map(() => false),
        sent: each.map(() => false),
        messages: [],
      },
    ],
    actions: actions.map(({ name }, index) => ({ name, next: next[index] as PlainModel<Commit>["actions"][number]["next"] })),
    properties: [
      {
        kind: "always",
        name: "consistent",
        test: (state) => !(state.participants.includes("aborted") && state.participants.includes("committed")),
      },
    ],
    ...(options.symmetric === true ? { canonical: sortReplicas<Commit>(["participants", "known", "sent"]) } : {}),
  };
}
