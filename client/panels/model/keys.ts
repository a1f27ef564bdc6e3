/** What a key does. Lists and tables handle up, down and folding themselves; the rest is the same everywhere in the panel. */
export type Command =
  | { readonly kind: "move"; readonly to: Move }
  | { readonly kind: "list"; readonly by: ListMove }
  | { readonly kind: "fold"; readonly open: boolean }
  | { readonly kind: "reveal" }
  | { readonly kind: "escape" }
  | { readonly kind: "play" }
  | { readonly kind: "text" }
  | { readonly kind: "unfold-pods" }
  | { readonly kind: "find" }
  | { readonly kind: "copy-command" }
  | { readonly kind: "help" }
  | { readonly kind: "round-the-loop" }
  | { readonly kind: "difference" }
  | { readonly kind: "section"; readonly direction: 1 | -1 }
  | { readonly kind: "zoom"; readonly by: "in" | "out" | "fit" };

export type Move = "next" | "previous" | "next-in-lane" | "previous-in-lane" | "first" | "last" | "harm" | "next-event" | "previous-event";
export type ListMove = "next" | "previous" | "next-page" | "previous-page";

/** A key press, as a keyboard event describes it. */
export interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/** What has the focus: it changes the meaning of a few keys. */
export type Focus =
  /** A field to type in: only Escape and F6 are ours. */
  | "field"
  /** A button or link: Enter and Space press it. */
  | "button"
  /** A table whose rows fold: left and right fold. */
  | "tree"
  | "other";

/** The command of a key press, or undefined when the key is not ours. */
export function commandOf(press: KeyPress, focus: Focus): Command | undefined {
  if (press.ctrlKey || press.altKey || press.metaKey) return undefined;
  const command = press.shiftKey ? shifted.get(press.key) : plain.get(press.key.length === 1 ? press.key.toLowerCase() : press.key);
  if (!command) return undefined;
  if (focus === "field") return command.kind === "escape" || command.kind === "section" ? command : undefined;
  if (focus === "button" && (press.key === "Enter" || press.key === " ")) return undefined;
  if (focus === "tree" && press.key === "ArrowLeft" && !press.shiftKey) return { kind: "fold", open: false };
  if (focus === "tree" && press.key === "ArrowRight" && !press.shiftKey) return { kind: "fold", open: true };
  return command;
}

/** The keys and what they do, for the help card: the one place where they are put in words. */
export const keyHelp: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ["←", "→"], does: "previous, next step" },
  { keys: ["Shift+←", "Shift+→"], does: "the same, in this lane" },
  { keys: ["Home", "End"], does: "first, last step" },
  { keys: ["F"], does: "the step that harms" },
  { keys: ["E", "Shift+E"], does: "next, previous event or fault" },
  { keys: ["D"], does: "first step that differs from a right run" },
  { keys: ["L"], does: "once round the loop" },
  { keys: ["↑", "↓"], does: "through the rows of a list" },
  { keys: ["←", "→"], does: "in a table: fold, unfold" },
  { keys: ["Enter"], does: "to the source" },
  { keys: ["Esc"], does: "back to the steps" },
  { keys: ["Space"], does: "play, pause" },
  { keys: ["T"], does: "everything as text" },
  { keys: ["U"], does: "unfold all pods" },
  { keys: ["+", "−", "0"], does: "zoom the picture, fit it" },
  { keys: ["/"], does: "find in the steps" },
  { keys: ["C"], does: "copy the command line" },
  { keys: ["F6", "Shift+F6"], does: "next, previous section" },
  { keys: ["?"], does: "this card" },
];

const plain = byKey({
  ArrowLeft: { kind: "move", to: "previous" },
  ArrowRight: { kind: "move", to: "next" },
  Home: { kind: "move", to: "first" },
  End: { kind: "move", to: "last" },
  f: { kind: "move", to: "harm" },
  e: { kind: "move", to: "next-event" },
  d: { kind: "difference" },
  l: { kind: "round-the-loop" },
  ArrowUp: { kind: "list", by: "previous" },
  ArrowDown: { kind: "list", by: "next" },
  PageUp: { kind: "list", by: "previous-page" },
  PageDown: { kind: "list", by: "next-page" },
  Enter: { kind: "reveal" },
  Escape: { kind: "escape" },
  " ": { kind: "play" },
  t: { kind: "text" },
  u: { kind: "unfold-pods" },
  "/": { kind: "find" },
  c: { kind: "copy-command" },
  "?": { kind: "help" },
  F6: { kind: "section", direction: 1 },
  "+": { kind: "zoom", by: "in" },
  "=": { kind: "zoom", by: "in" },
  "-": { kind: "zoom", by: "out" },
  "0": { kind: "zoom", by: "fit" },
});

const shifted = byKey({
  ArrowLeft: { kind: "move", to: "previous-in-lane" },
  ArrowRight: { kind: "move", to: "next-in-lane" },
  E: { kind: "move", to: "previous-event" },
  F6: { kind: "section", direction: -1 },
  // Some keyboards need Shift for these.
  "?": { kind: "help" },
  "/": { kind: "find" },
  "+": { kind: "zoom", by: "in" },
});

function byKey(commands: { readonly [key: string]: Command }): ReadonlyMap<string, Command> {
  return new Map(Object.entries(commands));
}
