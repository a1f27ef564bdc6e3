import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { choiceOption, integerOption, readArguments } from "./arguments.ts";
import { UsageError } from "./usage-error.ts";

const known = [
  { name: "format", value: "FORMAT", help: "" },
  { name: "seed", value: "N", help: "" },
  { name: "deep", help: "" },
];
const read = (...argv: string[]) => {
  const { operands, options } = readArguments(argv, known);
  return [operands, Object.fromEntries(options)];
};

test("arguments: operands and options in any order", () =>
  assert.deepEqual(read("a", "--format", "json", "b", "--deep", "--seed=7"), [["a", "b"], { format: "json", deep: "", seed: "7" }]));
test("arguments: an option that may be repeated keeps its values in order", () => {
  const files = [{ name: "file", value: "FILE", help: "", isRepeatable: true }];
  assert.deepEqual(readArguments(["--file", "b", "--file=a"], files).lists.get("file"), ["b", "a"]);
  assert.deepEqual(readArguments([], files).lists.get("file"), undefined);
});
test("arguments: behind -- all are operands", () =>
  assert.deepEqual(read("--deep", "--", "--format", "-"), [["--format", "-"], { deep: "" }]));
test("arguments: - is an operand", () => assert.deepEqual(read("-"), [["-"], {}]));
test("arguments: a value may be negative or empty", () =>
  assert.deepEqual(read("--seed", "-1", "--format="), [[], { seed: "-1", format: "" }]));

const wrong = [
  { argv: ["--fromat", "json"], message: /unknown option --fromat; did you mean --format\?/ },
  { argv: ["--format"], message: /--format needs a value: --format FORMAT/ },
  { argv: ["--format", "--deep"], message: /--format needs a value/ },
  { argv: ["--deep=1"], message: /--deep takes no value/ },
  { argv: ["--seed", "1", "--seed", "2"], message: /--seed is given twice/ },
  { argv: ["-x"], message: /unknown option -x/ },
];
for (const { argv, message } of wrong) {
  test(`arguments: ${argv.join(" ")} is wrong usage`, () =>
    assert.throws(() => readArguments(argv, known), { name: "UsageError", message }));
}

test("arguments: a number must be whole and within its bounds", () => {
  const seed = (text: string) => integerOption(readArguments(["--seed", text], known), "seed", { least: 1, most: 10 });
  assert.equal(seed("10"), 10);
  for (const text of ["0", "11", "1.5", "1e1", "x", ""]) assert.throws(() => seed(text), { message: /give a whole number from 1 to 10/ });
});

test("arguments: a choice names the nearest", () =>
  assert.throws(() => choiceOption(readArguments(["--format", "jsno"], known), "format", ["json", "sarif"]), {
    message: /json, sarif; did you mean json\?/,
  }));

test("arguments: whatever is written is read or refused, never a crash", () => {
  const word = fc.oneof(fc.string(), fc.constantFrom("--format", "--deep", "--", "-", "--seed=1", "--format=", "="));
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), (argv) => {
      try {
        const { operands } = readArguments(argv, known);
        assert.ok(operands.length <= argv.length);
      } catch (error) {
        assert.ok(error instanceof UsageError);
      }
    }),
  );
});
