import type { Fairness, PackedModel, PlainModel } from "../model.ts";

const idle = 0;
const waiting = 1;
const critical = 2;

const actions = [{ name: "enter" }, { name: "pass" }, { name: "exit" }, { name: "request" }, { name: "cancel" }] as const;

/** One step of the token, whichever: fairness of each kind of step alone does not suffice, since a client may cancel and request again. */
const tokenStep: Fairness = { kind: "weak", name: "token step", actions: ["enter", "pass", "exit"] };

/**
 * A token goes round at most 16 clients; who has it may enter. Clients request, and all but client 0 may cancel.
 *
 * Word 0: two bits of state for each client. Word 1: who has the token.
 *
 * 12 clients have 73,728 states, 14 have 344,064 and 4,878,336 transitions, 16 have 1,572,864; the same in SPIN and TLC.
 * That client 0, when it waits, enters holds with weak fairness of the token's step and fails without.
 */
export function tokenLock(clients: number, fairness: readonly Fairness[] = [tokenStep]): PackedModel {
  const stateOf = (states: Int32Array, at: number, client: number): number => ((states[at] as number) >> (2 * client)) & 3;
  return {
    kind: "packed",
    name: `token lock of ${clients}`,
    words: 2,
    actions,
    fairness,
    initial(out) {
      const to = out.add(0);
      out.words[to] = 0;
      out.words[to + 1] = 0;
    },
    successors(states, at, out) {
      const all = states[at] as number;
      const token = states[at + 1] as number;
      const next = (token + 1) % clients;
      const state = stateOf(states, at, token);
      if (state === waiting) put(0, with_(token, critical), token);
      if (state === idle) put(1, all, next);
      if (state === critical) put(2, with_(token, idle), next);
      for (let client = 0; client < clients; client += 1) {
        const own = stateOf(states, at, client);
        if (own === idle) put(3, with_(client, waiting), token);
        if (own === waiting && client !== 0) put(4, with_(client, idle), token);
      }

      function with_(client: number, value: number): number {
        return (all & ~(3 << (2 * client))) | (value << (2 * client));
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
        name: "mutual exclusion",
        test: (states, at) => {
          const inside = ((states[at] as number) >> 1) & 0x55555555;
          return (inside & (inside - 1)) === 0;
        },
      },
      {
        kind: "leads-to",
        name: "client 0 enters",
        from: (states, at) => stateOf(states, at, 0) === waiting,
        to: (states, at) => stateOf(states, at, 0) === critical,
      },
    ],
  };
}

export interface Ring {
  readonly clients: readonly ("idle" | "waiting" | "critical")[];
  readonly token: number;
}

/** The same as ordinary TypeScript. */
export function plainTokenLock(clients: number, fairness: readonly Fairness[] = [tokenStep]): PlainModel<Ring> {
  return {
    kind: "plain",
    name: `token lock of ${clients}`,
    fairness,
    initialStates: () => [{ clients: Array.from({ length: clients }, () => "idle" as const), token: 0 }],
    actions: [
      {
        name: "enter",
        next(state, emit) {
          if (state.clients[state.token] === "waiting") emit({ ...state, clients: state.clients.with(state.token, "critical") });
        },
      },
      {
        name: "pass",
        next(state, emit) {
          if (state.clients[state.token] === "idle") emit({ ...state, token: (state.token + 1) % clients });
        },
      },
      {
        name: "exit",
        next(state, emit) {
          if (state.clients[state.token] !== "critical") return;
          emit({ clients: state.clients.with(state.token, "idle"), token: (state.token + 1) % clients });
        },
      },
      {
        name: "request",
        next(state, emit) {
          for (const [client, own] of state.clients.entries()) {
            if (own === "idle") emit({ ...state, clients: state.clients.with(client, "waiting") });
          }
        },
      },
      {
        name: "cancel",
        next(state, emit) {
          for (const [client, own] of state.clients.entries()) {
            if (own === "waiting" && client !== 0) emit({ ...state, clients: state.clients.with(client, "idle") });
          }
        },
      },
    ],
    properties: [
      { kind: "always", name: "mutual exclusion", test: (state) => state.clients.filter((own) => own === "critical").length <= 1 },
      {
        kind: "leads-to",
        name: "client 0 enters",
        from: (state) => state.clients[0] === "waiting",
        to: (state) => state.clients[0] === "critical",
      },
    ],
  };
}
