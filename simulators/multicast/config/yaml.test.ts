import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parse as parseReference, stringify } from "yaml";
import { memberOf, nodeAt } from "../../core/config/node.ts";
import { plain } from "./testing.ts";
import { parseYaml } from "./yaml.ts";

test("YAML: reads what the reference reader reads, in block and flow form", () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/);
  const scalar = fc.oneof(
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    name,
    fc.constantFrom("p0.l*.h*", "239.1.1.1", "a: b", "#x", "'q\"", "true"),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, scalar, fc.array(tie("value"), { maxLength: 4 }), fc.dictionary(name, tie("value"), { maxKeys: 4 })),
  }));
  fc.assert(
    fc.property(fc.dictionary(name, value, { minKeys: 1, maxKeys: 5 }), fc.boolean(), (config, isFlow) => {
      const text = stringify(config, isFlow ? { collectionStyle: "flow" } : {});
      const { root, problems } = parseYaml(text);
      assert.deepEqual(problems, []);
      assert.ok(root);
      assert.equal(JSON.stringify(plain(root)), JSON.stringify(parseReference(text)));
    }),
  );
});

test("YAML: values know where they stand", () => {
  const text = "# why\ntopology: &t\n  pods: 4 # four\ngroups:\n  - name: 'a'\n    receivers: [lb, 3]\n";
  const { root } = parseYaml(text);
  const at = (...pointer: (string | number)[]) => {
    const node = nodeAt(root, pointer);
    return node && text.slice(node.start, node.end);
  };
  assert.equal(at("topology", "pods"), "4");
  assert.equal(at("groups", 0, "name"), "'a'");
  assert.equal(at("groups", 0, "receivers"), "[lb, 3]");
  assert.equal(at("groups", 0, "receivers", 1), "3");
});

test("YAML: an alias stands where it is used, its parts where they are written", () => {
  const text = "a: &hosts [x, y]\nb: *hosts\n";
  const b = memberOf(parseYaml(text).root, "b");
  assert.ok(b?.kind === "array");
  assert.equal(text.slice(b.start, b.end), "*hosts");
  assert.deepEqual(
    b.members.map(({ start, end }) => text.slice(start, end)),
    ["x", "y"],
  );
});

test("YAML: merged members give way to own ones, and the first of several maps wins", () => {
  const { root } = parseYaml("one: &one { a: 1, b: 1 }\ntwo: &two { b: 2, c: 2 }\nall: { <<: [*one, *two], c: 3 }\n");
  const all = memberOf(root, "all");
  assert.deepEqual(all && plain(all), { a: 1, b: 1, c: 3 });
});

test("YAML: aliases that multiply are refused", () => {
  const layers = Array.from({ length: 12 }, (_, layer) => `a${layer + 1}: &a${layer + 1} [${Array(10).fill(`*a${layer}`).join(", ")}]`);
  const { problems } = parseYaml(`a0: &a0 [x, x, x]\n${layers.join("\n")}\n`);
  assert.ok(problems.some(({ message }) => message === "Aliases make more than 2,000,000 values of this file"));
});

const broken = [
  { name: "an unknown anchor", text: "a: *nobody\n", part: "names no anchor" },
  { name: "an alias of what is around it", text: "a: &a [*a]\n", part: "names no anchor" },
  { name: "two documents", text: "a: 1\n---\nb: 2\n", part: "Only one document" },
  { name: "bad indentation", text: "a:\n  b: 1\n c: 2\n", part: "YAML:" },
  { name: "flow brackets a hundred thousand deep", text: "[".repeat(100_000), part: "nested more than 100 deep" },
  { name: "dashes a hundred thousand deep", text: "- ".repeat(100_000), part: "nested more than 100 deep" },
];
for (const { name, text, part } of broken) {
  test(`YAML: ${name}`, () => {
    const { problems } = parseYaml(text);
    assert.ok(
      problems.some(({ message }) => message.includes(part)),
      JSON.stringify(problems),
    );
    for (const { start, end } of problems) assert.ok(0 <= start && start <= end && end <= text.length);
  });
}
