import type { Opcode, PairState } from "./state.ts";
import type { Status } from "./status.ts";

/**
 * What happens on adapters, wire and memory: the steps C4 and C9 of claim 1 (US10706005B2).
 * `node` is the number of the node that asks, `target` that of the node whose memory is used.
 */
export type VerbsEvent =
  | { readonly action: "qp.modify"; readonly node: number; readonly qpn: number; readonly from: PairState; readonly to: PairState }
  | (OfWork & {
      readonly action: "nic.post";
      readonly opcode: Opcode;
      readonly address: number;
      readonly length: number;
      readonly rkey: number;
    })
  /** Part `part` of the message is on its way, at this length in bytes. */
  | (OfWork & { readonly action: "wire.fragment"; readonly part: number; readonly length: number })
  | (OfWork & { readonly action: "memory.place"; readonly address: number; readonly bytes: Uint8Array; readonly part: number })
  | (OfWork & { readonly action: "memory.fetch"; readonly address: number; readonly bytes: Uint8Array; readonly part: number })
  /** Bytes arrive in a buffer of the program; `owner` as in `Buffer`. */
  | (OfWork & {
      readonly action: "nic.deliver";
      readonly lkey: number;
      readonly owner?: number;
      readonly offset: number;
      readonly bytes: Uint8Array;
    })
  | (OfWork & { readonly action: "nic.complete"; readonly opcode: Opcode; readonly status: Status })
  | { readonly action: "node.crash"; readonly node: number };

interface OfWork {
  readonly node: number;
  readonly target: number;
  readonly qpn: number;
  readonly wrId: number;
}
