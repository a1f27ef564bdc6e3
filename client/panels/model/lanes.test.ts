import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Lane, Step } from "../../../protocol/trace.ts";
import { arrowOf, layoutLanes, loopPart, markOf, undoneFrame } from "./lanes.ts";

const cpus: readonly Lane[] = [
  { id: "cpu0", title: "CPU 0", group: "CPU" },
  { id: "cpu1", title: "CPU 1", group: "CPU" },
  { id: "kernel", title: "kernel" },
];
const fabric: readonly Lane[] = [
  { id: "controller", title: "controller" },
  { id: "host:7", title: "host p0.l0.h7", group: "host" },
  ...Array.from({ length: 9 }, (_, i) => ({ id: `leaf:${i}`, title: `leaf p0.l${i}`, group: "leaf" })),
  { id: "core:5", title: "core s1.c5", group: "core" },
];
const step = (more: Partial<Step>): Step => ({ lane: "cpu0", action: "a", message: "", changes: [], ...more });

test("few lanes keep a column each", () => {
  assert.deepEqual(
    layoutLanes(cpus, 400, "wide").columns.map(({ title }) => title),
    ["CPU 0", "CPU 1", "kernel"],
  );
});

test("lanes whose marks carry words are wide, and stand close where there is no room for words", () => {
  const content = { worded: new Set(["cpu0", "cpu1"]), isBoxed: true };
  const layout = layoutLanes(cpus, 400, "wide", content);
  assert.deepEqual(
    layout.columns.map(({ x, width, hasWords }) => ({ x, width, hasWords })),
    [
      { x: 20, width: 170, hasWords: true },
      { x: 190, width: 170, hasWords: true },
      { x: 367, width: 54, hasWords: false },
    ],
  );
  assert.ok(layoutLanes(cpus, 200, "wide", content).columns.every(({ hasWords }) => !hasWords));
  assert.ok(layoutLanes(cpus, 150, "narrow", content).columns.every(({ hasWords, width }) => !hasWords && width === 26));
});

test("many lanes fold into their groups", () => {
  const layout = layoutLanes(fabric, 400, "wide");
  assert.deepEqual(
    layout.columns.map(({ title }) => title),
    ["controller", "host", "leaf", "core"],
  );
  assert.equal(layout.columnOf.get("leaf:8"), 2);
});

test("in a narrow panel a column has one or two characters", () => {
  assert.deepEqual(
    layoutLanes(cpus, 200, "narrow").columns.map(({ short }) => short),
    ["0", "1", "k"],
  );
});

test("every lane has a column, whatever the number of lanes, and the columns keep to their room", () => {
  const lane = fc.record({ title: fc.string({ maxLength: 20 }), group: fc.option(fc.constantFrom("a", "b"), { nil: undefined }) });
  fc.assert(
    fc.property(fc.array(lane, { minLength: 1, maxLength: 60 }), fc.integer({ min: 200, max: 600 }), (rough, room) => {
      const lanes = rough.map(({ title, group }, i): Lane => ({ id: `${i}`, title, ...(group === undefined ? {} : { group }) }));
      const content = { worded: new Set(lanes.filter((_, i) => i % 3 > 0).map(({ id }) => id)), isBoxed: true };
      for (const [style, more] of [["wide"], ["narrow"], ["wide", content], ["narrow", content]] as const) {
        const layout = layoutLanes(lanes, room, style, more);
        assert.ok(layout.width <= room + 84);
        for (const { id } of lanes) assert.ok(layout.columns[layout.columnOf.get(id) ?? -1]);
      }
    }),
  );
});

test("markOf: a step without a mark writes; harm and faults stand out", () => {
  assert.deepEqual(markOf(step({})), { shape: "write", tone: "plain" });
  assert.deepEqual(markOf(step({ mark: "event" })), { shape: "event", tone: "fault" });
  assert.deepEqual(markOf(step({ mark: "read", harm: true })), { shape: "read", tone: "harm" });
});

test("steps that are taken back are neutral, in one frame as long as they stand together", () => {
  const undone = step({ mark: "event", revertedBy: 6 });
  assert.deepEqual(markOf(undone), { shape: "event", tone: "undone" });
  assert.deepEqual(undoneFrame(undone, step({}), undone), { isFirst: true, isLast: false });
  assert.deepEqual(undoneFrame(undone, undone, step({ lane: "cpu1", revertedBy: 6 })), { isFirst: false, isLast: true });
  assert.equal(undoneFrame(step({}), undone, undone), undefined);
});

test("arrowOf: to the lane acted on, a stub within one column, none to nobody", () => {
  const layout = layoutLanes(cpus, 400, "wide");
  const [first, second, third] = layout.columns.map(({ x }) => x);
  assert.deepEqual(arrowOf(step({ to: "kernel" }), layout), { from: first, to: (third ?? 0) - 5 });
  assert.deepEqual(arrowOf(step({ lane: "kernel", to: "cpu1" }), layout), { from: third, to: (second ?? 0) + 5 });
  assert.deepEqual(arrowOf(step({ to: "cpu0" }), layout), { from: first, to: (first ?? 0) + 16 });
  assert.equal(arrowOf(step({}), layout), undefined);
  assert.equal(arrowOf(step({ to: "nobody" }), layout), undefined);
});

test("loopPart: a bracket from the step entered again to the last", () => {
  assert.deepEqual(
    [3, 4, 5, 7].map((at) => loopPart(at, 4, 8)),
    [undefined, "start", "middle", "end"],
  );
  assert.equal(loopPart(7, 7, 8), "whole");
  assert.equal(loopPart(2, undefined, 8), undefined);
});
