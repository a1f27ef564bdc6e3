import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { stringify } from "yaml";
import { discoverMulticast } from "./discover.ts";
import { lineStarts } from "./lines.ts";
import { movedObject, originOf } from "../../core/config/moved.ts";
import { elementsOf, memberOf, type ConfigNode, type ConfigTree, type Pointer } from "../../core/config/node.ts";
import { parse } from "./parse.ts";
import { payloadOf } from "./payload.ts";
import { parseEdited } from "./reuse.ts";
import { makeSpans, rangeOf, spanAt, type Spans } from "../../core/config/spans.ts";
import { pathOf, unitOf } from "./testing.ts";

type Text = "json" | "yaml";

const config = (groups: number) => ({
  topology: { pods: 4, leavesPerPod: 2, hostsPerLeaf: 2, spinesPerPod: 2, coresPerSpine: 2 },
  hosts: { web: "p1.l0.h*" },
  groups: Array.from({ length: groups }, (_, index) => ({
    name: `group-${index}`,
    tenant: 1 + (index % 3),
    address: `239.1.1.${index}`,
    receivers: [`p${index % 4}.l0.h0-1`, index % 2 === 0 ? "web" : "p0.l1.h1"],
    ...(index % 3 === 0 ? { senders: ["p0.l0.h0", "p0.l0.h0"] } : {}),
  })),
  streams: Array.from({ length: groups }, (_, index) => ({ group: `group-${index}`, intervalMs: 100 + index })),
  failures: [{ at: ["spine:p0.s0"] }, { every: "single" }],
});

const write: Readonly<Record<Text, (value: object) => string>> = {
  json: (value) => JSON.stringify(value, undefined, 2),
  yaml: (value) => stringify(value),
};

/** What an edit may put in: words, marks of either format, whole entries. */
const scrap = fc.oneof(
  fc.constantFrom("", " ", "\n", "7", "x", "// x\n", "/* x */", "# x\n"),
  fc.constantFrom("", "x", "7", "p3.l1.h0", " ", "\n", "\n  ", "\n    ", "\n      ", "\t", "\r\n", '"', "'", "`"),
  fc.constantFrom(...Array.from("{}[],:#-?|>&*!%@\\/")),
  fc.constantFrom(
    "//",
    "/*",
    "*/",
    "- ",
    ": ",
    "? ",
    "{}",
    "[]",
    "{},",
    "- {}",
    "&a ",
    "*a",
    "!!str ",
    "---\n",
    "...\n",
    "%YAML 1.1\n",
    "|\n",
    ">-\n",
  ),
  fc.constantFrom(
    '{"name":"n","tenant":1,"address":"239.2.2.2","receivers":[0]},',
    '"groups":[',
    "groups:\n",
    "  - name: n\n",
    "<<: ",
    "null",
  ),
);

/** Where it takes place, as a part of the text; how much goes; what comes. */
const edits = fc.array(
  fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.oneof(fc.constant(0), fc.constant(0), fc.nat(3), fc.nat(200)), scrap),
  {
    minLength: 1,
    maxLength: 6,
  },
);

for (const format of ["json", "yaml"] as const) {
  test(`${format}: what is taken over from the text before an edit is what reading the whole text gives`, () => {
    const start = write[format](config(9));
    let taken = 0;
    fc.assert(
      fc.property(edits, (several) => {
        let text = start;
        let tree = parse(format, text);
        for (const [place, length, added] of several) {
          const at = Math.floor(place * text.length);
          const edited = text.slice(0, at) + added + text.slice(at + length);
          const whole = parse(format, edited);
          const again = parseEdited({ text, tree }, edited, (skeleton) => parse(format, skeleton));
          if (again) {
            taken++;
            assert.deepEqual(plainTree(again), plainTree(whole), JSON.stringify(edited));
            assertSameSpans(again, whole, edited);
          }
          // As the reader does: what has problems is not built on.
          if (whole.problems.length === 0) [text, tree] = [edited, again ?? whole];
        }
      }),
      { numRuns: format === "json" ? 120 : 50 },
    );
    assert.ok(taken > 20, `only ${taken} edits took anything over`);
  });

  test(`${format}: findings after an edit are those of the text alone, whatever was looked at before`, () => {
    // Long enough to be remembered, and with things to complain of.
    const start = write[format](config(80));
    fc.assert(
      fc.property(edits, (several) => {
        let text = start;
        for (const [place, length, added] of several) {
          const at = Math.floor(place * text.length);
          const edited = text.slice(0, at) + added + text.slice(at + length);
          const remembered = discoverMulticast(unitOf(pathOf[format], edited));
          // Another name: nothing was read under it.
          const other = `${"x".repeat((fresh += 1) % 7)}${fresh}.multicast.${format}`;
          const alone = discoverMulticast(unitOf(other, edited));
          assert.deepEqual(said(remembered, pathOf[format]), said(alone, other));
          if (!remembered.scenarios.some(({ notRun }) => notRun)) text = edited;
        }
      }),
      { numRuns: format === "json" ? 20 : 5 },
    );
  });

  test(`${format}: of a thousand groups only the edited one is read again`, () => {
    const text = write[format](config(1000));
    const edited = text.replace("group-500", "another-name");
    let length = 0;
    const tree = parse(format, text);
    const again = parseEdited({ text, tree }, edited, (skeleton) => {
      length = skeleton.length;
      return parse(format, skeleton);
    });
    assert.deepEqual(again && plainTree(again), plainTree(parse(format, edited)));
    assert.ok(length * 10 < text.length, `${length} of ${text.length} characters`);
    const [before = [], after = []] = [tree, again].map((one) => elementsOf(memberOf(one?.root, "groups")));
    assert.equal(after[499], before[499]);
    const [moved, origin] = [after[501], before[501]];
    assert.ok(moved?.kind === "object" && origin?.kind === "object");
    assert.equal(originOf(moved), origin);
  });
}

