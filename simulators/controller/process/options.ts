import type { Budget } from "../../core/budget.ts";

/** What a process needs to know of the scenario beside its program. */
export interface ProcessOptions {
  readonly style: "tagged" | "defined";
  /** Export of the program: the reconcile function, or what has it as a method, or the definition. */
  readonly entry: string;
  readonly member?: string;
  /** What the user calls it, for messages. Absent: as the export. */
  readonly title?: string;
  /** Generation of `@kubernetes/client-node` that is meant; without it each call tells by its shape. */
  readonly client?: "0.x" | "1.x" | "2.x";
  /** How a kind is addressed; undefined: the cluster has no such kind. */
  resourceOf(apiVersion: string, kind: string): ResourceName | undefined;
  /** `process.env`. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly budget: Budget;
}

export interface ResourceName {
  /** `statefulsets` */
  readonly plural: string;
  readonly namespaced: boolean;
}

/** What a look at the text of a program says of it; true where it may be so. What says no by mistake is stopped when it is met. */
export interface Traits {
  /** Then virtual time is part of every state. */
  readonly readsClock: boolean;
  /** Then what is drawn next is part of every state. */
  readonly mayDraw: boolean;
  /** Then which timer is which is part of every state. */
  readonly clearsTimers: boolean;
  /** Then texts may be worked out of uids. */
  readonly hashes: boolean;
  /** Then Events are kept: otherwise nobody looks at those whose names nobody knows. */
  readonly readsEvents: boolean;
}

export function traitsOf(code: string): Traits {
  return {
    readsClock: /\b(?:Date|performance|hrtime|uptime|timeStamp)\b|\.time(?:Log|End)?\b/.test(code),
    mayDraw: /random|generateKey/i.test(code),
    clearsTimers: /\bclear[A-Z\b]|\.(?:close|refresh|abort)\b|AbortSignal|dispose/.test(code),
    readsEvents: readsEvents(code),
    hashes: /hash|hmac|digest|charCodeAt|codePointAt/i.test(code),
  };
}

/** By the names of the client's methods, by a path or plural, or by the kind as an argument. */
const readsEvents = (code: string): boolean =>
  /(?:read|list|patch|replace|delete|watch)\w*Event(?:ForAllNamespaces)?\b|["'`](?:[^"'`\n]*\/)?events\b|,\s*["'`]Event["'`]/.test(code) ||
  (/KubernetesObjectApi/.test(code) && /["'`]Event["'`]/.test(code));
