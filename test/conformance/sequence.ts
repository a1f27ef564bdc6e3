import type { Json, JsonObject } from "../../protocol/json.ts";

/** A recorded sequence of requests: one line of a recording. */
export type Sequence = StoreSequence | GcSequence;

interface Recorded {
  readonly seed: number;
  /** What the sequence stresses: `crud`, `finalizer`, … */
  readonly profile: string;
  readonly tags?: readonly string[];
}

/** The API server alone: every answer in full. */
export interface StoreSequence extends Recorded {
  readonly flavour: "store";
  /** Keep managedFields in the answers. */
  readonly ssa?: boolean;
  readonly kinds: readonly string[];
  readonly steps: readonly Step[];
}

export interface Step {
  readonly req: RecordedRequest;
  readonly tags?: readonly string[];
  /** The normalised answer. */
  readonly res: JsonObject;
}

/** API server and built-in controllers: the state after each phase of requests. */
export interface GcSequence extends Recorded {
  readonly flavour: "gc";
  readonly phases: readonly {
    readonly requests: readonly { readonly req: RecordedRequest; readonly res: JsonObject }[];
    readonly settled: readonly JsonObject[];
  }[];
}

/** A request with placeholders: `{{ns}}` is the namespace, `{{3/metadata/uid}}` a part of the answer of step 3. */
export interface RecordedRequest {
  readonly op: string;
  readonly kind?: string;
  /** An HTTP method, `WATCH`, `COMPACT` (older versions are forgotten), or (flavour gc) `MACRO` and `DELETE-ONE`. */
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly type?: string;
  readonly body?: Json;
  readonly text?: string;
  /** The body is the answer of a step (or a part of it), edited. */
  readonly from?: { readonly step: number; readonly at?: string; readonly edits?: readonly Edit[] };
  /** When a watch has been read to its end. */
  readonly until?: { readonly count?: number; readonly type?: string; readonly name?: string };
  /** The watch begins with the objects that are there. */
  readonly initial?: boolean;
  readonly selector?: string;
  readonly policy?: string;
  readonly macro?: JsonObject;
}

export interface Edit {
  readonly op: "set" | "unset" | "append";
  /** JSON pointer. */
  readonly path: string;
  readonly value?: Json;
}

/** An answer as the server gave it. */
export interface RawAnswer {
  readonly code: number;
  readonly json?: Json;
  readonly text?: string;
  readonly events?: readonly { readonly type: string; readonly object: JsonObject }[];
}
