import assert from "node:assert/strict";
import { test } from "node:test";
import typescript from "typescript";
import type { Problem } from "../../../protocol/problem.ts";
import { lineStarts, offsetAt } from "../../core/lines.ts";
import { discover } from "../discover/discover.ts";

const head = `import { CoreV1Api, CustomObjectsApi, KubeConfig, ApiException } from "@kubernetes/client-node";
const core = new KubeConfig().makeApiClient(CoreV1Api);
const custom = new KubeConfig().makeApiClient(CustomObjectsApi);
const log = { error: (..._: unknown[]) => {} };
`;
const tags = "/**\n * @reconcile a.io/v1 A\n * @sample ./a.yaml\n */\n";
const body = (text: string, before = ""): string =>
  `${head}${before}${tags}export async function reconcile(cr: A): Promise<void> {\n${text}\n}\n`;

function findings(text: string): readonly Problem[] {
  const { scenarios } = discover({ path: "a.ts", text, typescript: () => typescript });
  return scenarios.flatMap((scenario) => scenario.findings);
}

function applied(text: string, { fixes = [] }: Problem): string {
  const lines = lineStarts(text);
  const edits = (fixes[0]?.edits ?? []).map(({ range, newText }) => ({
    start: offsetAt(lines, text, range.start),
    end: offsetAt(lines, text, range.end),
    newText,
  }));
  return edits
    .sort((a, b) => b.start - a.start)
    .reduce((now, { start, end, newText }) => now.slice(0, start) + newText + now.slice(end), text);
}

const isValid = (text: string): boolean => {
  const source = typescript.createSourceFile("a.ts", text, typescript.ScriptTarget.ESNext) as {
    readonly parseDiagnostics?: readonly unknown[];
  };
  return (source.parseDiagnostics ?? []).length === 0;
};

const read = "core.readNamespacedSecret({ name, namespace })";
const wrong: readonly (readonly [code: string, what: string, text: string, hasFix: boolean])[] = [
  ["FL2101", "a statement", body("  core.createNamespacedSecret({ namespace, body: s });"), true],
  ["FL2101", "void", body("  void core.createNamespacedSecret({ namespace, body: s });"), true],
  ["FL2101", "a chain", body("  core.deleteNamespacedSecret({ name, namespace }).catch(() => {});"), true],
  ["FL2101", "behind a condition", body("  missing && core.createNamespacedSecret({ namespace, body: s });"), true],
  ["FL2101", "forEach", body("  list.forEach(async (s) => { await core.createNamespacedSecret({ namespace, body: s }); });"), false],
  ["FL2101", "an arrow in forEach", body("  list.forEach((s) => core.createNamespacedSecret({ namespace, body: s }));"), false],
  ["FL2101", "map without all", body("  list.map(async (s) => { await core.createNamespacedSecret({ namespace, body: s }); });"), true],
  [
    "FL2101",
    "a helper",
    body("  ensure(cr);", "async function ensure(cr: A) { await core.createNamespacedSecret({ namespace, body: s }); }\n"),
    true,
  ],
  [
    "FL2101",
    "a reconcile that starts another",
    `${body("  reconcileB(cr);")}${tags}export async function reconcileB(cr: A) { await core.createNamespacedSecret({ namespace, body: s }); }\n`,
    true,
  ],
  ["FL2101", "a variable that nobody reads", body("  const pending = core.createNamespacedSecret({ namespace, body: s });"), false],
  [
    "FL2102",
    "catch, then create",
    body(`  try {\n    await ${read};\n  } catch {\n    await core.createNamespacedSecret({ namespace, body: s });\n  }`),
    true,
  ],
  [
    "FL2102",
    "catch that logs, then create",
    body(
      `  try {\n    await ${read};\n  } catch (e) {\n    log.error(e);\n    await core.createNamespacedSecret({ namespace, body: s });\n  }`,
    ),
    true,
  ],
  [
    "FL2102",
    "catch, then undefined",
    body("  await find();", `async function find() {\n  try {\n    return await ${read};\n  } catch {\n    return undefined;\n  }\n}\n`),
    true,
  ],
  ["FL2102", "a chain", body(`  const secret = await ${read}.catch(() => null);`), true],
  [
    "FL2103",
    "a literal",
    body("  await core.replaceNamespacedSecret({ name, namespace, body: { metadata: { name }, data: {} } });"),
    false,
  ],
  [
    "FL2103",
    "a literal, with the read one at hand",
    body(
      `  const current = await ${read};\n  await core.replaceNamespacedSecret({ name, namespace, body: { metadata: { name }, data: {} } });`,
    ),
    true,
  ],
  [
    "FL2103",
    "from a function, with the read one at hand",
    body(
      `  const current = await ${read};\n  await core.replaceNamespacedSecret({ name, namespace, body: secretFor(cr) });`,
      "const secretFor = (cr: A) => ({ metadata: { name: cr.name }, data: {} });\n",
    ),
    true,
  ],
  [
    "FL2104",
    "every object of the kind",
    body(
      "  const all = await core.listNamespacedSecret({ namespace });\n  for (const item of all.items) await core.deleteNamespacedSecret({ name: item.metadata!.name!, namespace: cr.metadata.namespace });",
    ),
    true,
  ],
  ["FL2104", "a collection", body("  await core.deleteCollectionNamespacedSecret({ namespace });"), false],
  ["FL2105", "the whole spec", body("  await custom.patchNamespacedCustomObject({ ...target, body: { spec: cr.spec } });"), true],
  [
    "FL2105",
    "labels inside of metadata",
    body(
      "  await custom.patchNamespacedCustomObject({ ...target, name, body: { metadata: { labels: cr.metadata.labels } } });",
      'const target = { group: "a.io", version: "v1", plural: "as" };\n',
    ),
    true,
  ],
  [
    "FL2105",
    "annotations of what is patched as a whole",
    body(
      "  await custom.patchNamespacedCustomObject({ name, body: { kind: cr.kind, metadata: { name, annotations: cr.metadata!.annotations } } });",
    ),
    true,
  ],
  [
    "FL2105",
    "finalizers",
    body(
      '  await custom.patchNamespacedCustomObject({ ...target, body: { metadata: { finalizers: [...cr.metadata.finalizers, "a/b"] } } });',
    ),
    true,
  ],
  [
    "FL2106",
    "a set of names",
    body(
      "  if (seen.has(cr.metadata.name)) return;\n  seen.add(cr.metadata.name);\n  await core.createNamespacedSecret({ namespace, body: s });",
      "const seen = new Set<string>();\n",
    ),
    false,
  ],
  [
    "FL2106",
    "a flag",
    body(
      "  if (!created) {\n    await core.createNamespacedSecret({ namespace, body: s });\n    created = true;\n  }",
      "let created = false;\n",
    ),
    false,
  ],
];

