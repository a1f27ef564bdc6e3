import assert from "node:assert/strict";
import { test } from "node:test";
import type { Card } from "./cards.ts";
import { type Branch, treesOf } from "./tree.ts";

const card = (id: string, depth: number): Card => ({ id, kind: "K", name: id, depth, note: "", look: "here", lines: [], words: id });
const shape = ({ card: { id }, owned }: Branch): string => (owned.length === 0 ? id : `${id}(${owned.map(shape).join(" ")})`);

test("treesOf: what is deeper belongs to the one before", () => {
  const cards = [card("a", 0), card("b", 1), card("c", 2), card("d", 1), card("e", 0)];
  assert.deepEqual(treesOf(cards).map(shape), ["a(b(c) d)", "e"]);
});

test("treesOf: of nothing nothing", () => assert.deepEqual(treesOf([]), []));
