import type { CompletionLevel, PlacementOrder } from "../../config/model.ts";
import { bindWindow, isRefused, newVerbs, register } from "../adapter.ts";
import { connect } from "../pair.ts";
import { access, type Opcode, type Request, type Verbs } from "../state.ts";

export interface Connected {
  readonly verbs: Verbs;
  readonly qpn: number;
  readonly rkey: number;
  /** Number of the node whose memory is used. */
  readonly target: number;
}

export const allAccess = access.localWrite | access.remoteRead | access.remoteWrite | access.remoteAtomic;

/** Node 0 is connected to node 1, which offers 1 KiB under one key. */
export function connectedPair(options: {
  readonly fragments?: number;
  readonly inOrder?: PlacementOrder;
  readonly completion?: CompletionLevel;
  readonly access?: number;
}): Connected {
  const { fragments = 2, inOrder = "none", completion = "delivery", access: flags = allAccess } = options;
  const empty = newVerbs({ fragments, completion }, [
    { memory: 0, inOrder },
    { memory: 1024, inOrder },
  ]);
  const registered = register(empty, 1, { address: 0, length: 1024, access: allAccess });
  if (isRefused(registered)) throw new Error(registered.error);
  const bound = bindWindow(registered.verbs, 1, { region: registered.region, address: 0, length: 512, access: flags });
  if (isRefused(bound)) throw new Error(bound.error);
  const connected = connect(bound.verbs, 0, 1, allAccess, { timeout: 14, retry: 7, rnrRetry: 7 });
  return { verbs: connected.verbs, qpn: connected.qpn, rkey: bound.rkey, target: 1 };
}

export const requestOf = (opcode: Opcode, address: number, length: number, rkey: number, lkey: number): Request => ({
  opcode,
  address,
  length,
  rkey,
  local: opcode === "READ" || opcode === "WRITE" ? [{ lkey, offset: 0, length }] : [],
});
