import type { Step } from "../../../protocol/trace.ts";
import { messagePieces } from "./format.ts";

export interface LaneWord {
  readonly text: string;
  readonly isValue: boolean;
  /** Was taken back later. */
  readonly isStruck: boolean;
}

/** Words beside a mark, cut to the room that they have. Pixels are worked out from the number of characters. */
export interface LaneWords {
  readonly words: readonly LaneWord[];
  readonly width: number;
}

/** @param room Pixels. The message of the step says the same in full. */
export function laneWords(step: Step, room: number): LaneWords | undefined {
  if (step.short === undefined || step.short === "") return undefined;
  const words: LaneWord[] = [];
  let width = 0;
  for (const piece of messagePieces(step.short)) {
    const isValue = piece.kind !== "words";
    const text = piece.kind === "change" ? `${piece.before} → ${piece.after}` : piece.text;
    const each = isValue ? valueWidth : wordWidth;
    const fitting = Math.floor((room - width) / each);
    if (fitting <= 1) break;
    const characters = Array.from(segmenter.segment(text), ({ segment }) => segment);
    const isCut = characters.length > fitting;
    const shown = isCut ? `${characters.slice(0, fitting - 1).join("")}…` : text;
    words.push({ text: shown, isValue, isStruck: isTakenBack(step) && isValue });
    width += Math.min(characters.length, fitting) * each;
    if (isCut) break;
  }
  return { words, width };
}

/** A change that a later step takes back: struck through. What was only read or decided is not. */
export const isTakenBack = (step: Step): boolean => step.revertedBy !== undefined && (step.mark === undefined || step.mark === "write");

/** Cuts between what people see as characters. */
const segmenter = new Intl.Segmenter();

/** Of one character at 11 and 11.5 pixels, a little more than the average. */
const valueWidth = 6.9;
const wordWidth = 5.9;
