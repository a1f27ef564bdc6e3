import type { VerbsEvent } from "../verbs/events.ts";
import type { Errno } from "../verbs/status.ts";
import type { Answer, Call, Failed, ManagerAnswer, ManagerCall } from "./calls.ts";
import type { OpenFlags } from "./flags.ts";

/**
 * What happens in a run, in the order in which it happens. The steps of claim 1 (US10706005B2) have these names:
 * C1 `agent.open` · C2 `manager.request` · C3 `manager.reply` · C4 `qp.modify` · C5 no `os.…` between open and close ·
 * C6 `agent.map.set` · C7 `agent.read`, `agent.write` · C8 `agent.map.get` · C9 `nic.post`, `wire.fragment`, `memory.place`, `memory.fetch`, `nic.complete`.
 */
export type RunEvent = VerbsEvent | AgentEvent | ManagerEvent | OsEvent;

export type AgentEvent =
  | (OfOperation & { readonly action: "agent.open"; readonly path: string; readonly flags: OpenFlags })
  | (OfOperation & {
      readonly action: "agent.map.set";
      readonly fd: number;
      readonly path: string;
      readonly target: number;
      readonly address: number;
      readonly length: number;
      readonly qpn: number;
    })
  | (OfOperation & { readonly action: "agent.map.get"; readonly fd: number })
  | (OfOperation & {
      readonly action: "agent.read" | "agent.write";
      readonly fd: number;
      /** Absent: at the position of the open file. */
      readonly offset?: number;
      readonly length: number;
    })
  | (OfOperation & { readonly action: "agent.atomic"; readonly fd: number; readonly offset: number })
  | (OfOperation & { readonly action: "agent.flush" | "agent.size"; readonly fd: number })
  | (OfOperation & { readonly action: "agent.close"; readonly fd: number })
  /** Everything that only the manager answers. */
  | (OfOperation & { readonly action: "agent.name"; readonly call: Call })
  /** The work request of `nic.post` belongs to this operation. */
  | (OfOperation & { readonly action: "agent.post"; readonly qpn: number; readonly wrId: number; readonly fd: number })
  | (OfOperation & { readonly action: "agent.end"; readonly answer: Answer })
  /** Nobody uses the connection any more, and 100 ms have passed. */
  | { readonly action: "channel.close"; readonly node: number; readonly target: number; readonly qpn: number };

export type ManagerEvent =
  | (OfOperation & { readonly action: "manager.request"; readonly manager: number; readonly call: ManagerCall })
  | (OfOperation & {
      readonly action: "manager.reply";
      readonly manager: number;
      readonly target: number;
      /** Of the first byte of the file. */
      readonly address: number;
      readonly length: number;
      readonly size: number;
      readonly rkey: number;
      readonly access: number;
    })
  | (OfOperation & { readonly action: "manager.answer"; readonly manager: number; readonly answer: Exclude<ManagerAnswer, Failed> })
  | (OfOperation & { readonly action: "manager.refuse"; readonly manager: number; readonly errno: Errno })
  | (OfOperation & { readonly action: "manager.close"; readonly manager: number; readonly fd: number })
  /** A key stops being valid: its file was unlinked or replaced, or the lease of its owner has ended. */
  | {
      readonly action: "manager.revoke";
      readonly target: number;
      readonly rkey: number;
      readonly process: number;
      readonly cause: "unlink" | "rename" | "lease";
    }
  | { readonly action: "manager.lease-end"; readonly node: number }
  | { readonly action: "manager.recycle"; readonly target: number; readonly address: number; readonly length: number };

/** Work of the operating system of a memory node: once, when it starts and registers its memory. */
export type OsEvent = { readonly action: "os.register"; readonly target: number; readonly length: number };

interface OfOperation {
  /** Numbers of the node, the process, and its operation. */
  readonly node: number;
  readonly process: number;
  readonly operation: number;
}
