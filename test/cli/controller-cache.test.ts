import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Report, Result } from "../../protocol/report.ts";
import { edited } from "../../simulators/core/edited.ts";
import { buildProgram, type Program, workspace } from "./programs.ts";

// What an informer hands over or finds in its cache is its own: to change it is told with the run that shows it, and with a mend.

const head = `import { CoreV1Api, KubeConfig, makeInformer } from "@kubernetes/client-node";
const config = new KubeConfig();
const core = config.makeApiClient(CoreV1Api);
const maps = makeInformer(config, "/api/v1/configmaps", () => core.listConfigMapForAllNamespaces());
/**
 * @reconcile a.example.com/v1 A
 * @sample ./a.yaml
 * @owns v1 ConfigMap
 */
export async function reconcile(cr: any): Promise<void> {
  const { name, namespace, uid } = cr.metadata;
  const known = maps.get(name, namespace);
`;
const tail = `
  if (known) return;
  const metadata = { name, ownerReferences: [{ apiVersion: cr.apiVersion, kind: cr.kind, name, uid, controller: true }] };
  await core.createNamespacedConfigMap({ namespace, body: { metadata, data: { a: "1" } } }).catch((error: any) => {
    if (error.code !== 409) throw error;
  });
}
`;
const sample = "apiVersion: a.example.com/v1\nkind: A\nmetadata: { name: one, namespace: two }\nspec: { size: 1 }\n";

const rows: readonly { readonly name: string; readonly body: string; readonly lines: readonly number[] }[] = [
  { name: "the parameter", body: `  cr.metadata.labels = { seen: "yes" };`, lines: [13] },
  { name: "what a cache has shown", body: `  const data = known?.data;\n  if (data) data["seen"] = "yes";`, lines: [14] },
  { name: "both", body: `  cr.spec.size += 1;\n  if (known?.data) known.data["seen"] = "yes";`, lines: [13, 14] },
  {
    name: "only after a fault",
    body: `  if (known?.metadata?.ownerReferences?.[0]?.uid !== uid && known?.data) known.data["former"] = "yes";`,
    lines: [13],
  },
];

let program: Program;
let work: { readonly folder: string; readonly remove: () => void };
const check = (path: string): Result => {
  program.run(work.folder, ["check", path, "--format", "json", "--output", "report.json"]);
  const [result] = (JSON.parse(readFileSync(join(work.folder, "report.json"), "utf8")) as Report).results;
  assert.ok(result);
  return result;
};
before(async () => {
  program = await buildProgram();
  const files = rows.map(({ body }, index) => [`${index}/main.ts`, `${head}${body}${tail}`] as const);
  work = workspace(Object.fromEntries([...files, ...rows.map((_, index) => [`${index}/a.yaml`, sample] as const)]));
});
after(() => {
  program.remove();
  work.remove();
});

for (const [index, { name, lines }] of rows.entries()) {
  test(`an informer's object is changed: ${name}`, () => {
    const path = `${index}/main.ts`;
    const { problems, traces } = check(path);
    assert.deepEqual(
      problems.map(({ code, range }) => [code, range.start.line + 1]).sort(([, a], [, b]) => Number(a) - Number(b)),
      lines.map((line) => ["FL2106", line]),
    );
    for (const problem of problems) {
      const trace = traces[problem.trace ?? -1];
      assert.ok(trace && trace.steps.length > 0);
      writeFileSync(join(work.folder, "trace.json"), JSON.stringify(trace));
      assert.equal(program.run(work.folder, ["replay", "trace.json"]).status, 1);
    }
    const [first] = problems;
    const fix = first?.fixes?.find(({ preferred }) => preferred);
    assert.ok(fix, "a mend that was tried");
    const file = join(work.folder, path);
    writeFileSync(file, edited({ path, text: readFileSync(file, "utf8") }, fix.edits));
    const mended = check(path);
    assert.deepEqual([mended.verdict, mended.problems], ["holds", []]);
  });
}
