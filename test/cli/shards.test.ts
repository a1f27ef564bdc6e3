import assert from "node:assert/strict";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { buildToyProgram, type Program, timeless, workspace } from "./programs.ts";

let program: Program;
before(async () => {
  program = await buildToyProgram();
});
after(() => program.remove());

const files = {
  "a.toy": "one: holds 1\ntwo: fails it breaks\nthree: holds bad\n??\n",
  "b/c.toy": "four: throws\nfive: holds 5\n",
  "b/empty.toy": "??\n",
  "b/latin.toy": Uint8Array.from([0x6f, 0x3a, 0x20, 0x68, 0xe9, 10]),
};

/** Reports of all shards of `of`, as files in `folder`. */
function shards(folder: string, of: number): readonly string[] {
  return Array.from({ length: of }, (_, index) => {
    const name = `shard-${index + 1}-of-${of}.json`;
    program.run(folder, ["check", "--format", "json", "--shard", `${index + 1}/${of}`, "--output", name]);
    return name;
  });
}

test("merge: three shards in any order, one twice, give the report and the status of one run", () => {
  const { folder, remove } = workspace(files);
  const whole = program.run(folder, ["check", "--format", "json"]);
  const names = shards(folder, 3);
  for (const order of [[...names].reverse(), [...names.slice(1), ...names]]) {
    const merged = program.run(folder, ["merge", ...order]);
    assert.equal(timeless(merged.out), timeless(whole.out), order.join(" "));
    assert.equal(merged.status, whole.status);
    assert.equal(merged.err, "");
  }
  remove();
});

test("merge: the shards divide the scenarios: each in exactly one, as even as can be", () => {
  const { folder, remove } = workspace(files);
  const names = shards(folder, 2).map((name) => scenariosIn(folder, name));
  assert.deepEqual(
    names.map(({ length }) => length).sort((a, b) => a - b),
    [2, 3],
  );
  assert.deepEqual(names.flat().sort(), ["five", "four", "one", "three", "two"]);
  remove();
});

test("merge: a missing shard is named, stands in the report, and the status is not 0", () => {
  const { folder, remove } = workspace({ "a.toy": "one: holds 1\ntwo: holds 2\nthree: holds 3\n" });
  const [first = "", , third = ""] = shards(folder, 3);
  const { status, err, out } = program.run(folder, ["merge", third, first]);
  assert.equal(status, 3);
  assert.match(err, /of 3 shards one is missing: 2/);
  assert.match(out, /Shard 2 of 3 is missing: its scenarios are not in this report/);
  remove();
});

test("merge: reports of different runs are refused, with what differs", () => {
  const { folder, remove } = workspace({ "a.toy": "one: holds 1\ntwo: holds 2\n" });
  const [first = "", second = ""] = shards(folder, 2);
  const change = (name: string, from: string | RegExp, to: string) => {
    writeFileSync(join(folder, name), readFileSync(join(folder, second), "utf8").replace(from, to));
    return program.run(folder, ["merge", first, second, name]);
  };
  const cases = [
    { result: change("seed.json", '"seed": 1', '"seed": 2'), message: /not of one run: seed of .*: 1; of seed\.json: 2/ },
    {
      result: change("version.json", '"version": "1.2.3"', '"version": "1.2.4"'),
      message: /version of .*: 1\.2\.3; of version\.json: 1\.2\.4/,
    },
    { result: change("whole.json", /"shard": \{[^}]*\},/, ""), message: /division of .*: shards of 2; of whole\.json: a whole report/ },
    { result: change("other.json", /sha256:../g, "sha256:zz"), message: /checked different contents or bounds \(a\.toy, scenario two\)/ },
  ];
  for (const { result, message } of cases) {
    assert.equal(result.status, 2);
    assert.match(result.err, message);
    assert.equal(result.out, "");
  }
  remove();
});

test("merge: a shard that was stopped and run again counts as the one that came to its end", () => {
  const { folder, remove } = workspace({ "a.toy": "one: holds 1\ntwo: polls\n" });
  program.run(folder, ["check", "--format", "json", "--time-limit", "0.1", "--output", "stopped.json"]);
  const text = readFileSync(join(folder, "stopped.json"), "utf8");
  copyFileSync(join(folder, "stopped.json"), join(folder, "decided.json"));
  const decided = text.replace('"verdict": "undecided"', '"verdict": "holds"').replace(/"reason": \{[^}]*\},\s*/, "");
  writeFileSync(join(folder, "decided.json"), decided);
  const merges = [
    ["stopped.json", "decided.json"],
    ["decided.json", "stopped.json"],
  ].map((order) => program.run(folder, ["merge", ...order]).out);
  assert.equal(merges[0], merges[1]);
  assert.match(merges[0] ?? "", /"holds": 2/);
  remove();
});

function scenariosIn(folder: string, name: string): readonly string[] {
  const { results } = JSON.parse(readFileSync(join(folder, name), "utf8")) as { results: { scenario: string }[] };
  return results.map(({ scenario }) => scenario);
}
