import assert from "node:assert/strict";
import { test } from "node:test";
import type { Simulator } from "../simulators/core/simulator.ts";
import { analyse, maximumTextLength } from "./analyse.ts";
import { toy } from "./testing/toys.ts";

const unit = (path: string, text: string) => ({ path, text, typescript: () => assert.fail("not needed") });

test("analyse: only simulators that claim the path are asked", () => {
  assert.deepEqual(analyse(unit("a.txt", "??\n"), [toy]), { scenarios: [], problems: [] });
  assert.equal(analyse(unit("a.toy", "a: holds\n??\n"), [toy]).scenarios.length, 1);
});

test("analyse: a simulator that throws becomes one FL0001; the others are asked all the same", () => {
  const broken: Simulator = {
    ...toy,
    id: "broken",
    discover: () => {
      throw new RangeError("secret");
    },
  };
  const { scenarios, problems } = analyse(unit("a.toy", "a: holds\n"), [broken, toy], "1.2.3");
  assert.equal(scenarios.length, 1);
  assert.deepEqual(
    problems.map(({ code }) => code),
    ["FL0001"],
  );
  assert.match(problems[0]?.report ?? "", /^Faultline 1\.2\.3, simulator broken\n.*\nRangeError\n/);
  assert.doesNotMatch(problems[0]?.report ?? "", /secret/);
});

test("analyse: comments suppress problems of a file without scenarios, and only with a reason", () => {
  const { problems } = analyse(unit("a.toy", "// faultline-ignore FL3900: known\n??\n// faultline-ignore FL3900\n??\n"), [toy]);
  assert.deepEqual(
    problems.map(({ code, suppressed }) => [code, suppressed]),
    [
      ["FL3900", "known"],
      ["FL3900", undefined],
      ["FL0002", undefined],
    ],
  );
});

test("analyse: a file that is too large is refused in words, unless it is code that does not speak of us", () => {
  const large = "x".repeat(maximumTextLength + 1);
  assert.deepEqual(
    analyse(unit("a.toy", large), [toy]).problems.map(({ code }) => code),
    ["FL0003"],
  );
  const claimsCode: Simulator = { ...toy, claims: () => true };
  assert.deepEqual(analyse(unit("bundle.ts", large), [claimsCode]).problems, []);
  assert.equal(analyse(unit("bundle.ts", `${large} faultline`), [claimsCode]).problems.length, 1);
});

test("analyse: thousands of problems are cut, and the worst that is left out is still there", () => {
  const { problems } = analyse(unit("a.toy", "??\n".repeat(3000)), [toy]);
  assert.equal(problems.length, 1001);
  assert.match(problems.at(-1)?.message ?? "", /1999 more/);
});