test("an object that is moved there and back is itself again", () => {
  const [, group] = elementsOf(memberOf(parse("json", write.json(config(3))).root, "groups"));
  assert.ok(group?.kind === "object");
  assert.equal(movedObject(movedObject(group, 7), -7), group);
  assert.deepEqual(plainNode(movedObject(movedObject(group, 7), 3)), plainNode(movedObject(group, 10)));
});

for (const format of ["json", "yaml"] as const) {
  test(`${format}: a scenario that went to another process is read as it was found`, () => {
    const [found] = discoverMulticast(unitOf(pathOf[format], write[format](config(200)))).scenarios;
    assert.ok(found);
    const sent = structuredClone(found);
    assert.deepEqual(payloadOf(sent), payloadOf(found));
    // Of another text nothing is remembered.
    const other = discoverMulticast(unitOf(pathOf[format], write[format](config(100)))).scenarios[0];
    assert.ok(other);
    assert.deepEqual(payloadOf(structuredClone(found)), payloadOf(found));
    assert.equal(payloadOf(structuredClone(other)).fabric.groups.length, 100);
  });
}

let fresh = 0;

/** Everything a discovery says but the name of the file. */
function said(discovery: ReturnType<typeof discoverMulticast>, path: string): unknown {
  const name = path.replace(/\.multicast\.(json|yaml)$/, "");
  const text = JSON.stringify(
    discovery.scenarios.map((scenario) => ({
      findings: scenario.findings,
      notRun: scenario.notRun,
      range: scenario.range,
      fabric: scenario.notRun ? undefined : payloadOf(scenario).fabric,
    })),
  );
  return text.replaceAll(path, "FILE").replaceAll(`"${name}"`, "NAME");
}

const plainTree = ({ format, problems, root }: ConfigTree): unknown => ({ format, problems, root: root && plainNode(root) });

function plainNode(node: ConfigNode): unknown {
  const { kind, start, end, size, key } = node;
  const at = { kind, start, end, size, key };
  return node.kind === "object" || node.kind === "array"
    ? { ...at, body: node.body, members: node.members.map(plainNode) }
    : { ...at, value: node.value, style: node.style };
}

/** Every place of the tree is found at the same ranges, however often its objects have been met. */
function assertSameSpans(again: ConfigTree, whole: ConfigTree, text: string): void {
  if (!again.root || !whole.root) return;
  const lines = lineStarts(text);
  const pointers = pointersOf(whole.root, []);
  const want = spansIn(makeSpans(whole.root, whole.format, lines), pointers);
  for (let times = 0; times < 3; times++) assert.deepEqual(spansIn(makeSpans(again.root, again.format, lines), pointers), want);
}

const spansIn = (spans: Spans, pointers: readonly Pointer[]): unknown =>
  pointers.map((pointer) => [spanAt(spans, pointer), rangeOf(spans, pointer), rangeOf(spans, pointer, { place: "key" })]);

function pointersOf(node: ConfigNode, pointer: Pointer): Pointer[] {
  if (node.kind !== "object" && node.kind !== "array") return [pointer];
  return [pointer, ...node.members.flatMap((member, index) => pointersOf(member, [...pointer, member.key?.name ?? index]))];
}
