/**
 * Messages between the extension and a trace panel. Plain data; the panel draws any trace and knows no simulator.
 * The panel says `ready` once and again after a reload; nothing is sent to it before.
 */
import type { OpenTraceResult, Phase, ScenarioStatus, TraceRef, TraceWindow } from "./requests.ts";
import type { SourceSpan } from "./source.ts";

/** What a panel keeps over a reload of the window (`setState`, and the serializer gets it back). */
export interface PanelState {
  readonly version: 1;
  readonly ref: TraceRef;
  readonly step: number;
  /** Ids of sections folded by the user. */
  readonly folded: readonly string[];
  readonly unfoldedPods: readonly number[];
}

/** Extension to panel. */
export type ToPanel =
  | { readonly kind: "show"; readonly opened: OpenTraceResult; readonly step?: number }
  | { readonly kind: "window"; readonly key: string; readonly window: TraceWindow }
  /** Move the cursor (command Next Step, or the user's cursor in the source). */
  | { readonly kind: "select"; readonly step: number }
  | { readonly kind: "move"; readonly to: "next" | "previous" | "first" | "last" | "harm" | "next-event" | "previous-event" }
  /** The scenario of the trace is in this phase now. */
  | { readonly kind: "phase"; readonly phase: Phase; readonly status?: ScenarioStatus }
  | { readonly kind: "replayed"; readonly text: string; readonly isGood: boolean }
  /** There is no trace: list what there is. */
  | { readonly kind: "empty"; readonly scenarios: readonly ScenarioStatus[] }
  | { readonly kind: "failed"; readonly message: string };

/** Panel to extension. */
export type FromPanel =
  | { readonly kind: "ready"; readonly state?: PanelState }
  | { readonly kind: "want-window"; readonly key: string; readonly from: number; readonly to: number }
  | { readonly kind: "selected"; readonly step: number; readonly at?: SourceSpan }
  /** Enter: put the cursor there and the focus into the editor. */
  | { readonly kind: "reveal"; readonly at: SourceSpan }
  | { readonly kind: "replay" }
  | { readonly kind: "run"; readonly status?: ScenarioStatus }
  | { readonly kind: "stop" }
  | { readonly kind: "export" }
  | { readonly kind: "create-test" }
  | { readonly kind: "explain"; readonly code: string }
  | { readonly kind: "copy"; readonly text: string }
  | { readonly kind: "show-output" };
