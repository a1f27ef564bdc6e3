import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { buildProgram, type Program, workspace } from "./programs.ts";

let program: Program;
const folders: { readonly remove: () => void }[] = [];
before(async () => {
  program = await buildProgram();
});
after(() => {
  program.remove();
  for (const folder of folders) folder.remove();
});

function folderWith(files: Readonly<Record<string, string>>): string {
  const made = workspace(files);
  folders.push(made);
  return made.folder;
}

test("remote-files bench: published figures beside ours, each within its bound; as text and as JSON", () => {
  const cwd = folderWith({});
  const { status, out, err } = program.run(cwd, ["remote-files", "bench", "--requests", "20000"]);
  assert.equal(status, 0, out + err);
  assert.match(out, /All times and rates of the model are simulated/);
  for (const bytes of ["4 B", "1 KiB", "4 KiB", "16 KiB", "64 KiB", "256 KiB"])
    assert.match(out, new RegExp(`^ +${bytes} +published [\\d.]+ µs +simulated [\\d.]+ µs +[+-]?[\\d.]+ % +within 10 %$`, "m"));
  assert.match(out, /^ +17 clients +published 9\.4 to 9\.7 M\/s +simulated 9\.\d\d M\/s .* within 15 %$/m);
  const json = JSON.parse(program.run(cwd, ["remote-files", "bench", "--requests", "20000", "--format", "json"]).out) as {
    readonly figures: readonly { readonly isMet?: boolean }[];
  };
  assert.equal(json.figures.filter(({ isMet }) => isMet === true).length, 16);
  assert.deepEqual(
    json.figures.filter(({ isMet }) => isMet === false),
    [],
  );
  assert.equal(program.run(cwd, ["remote-files", "bench", "file"]).status, 2);
});
