import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Report, Result } from "../../protocol/report.ts";
import { edited } from "../../simulators/core/edited.ts";
import { buildProgram, type Program, root, workspace } from "./programs.ts";

// A quick fix that is offered for what a run has found is one: the mended text has nothing left to find.

const titles: Readonly<Record<string, string>> = {
  "appended-conditions": "Put `available` in place of what is there already",
  "memory-of-created": "Do the work whatever `created` remembers of it",
  "node-drain": "Do the rest first, and last what shows that all is done",
  "owner-in-other-namespace": "Create it in the namespace of its owner",
  "renamed-child": "Delete the ConfigMap objects that it owns under former names",
  "reread-generation": "Report the generation that was followed, that of `gateway`",
  "twin-secrets": "Create each by itself, and take one that is there already (409) for created",
  "ui-port": "Only go on with the version that the server has (`resourceVersion`): a newer one is on its way",
};

let program: Program;
let work: { readonly folder: string; readonly remove: () => void };

/** By name of the case. */
function checkAll(): ReadonlyMap<string, Result> {
  program.run(work.folder, ["check", ".", "--format", "json", "--output", "report.json"]);
  const { results } = JSON.parse(readFileSync(join(work.folder, "report.json"), "utf8")) as Report;
  return new Map(results.map((result) => [result.path.split("/")[0] ?? "", result]));
}

before(async () => {
  program = await buildProgram();
  const files = Object.keys(titles).flatMap((name) => {
    const folder = ["test/cases/controller", "test/cases/controller-more"].find((each) => readdirSync(join(root, each)).includes(name));
    assert.ok(folder, name);
    const own = readdirSync(join(root, folder, name)).filter((file) => !/^(?:fix|lookalike)\.ts$|^expect\.json$/.test(file));
    return own.map((file) => [`${name}/${file}`, readFileSync(join(root, folder, name, file), "utf8")] as const);
  });
  work = workspace(Object.fromEntries(files));
});
after(() => {
  program.remove();
  work.remove();
});

test("quick fixes of controllers: each is offered where it mends", () => {
  const found = checkAll();
  for (const [name, title] of Object.entries(titles)) {
    const { verdict, problems, path } = found.get(name) as Result;
    assert.equal(verdict, "violated", name);
    const offered = problems.flatMap(({ fixes = [] }) => fixes);
    const fix = offered.find((each) => each.title === title);
    assert.ok(fix, `${name}: ${offered.map((each) => each.title).join("; ") || "nothing"}`);
    const file = join(work.folder, path);
    writeFileSync(file, edited({ path, text: readFileSync(file, "utf8") }, fix.edits));
  }
});

test("quick fixes of controllers: nothing is left to find in what they have mended", () => {
  const mended = checkAll();
  assert.deepEqual(
    Object.keys(titles).map((name) => [name, mended.get(name)?.verdict, mended.get(name)?.problems.map(({ message }) => message)]),
    Object.keys(titles).map((name) => [name, "holds", []]),
  );
});
