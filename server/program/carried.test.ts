import assert from "node:assert/strict";
import { after, test } from "node:test";
import { simulatorOf } from "../../simulators/registry.ts";
import { createPrograms } from "./programs.ts";
import { bundler, scenarioIn, simulator, workspace } from "./testing.ts";

const samples = [
  {
    of: "controller",
    text: 'import { CoreV1Api } from "@kubernetes/client-node";\nexport const main = CoreV1Api;\n',
    carries: "CoreV1Api",
    leavesOut: ['"AppsV1Api"', '"V1Deployment"', '"topPods"'],
  },
  {
    of: "remote-file",
    text: 'import { readFile } from "node:fs/promises";\nexport const main = () => readFile("/a");\n',
    carries: "readFile",
    leavesOut: ['"accessSync"', '"lutimes"', '"chown"'],
  },
];

for (const { of, text, carries, leavesOut } of samples)
  test(`programs: of the modules of ${of} a program carries what it imports, not all that they export`, async () => {
    const modules = simulatorOf(of)?.modules ?? {};
    const programs = createPrograms({
      bundler: () => bundler,
      simulators: [{ ...simulator, modules }],
      typescript: () => assert.fail("no compiler is needed"),
      now: () => performance.now(),
    });
    after(() => programs.dispose());
    const files = { "src/main.ts": text };
    const folder = workspace(files);
    const { program } = await programs.prepare(scenarioIn(files, ["main"]), { folder, folders: [folder] });
    assert.ok(program);
    assert.ok(program.code.includes(carries));
    for (const name of leavesOut) {
      assert.ok(
        Object.values(modules).some((module) => module.includes(name)),
        `${name} is exported`,
      );
      assert.ok(!program.code.includes(name), name);
    }
  });
