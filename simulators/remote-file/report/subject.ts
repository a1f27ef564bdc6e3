import type { Json } from "../../../protocol/json.ts";
import type { Move } from "../verify/types.ts";

/** What a replay needs: the moves of the run, and what it shows. */
export interface Subject {
  readonly moves: readonly Move[];
  /** Key of the violation; absent: none, or that of an observer. */
  readonly violation?: string;
  readonly property?: string;
  /** Crashes that the run may have. */
  readonly crashes: number;
}

/** @returns Undefined: it was made by something else. */
export function readSubject(json: Json): Subject | undefined {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return undefined;
  const { moves, violation, property, crashes } = json as Partial<Record<keyof Subject, Json>>;
  const isFit =
    Array.isArray(moves) &&
    moves.every((move) => typeof move === "object" && move !== null && "kind" in move && typeof move.kind === "string") &&
    (violation === undefined || typeof violation === "string") &&
    (property === undefined || typeof property === "string") &&
    typeof crashes === "number";
  return isFit ? (json as unknown as Subject) : undefined;
}