for (const [code, what, text, hasFix] of wrong) {
  test(`${code}: ${what}`, () => {
    assert.ok(isValid(text));
    const found = findings(text);
    assert.deepEqual(
      found.map((problem) => problem.code),
      [code],
    );
    const [problem] = found;
    assert.equal((problem?.fixes?.length ?? 0) > 0, hasFix);
    if (!problem || !hasFix) return;
    const mended = applied(text, problem);
    assert.ok(isValid(mended), mended);
    assert.deepEqual(findings(mended), [], mended);
  });
}

const right: readonly (readonly [what: string, text: string])[] = [
  ["awaited together", body("  const pending = [core.createNamespacedSecret({ namespace, body: s })];\n  await Promise.all(pending);")],
  ["returned", body("  return core.deleteNamespacedSecret({ name, namespace });")],
  ["handed on", body("  await retry(() => core.deleteNamespacedSecret({ name, namespace }));")],
  [
    "a promise kept in a variable",
    body("  const pending = core.createNamespacedSecret({ namespace, body: s });\n  await other();\n  await pending;"),
  ],
  [
    "404 alone",
    body(
      `  try {\n    await ${read};\n  } catch (e) {\n    if (!(e instanceof ApiException) || e.code !== 404) throw e;\n    await core.createNamespacedSecret({ namespace, body: s });\n  }`,
    ),
  ],
  [
    "404 through a helper",
    body(
      `  try {\n    await ${read};\n  } catch (e) {\n    if (isMissing(e)) await core.createNamespacedSecret({ namespace, body: s });\n    else log.error(e);\n  }`,
    ),
  ],
  ["a failure that is thrown on", body(`  try {\n    await ${read};\n  } catch (e) {\n    log.error("no luck", e);\n    throw e;\n  }`)],
  [
    "a log around everything",
    body(
      `  try {\n    if (!(await ${read})) await core.createNamespacedSecret({ namespace, body: s });\n  } catch (e) {\n    console.error(e);\n  }`,
    ),
  ],
  [
    "what was read is replaced",
    body(`  const current = await ${read};\n  await core.replaceNamespacedSecret({ name, namespace, body: { ...current, data } });`),
  ],
  [
    "with its version",
    body(
      "  await core.replaceNamespacedSecret({ name, namespace, body: { metadata: { name, resourceVersion: cr.metadata.resourceVersion } } });",
    ),
  ],
  [
    "metadata from elsewhere",
    body("  await core.replaceNamespacedSecret({ name, namespace, body: { metadata: current.metadata, data } });"),
  ],
  [
    "a list by label",
    body(
      "  const all = await core.listNamespacedSecret({ namespace, labelSelector: `a=${name}` });\n  for (const item of all.items) await core.deleteNamespacedSecret({ name: item.metadata!.name!, namespace });",
    ),
  ],
  [
    "a test of the owner",
    body(
      "  const all = await core.listNamespacedSecret({ namespace });\n  for (const item of all.items.filter((one) => one.metadata?.ownerReferences?.some((o) => o.uid === cr.metadata.uid))) await core.deleteNamespacedSecret({ name: item.metadata!.name!, namespace });",
    ),
  ],
  [
    "a list that is only counted",
    body(
      "  const all = await core.listNamespacedSecret({ namespace });\n  if (all.items.length > 3) await core.deleteNamespacedSecret({ name, namespace });",
    ),
  ],
  [
    "a child with the labels of its owner",
    body(
      '  await custom.patchNamespacedCustomObject({ group: "a.io", version: "v1", plural: "routes", name, body: { metadata: { labels: cr.metadata.labels } } });',
    ),
  ],
  [
    "another kind with the labels of the resource",
    body('  await custom.patchNamespacedCustomObject({ name, body: { kind: "Route", metadata: { name, labels: cr.metadata.labels } } });'),
  ],
  [
    "a snapshot with its version",
    body(
      "  await custom.patchNamespacedCustomObject({ ...target, body: { metadata: { resourceVersion: cr.metadata.resourceVersion, finalizers: [...cr.metadata.finalizers, f] } } });",
    ),
  ],
  [
    "the snapshot itself, whose version goes along",
    body("  await custom.replaceNamespacedCustomObjectStatus({ ...target, body: { ...cr, status } });"),
  ],
  [
    "the snapshot with other finalizers, whose version goes along with the rest of its metadata",
    body(
      "  await custom.replaceNamespacedCustomObject({ ...target, body: { ...cr, metadata: { ...cr.metadata!, finalizers: [...(cr.metadata!.finalizers ?? []), f] } } });",
    ),
  ],
  [
    "the whole metadata beside the whole spec",
    body("  await custom.replaceNamespacedCustomObject({ ...target, body: { kind, metadata: cr.metadata, spec: cr.spec } });"),
  ],
  ["a spec that is worked out", body("  await custom.patchNamespacedCustomObject({ ...target, body: { spec: { size: cr.spec.size } } });")],
  [
    "a memo",
    body(
      "  if (!templates.has(cr.image)) templates.set(cr.image, render(cr.image));\n  await core.createNamespacedSecret({ namespace, body: templates.get(cr.image) });",
      "const templates = new Map<string, object>();\n",
    ),
  ],
  ["a counter", body("  runs += 1;\n  await core.createNamespacedSecret({ namespace, body: s });", "let runs = 0;\n")],
  [
    "constants of the module",
    body(
      "  if (names.includes(cr.metadata.name)) return;\n  await core.createNamespacedSecret({ namespace, body: s });",
      'const names = ["a", "b"];\n',
    ),
  ],
  [
    "who starts a reconcile from a watch",
    `${body("  await core.deleteNamespacedSecret({ name, namespace });")}watch.watch("/p", {}, (type, cr) => { void reconcile(cr); reconcile(cr).catch(log.error); });\n`,
  ],
  ["other people's methods", body("  cache.get(cr.metadata.name);\n  list.push(1);\n  store.delete(1);")],
];

for (const [what, text] of right) {
  test(`silent: ${what}`, () => {
    assert.ok(isValid(text), text);
    assert.deepEqual(findings(text), []);
  });
}

test("code of the framework is looked at, too", () => {
  const text = `import { defineController } from "faultline/controller";
export default defineController({ name: "a", resource: r, sample: {}, async reconcile(request, kube) {
  const all = await kube.list("v1", "Secret", { namespace: "x" });
  for (const { metadata } of all) kube.delete("v1", "Secret", metadata);
  cache.get("x");
} });`;
  assert.deepEqual(
    findings(text).map(({ code }) => code),
    ["FL2101", "FL2104"],
  );
});
