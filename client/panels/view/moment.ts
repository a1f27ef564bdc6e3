import type { JsonObject } from "../../../protocol/json.ts";
import type { SourceSpan } from "../../../protocol/source.ts";
import type { Step } from "../../../protocol/trace.ts";
import type { TraceSource } from "../model/source.ts";

/** The current step, and what is at hand of it. */
export interface Moment {
  readonly step: number;
  readonly loaded: Step | undefined;
  readonly states: { readonly before: JsonObject; readonly after: JsonObject } | undefined;
}

/** What sections ask of the panel. */
export interface Panel {
  readonly source: TraceSource;
  isNarrow(): boolean;
  /** Rows of `rowHeight` pixels that a list should show at most, when `others` pixels of the window belong to the rest. */
  rowsInWindow(rowHeight: number, others: number): number;
  select(step: number): void;
  reveal(at: SourceSpan): void;
  explain(code: string): void;
  copy(text: string): void;
  announce(text: string): void;
  isFolded(section: string): boolean;
  setFolded(section: string, isFolded: boolean): void;
  unfoldedPods(): readonly number[];
  setUnfoldedPods(pods: readonly number[]): void;
}

/** A part of the panel between two lines. */
export interface SectionView {
  readonly element: HTMLElement;
  /** Gets the focus on F6. */
  readonly focusTarget: HTMLElement;
  show(moment: Moment): void;
  /** The width, the theme or the window has changed, or steps have come to hand. */
  refresh(): void;
}
