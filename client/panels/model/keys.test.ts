import assert from "node:assert/strict";
import { test } from "node:test";
import { commandOf, type Focus } from "./keys.ts";

const press = (key: string, modifiers: Partial<Record<"shiftKey" | "ctrlKey" | "altKey" | "metaKey", boolean>> = {}) => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  ...modifiers,
});

const cases = [
  { key: press("ArrowRight"), focus: "other", want: { kind: "move", to: "next" } },
  { key: press("ArrowRight"), focus: "tree", want: { kind: "fold", open: true } },
  { key: press("ArrowRight", { shiftKey: true }), focus: "tree", want: { kind: "move", to: "next-in-lane" } },
  { key: press("Home"), focus: "other", want: { kind: "move", to: "first" } },
  { key: press("F"), focus: "other", want: { kind: "move", to: "harm" } },
  { key: press("E", { shiftKey: true }), focus: "other", want: { kind: "move", to: "previous-event" } },
  { key: press("?", { shiftKey: true }), focus: "other", want: { kind: "help" } },
  { key: press(" "), focus: "other", want: { kind: "play" } },
  { key: press(" "), focus: "button", want: undefined },
  { key: press("Enter"), focus: "button", want: undefined },
  { key: press("t"), focus: "field", want: undefined },
  { key: press("Escape"), focus: "field", want: { kind: "escape" } },
  { key: press("c", { ctrlKey: true }), focus: "other", want: undefined },
  { key: press("f", { metaKey: true }), focus: "other", want: undefined },
  { key: press("constructor"), focus: "other", want: undefined },
] as const satisfies readonly { key: ReturnType<typeof press>; focus: Focus; want: unknown }[];

for (const { key, focus, want } of cases) {
  const name = [key.shiftKey && "Shift", key.ctrlKey && "Ctrl", key.metaKey && "Meta", key.key].filter(Boolean).join("+");
  test(`${name} with the focus on ${focus}`, () => assert.deepEqual(commandOf(key, focus), want));
}
