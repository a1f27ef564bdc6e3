import type { SectionView } from "../view/moment.ts";
import type { TextLines } from "./text-lines.ts";

/** What a kind of picture adds to the panel. */
export interface PictureView {
  /** Before the steps, where space explains more than time. */
  readonly above: readonly SectionView[];
  /** Beside the steps. */
  readonly beside: readonly SectionView[];
  /** Time explains more than space: the steps have the whole width, and `beside` stands below them, left of the state. */
  readonly isBelowSteps?: boolean;
  readonly text: TextLines;
  /** Shows all that is folded away, or folds it again. */
  toggleUnfolded(): void;
  /** Zooms, whatever has the focus. */
  zoom(by: "in" | "out" | "fit"): void;
}
