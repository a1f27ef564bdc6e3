import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { unlimited } from "../../core/budget.ts";
import { type Element, elementsOf, failuresOf, singleFailures } from "../elements.ts";
import { updatedHeaders } from "../failures.ts";
import { decodeHeader } from "../header.ts";
import type { Fabric, FailureEntry, Group, Header } from "../model.ts";
import { headerFor } from "../sender.ts";
import { frameOf, rulesOf } from "./packets.ts";
import { countCases } from "./reach-report.ts";
import { headerKey, sendersOf, type State } from "./state.ts";
import { surveyFabric } from "./survey.ts";
import { anyFabric } from "./test-fabrics.ts";
import { downOf, everyOutcome, isReachable } from "./test-oracle.ts";

/** What a set of headers does in the worst case, by brute force. */
interface Expected {
  readonly missing: number;
  readonly doubled: number;
  readonly spurious: number;
  readonly hasLoop: boolean;
  readonly unreachable: number;
}

const nothing: Expected = { missing: 0, doubled: 0, spurious: 0, hasLoop: false, unreachable: 0 };

test("with nothing failed: what is missing, doubled, unasked or goes round is what a plain search finds", () => {
  fc.assert(
    fc.property(anyFabric({ installed: true }), (fabric) => {
      const survey = surveyFabric(fabric, unlimited());
      for (const { group, examination } of survey.groups) {
        const expected = worst(sendersOf(survey.state, group).map((sender) => outcomeOf(survey.state, group, sender, [], "none")));
        const { intact } = examination;
        const kinds = intact.findings.map(({ kind }) => kind);
        assert.equal(kinds.includes("black-hole"), expected.missing > 0);
        assert.equal(kinds.includes("duplicate"), expected.doubled > 0);
        assert.equal(kinds.includes("loop"), expected.hasLoop);
        assert.equal(intact.mostSpurious, expected.spurious);
        const { expectSpurious } = group;
        if (expectSpurious !== undefined) assert.equal(kinds.includes("over-delivery"), expected.spurious > expectSpurious);
      }
    }),
    { numRuns: 200 },
  );
});

test("under failures: who is cut off, who gets nothing and in how many cases is what a plain search finds", () => {
  fc.assert(
    fc.property(anyFabric({ failures: true, installed: true }), (fabric) => {
      const survey = surveyFabric(fabric, unlimited());
      fabric.failures.forEach((entry, index) => {
        const cases = casesOf(fabric, entry);
        const facts = survey.groups.flatMap(({ examination }) => examination.entries[index] ?? []);
        const failing = cases.filter((elements) =>
          survey.groups.some(({ group }) => misses(survey.state, group, elements, entry.reaction)),
        );
        assert.deepEqual(countCases(fabric.topology, entry, facts), { cases: cases.length, reached: cases.length - failing.length });
        for (const { group, examination } of survey.groups) compareEntry(survey.state, group, entry, cases, examination.entries[index]);
      });
    }),
    { numRuns: 60 },
  );
});

function compareEntry(
  state: State,
  group: Group,
  entry: FailureEntry,
  cases: readonly (readonly Element[])[],
  facts: ReturnType<typeof surveyFabric>["groups"][number]["examination"]["entries"][number] | undefined,
): void {
  assert.ok(facts);
  const senders = sendersOf(state, group);
  const all = cases.flatMap((elements) =>
    senders.map((sender) => ({ sender, is: outcomeOf(state, group, sender, elements, entry.reaction) })),
  );
  assert.equal(facts.cut?.hosts.length ?? 0, Math.max(0, ...all.map(({ is }) => is.unreachable)));
  const right = new Set(senders.filter((sender) => isRight(outcomeOf(state, group, sender, [], "none"))));
  const ofRight = worst(all.filter(({ sender }) => right.has(sender)).map(({ is }) => is));
  const kinds = facts.damages.map(({ finding }) => finding.kind);
  assert.equal(kinds.includes("black-hole"), ofRight.missing > 0);
  assert.equal(kinds.includes("duplicate"), ofRight.doubled > 0);
  assert.equal(kinds.includes("loop"), ofRight.hasLoop);
}

const isRight = ({ missing, doubled, hasLoop }: Expected): boolean => missing === 0 && doubled === 0 && !hasLoop;

function misses(state: State, group: Group, elements: readonly Element[], reaction: FailureEntry["reaction"]): boolean {
  return sendersOf(state, group).some((sender) => {
    const { missing, unreachable } = outcomeOf(state, group, sender, elements, reaction);
    return missing + unreachable > 0;
  });
}

function casesOf(fabric: Fabric, entry: FailureEntry): (readonly Element[])[] {
  if (entry.kind === "set") return [elementsOf(entry.failures)];
  return [...singleFailures(fabric.topology, entry.kinds)].map((element) => [element]);
}

function outcomeOf(state: State, group: Group, sender: number, elements: readonly Element[], reaction: FailureEntry["reaction"]): Expected {
  const { fabric, installation } = state;
  const down = downOf(fabric, elements);
  const others = group.receivers.filter((host) => host !== sender);
  const wanted = others.filter((host) => isReachable(fabric, sender, host, down));
  const options = headersOf(state, group, sender, elements, reaction).map((header) =>
    everyOutcome(fabric, installation.tables, group, sender, header, down),
  );
  const runs = options.reduce<{ copies: Map<number, number>; hasLoop: boolean }[]>(
    (all, some) =>
      all.flatMap((before) => some.map((one) => ({ copies: sum(before.copies, one.copies), hasLoop: before.hasLoop || one.hasLoop }))),
    [{ copies: new Map(), hasLoop: false }],
  );
  return worst(
    runs.map(({ copies, hasLoop }) => ({
      missing: wanted.filter((host) => !copies.has(host)).length,
      doubled: [...copies.values()].filter((copies_) => copies_ > 1).length,
      spurious: [...copies.keys()].filter((host) => !wanted.includes(host)).length,
      hasLoop,
      unreachable: others.length - wanted.length,
    })),
  );
}

function headersOf(
  state: State,
  group: Group,
  sender: number,
  elements: readonly Element[],
  reaction: FailureEntry["reaction"],
): readonly Header[] {
  const { topology, limits } = state.fabric;
  if (state.headers.has(headerKey(group.index, sender))) {
    const { bytes, bits } = frameOf(state, group, sender).encoded;
    const decoded = decodeHeader(topology, bytes, bits);
    assert.ok(decoded.kind === "header");
    return [decoded.header];
  }
  const rules = rulesOf(state, group);
  if (reaction === "none" || elements.length === 0) return [headerFor(topology, rules, group.receivers, sender)];
  return updatedHeaders(topology, limits, rules, group.receivers, sender, failuresOf(elements)).headers.map(({ header }) => header);
}

function worst(all: readonly Expected[]): Expected {
  return all.reduce(
    (most, one) => ({
      missing: Math.max(most.missing, one.missing),
      doubled: Math.max(most.doubled, one.doubled),
      spurious: Math.max(most.spurious, one.spurious),
      hasLoop: most.hasLoop || one.hasLoop,
      unreachable: Math.max(most.unreachable, one.unreachable),
    }),
    nothing,
  );
}

function sum(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): Map<number, number> {
  const both = new Map(a);
  for (const [host, copies] of b) both.set(host, (both.get(host) ?? 0) + copies);
  return both;
}
