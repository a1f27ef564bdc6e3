import assert from "node:assert/strict";
import { test } from "node:test";
import { attempts, defined, type Row, tagged, wrongWith } from "./testing/rows.ts";

const live = "  const live = (await custom.getNamespacedCustomObject({ ...sites, name })) as Site;\n";
const status = "custom.patchNamespacedCustomObjectStatus({ ...sites, body: { status: { phase } } })";
const rows: readonly Row[] = [
  [
    "Ready of a workload that was read",
    "FL2010",
    tagged(
      `  const set = await orMissing(apps.readNamespacedStatefulSet({ name, namespace }));\n  const phase = "Ready";\n  await «${status};`,
    ).replace("const core", "const apps = config.makeApiClient(AppsV1Api);\nconst core"),
    'Say "Ready" only once it is available, "Pending" until then',
    'const phase = set?.status?.observedGeneration === set?.metadata?.generation && (set?.status?.readyReplicas ?? 0) >= (set?.spec?.replicas ?? 1) ? "Ready" : "Pending";',
  ],
  [
    "a condition of a workload that was only asked for",
    "FL2010",
    tagged(
      '  if (!(await orMissing(core.readNamespacedDeployment({ name, namespace })))) await make();\n  const condition = { type: "Ready", status: "True" };\n  await «core.patchNamespacedCustomObjectStatus({ ...sites, body: { status: { conditions: [condition] } } });',
    ),
    'Say "True" only once it is available, "False" until then',
    `  const workload = await orMissing(core.readNamespacedDeployment({ name, namespace }));
  const condition = { type: "Ready", status: workload?.status?.observedGeneration === workload?.metadata?.generation && (workload?.status?.availableReplicas ?? 0) >= (workload?.spec?.replicas ?? 1) ? "True" : "False" };`,
  ],
  [
    "a condition of which both branches say the same",
    "FL2010",
    tagged('  const status = isReady ? "True" : ("True" as Status);\n  await «core.patchNamespacedPod({ name, body: { status } });'),
    'Say "True" only once it is available, "False" until then',
    'isReady ? "True" : ("False" as Status);',
  ],
  [
    "a finalizer that is taken away before the clean-up",
    "FL2007",
    defined(
      "    if (isDeleting(site)) {\n      await «removeFinalizer(kube, site, finalizer);\n      await broker.remove(name);\n      await broker.close();\n      return;\n    }",
    ),
    "Take the finalizer away last",
    "    if (isDeleting(site)) {\n      await broker.remove(name);\n      await broker.close();\n      await removeFinalizer(kube, site, finalizer);\n      return;",
  ],
  [
    "a finalizer that nobody takes away",
    "FL2008",
    defined(
      '    if (isDeleting(site)) {\n      await kube.delete("v1", "Secret", request);\n      return;\n    }\n    await «addFinalizer(kube, site, finalizer);',
    ).replace("{ defineController }", "{ addFinalizer, defineController, isDeleting }"),
    "Take the finalizer away when all is cleaned up",
    '      await kube.delete("v1", "Secret", request);\n      await removeFinalizer(kube, site, finalizer);\n      return;',
  ],
  [
    "finalizers by their place",
    "FL2001",
    tagged(
      `${live}  await «custom.patchNamespacedCustomObject({ ...sites, body: [{ op: "add", path: "/metadata/finalizers/-", value: finalizer }] });
  const at = live.metadata.finalizers.indexOf(finalizer);
  await custom.patchNamespacedCustomObject({ ...sites, body: [{ op: "remove", path: \`/metadata/finalizers/\${at}\` }] });`,
    ),
    "Make the list of finalizers if there is none, and test what is taken away",
    `body: live.metadata.finalizers ? [{ op: "add", path: "/metadata/finalizers/-", value: finalizer }] : [{ op: "add", path: "/metadata/finalizers", value: [finalizer] }] });
  const at = live.metadata.finalizers.indexOf(finalizer);
  await custom.patchNamespacedCustomObject({ ...sites, body: [{ op: "test", path: \`/metadata/finalizers/\${at}\`, value: finalizer }, { op: "remove"`,
  ],
  [
    "what the status says, where its own objects are known",
    "FL2004",
    tagged(
      '  const mine = items.filter((pod) => pod.metadata.ownerReferences.some(isOurs));\n  if (site.status?.phase === "Made") return;\n  await «core.createNamespacedPod({ namespace, body });\n  await say("Made");',
    ),
    "Ask `mine`, not the status, whether it is there",
    '.some(isOurs));\n  if (mine.length === 0) await core.createNamespacedPod({ namespace, body });\n  await say("Made");',
  ],
  [
    "a status that is said before the work",
    "FL2004",
    tagged(
      `  if (site.status?.phase === "Pending") return;\n  if (site.status?.phase === "Done") return;\n  await «${status};\n  await core.createNamespacedPod({ namespace, body });\n  await ${status};`,
    ),
    "Do the work whatever the status says of it, and say so afterwards",
    `Promise<void> {\n  await core.createNamespacedPod({ namespace, body });\n  await ${status};\n}`,
  ],
  [
    "a comparison in a function of its own",
    "FL2001",
    `const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);\n${tagged(
      "  const now = await core.readNamespacedService({ name, namespace });\n  if (!same(now.spec, spec)) await «core.replaceNamespacedService({ name, namespace, body: wanted });",
    )}`,
    "Compare only what is wanted: the server fills in the rest",
    "if (!hasAll(now.spec, spec)) await",
  ],
];

for (const row of rows) test(`mend: ${row[0]}`, () => assert.equal(wrongWith(row), undefined));

test("mend: Ready is no claim where it is compared, or the type of a condition", () => {
  const titles = (text: string) => attempts("FL2010", tagged(text)).fixes.map(({ title }) => title);
  const read = "  const set = await core.readNamespacedStatefulSet({ name, namespace });\n";
  const write = "  await «core.patchNamespacedPod({ name, body });";
  const isOffered = (text: string): boolean => titles(read + text + write).some((title) => title.startsWith("Say"));
  assert.ok(isOffered('  const phase = "Ready";\n'));
  assert.ok(!isOffered('  const isReady = site.status.phase === "Ready";\n'));
  assert.ok(!isOffered('  const condition = { type: "Ready", status };\n'));
  assert.ok(!titles(`  const phase = "Ready";\n${write}`).some((title) => title.startsWith("Say")));
});
