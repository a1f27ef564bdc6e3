export type Style = "bad" | "warn" | "good" | "note" | "dim" | "strong" | "underline";

/** Colours and weights for a terminal. */
export type Paint = (style: Style, text: string) => string;

export const plain: Paint = (_, text) => text;

/** ANSI sequences of the 16 colours that every theme maps to something readable. */
export const coloured: Paint = (style, text) => (text === "" ? "" : `\u001b[${starts[style]}m${text}\u001b[${ends[style]}m`);

const starts: Record<Style, string> = { bad: "31", warn: "33", good: "32", note: "36", dim: "2", strong: "1", underline: "4" };
const ends: Record<Style, string> = { bad: "39", warn: "39", good: "39", note: "39", dim: "22", strong: "22", underline: "24" };
