import type { ToPanel } from "../../protocol/panel.ts";
import type { OpenTraceResult } from "../../protocol/requests.ts";

export type Move = Extract<ToPanel, { readonly kind: "move" }>["to"];

/** What of a trace decides where a move leads. */
export interface Route {
  readonly steps: number;
  readonly marks: OpenTraceResult["marks"];
  readonly head: { readonly harm?: number; readonly loop?: number };
}

/** Where a move leads when no panel is there to decide: the same rules as the panel's, without its folds. */
export function moved(to: Move, step: number, { steps, marks, head }: Route): number {
  const last = Math.max(0, steps - 1);
  switch (to) {
    case "next":
      return step < last ? step + 1 : (head.loop ?? last);
    case "previous":
      return Math.max(0, step - 1);
    case "first":
      return 0;
    case "last":
      return last;
    case "harm":
      return head.harm ?? marks.find(({ kind }) => kind === "harm")?.step ?? step;
    case "next-event":
      return marks.find((mark) => mark.kind === "event" && mark.step > step)?.step ?? step;
    case "previous-event":
      return marks.findLast((mark) => mark.kind === "event" && mark.step < step)?.step ?? step;
  }
}
