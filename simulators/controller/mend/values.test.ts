import assert from "node:assert/strict";
import { test } from "node:test";
import { attempts, defined, type Row, tagged, wrongWith } from "./testing/rows.ts";

const live = "  const live = (await custom.getNamespacedCustomObject({ ...sites, name })) as Site;\n";
const rows: readonly Row[] = [
  [
    "the generation of what was read again",
    "FL2010",
    defined(
      '    const site = await kube.get<Site>("a.io/v1", "Site", request, { fresh: true });\n    const latest = await kube.get<Site>("a.io/v1", "Site", request);\n    await «kube.updateStatus({ ...latest, status: { observedGeneration: latest.metadata.generation } });',
    ),
    "Report the generation that was followed, that of `site`",
    "kube.updateStatus({ ...latest, status: { observedGeneration: site.metadata.generation } });",
  ],
  [
    "the generation of what was read after the work",
    "FL2010",
    tagged(
      `  await work(site);\n${live}  if (live.status.observedGeneration === live.metadata.generation) return;\n  await «core.patchNamespacedCustomObjectStatus({ ...sites, body: { status: { observedGeneration: live.metadata!.generation } } });`,
    ),
    "Report the generation that was followed, that of `site`",
    "=== site.metadata.generation) return;\n  await core.patchNamespacedCustomObjectStatus({ ...sites, body: { status: { observedGeneration: site.metadata!.generation } } });",
  ],
  [
    "an object that is the same, but older",
    "FL2005",
    tagged(
      "  const { name, uid } = site.metadata;\n  const now = await find(name);\n  if (now?.metadata.uid !== uid && name) return;\n  const isSame = now.metadata.uid === site.metadata.uid;\n  const { resourceVersion } = now.metadata;\n  await «core.deleteNamespacedSecret({ name, namespace });",
    ),
    "Only go on with the version that the server has (`resourceVersion`): a newer one is on its way",
    "if ((now?.metadata.uid !== uid || now?.metadata.resourceVersion !== site.metadata.resourceVersion) && name) return;\n  const isSame = now.metadata.uid === site.metadata.uid && now.metadata.resourceVersion === site.metadata.resourceVersion;",
  ],
  [
    "a status that may be another one's",
    "FL2004",
    tagged(
      `${live}  const { resourceVersion } = live.metadata;\n  await «core.patchNamespacedCustomObjectStatus({ ...sites, body: { status: { pod } } });\n  await core.patchNamespacedCustomObjectStatus({ ...sites, body: { metadata: { uid }, status } });`,
    ),
    "Write the status only of what was read (`resourceVersion`)",
    `body: { metadata: { resourceVersion: live.metadata.resourceVersion }, status: { pod } } });
  await core.patchNamespacedCustomObjectStatus({ ...sites, body: { metadata: { uid, resourceVersion: live.metadata.resourceVersion }, status } });`,
  ],
  [
    "a name that the server chooses, and that is written down",
    "FL2004",
    tagged("  const pod = await «core.createNamespacedPod({ namespace, body: { metadata: { generateName: `a-` } } });"),
    "Name it after its owner instead of letting the server choose, so that it is made once",
    "name: `a-${site.metadata.uid.slice(0, 8)}` } } }).catch((error: { code?: number }) => {\n    if (error.code !== 409) throw error;\n    return core.readNamespacedPod({ name: `a-${site.metadata.uid.slice(0, 8)}`, namespace });\n  });",
  ],
  [
    "a comparison with what the server has filled in",
    "FL2001",
    tagged(
      "  const now = await find(core.readNamespacedService({ name, namespace }));\n  const wanted = of(site);\n  if (JSON.stringify(now.spec) !== JSON.stringify(wanted.spec)) await «core.replaceNamespacedService({ name, namespace, body: wanted });",
    ),
    "Compare only what is wanted: the server fills in the rest",
    "if (!hasAll(now.spec, wanted.spec)) await",
  ],
  [
    "the same with a function that compares deeply",
    "FL2004",
    tagged(
      "  const { body: now } = await core.readNamespacedService(name, namespace);\n  const found = await core.readNamespacedService(name, namespace);\n  if (isDeepStrictEqual(of(site), found.spec)) return;\n  await «core.replaceNamespacedService(name, namespace, wanted);",
    ),
    "Compare only what is wanted: the server fills in the rest",
    "if (hasAll(found.spec, of(site))) return;",
  ],
  [
    "a list that an entry is added to",
    "FL2011",
    tagged(
      '  const ready = { type: "Ready", status };\n  await «core.patchNamespacedPod({ name, body: { conditions: [...(site.conditions ?? []), ready] } });',
    ),
    "Put `ready` in place of what is there already",
    "[...(site.conditions ?? []).filter((each) => each.type !== ready.type), ready]",
  ],
  [
    "the same with names",
    "FL2011",
    tagged(
      '  await «core.patchNamespacedPod({ name, body: { conditions: [...known, { name: site.metadata.name }], users: [...users, "me"] } });',
    ),
    "Put `{ name: site.metadata.name }` in place of what is there already",
    "[...known.filter((each) => each.name !== site.metadata.name), { name: site.metadata.name }]",
  ],
  [
    "labels of a selector that may change",
    "FL2001",
    tagged(
      "  const { tier } = site.spec;\n  const labels = { app: name, tier, zone: site.spec.zone };\n  await «core.replaceNamespacedService({ name, body: { selector: { matchLabels: labels }, template: { labels } } });",
    ),
    "Keep out of the selector what may change",
    "selector: { matchLabels: { app: name } }, template: { labels }",
  ],
  [
    "an owner in another namespace",
    "FL2002",
    tagged(
      '  const namespace = "shared";\n  const metadata = { name, namespace, ownerReferences };\n  await «core.createNamespacedSecret({ namespace, body: { metadata } });',
    ),
    "Create it in the namespace of its owner",
    "  const namespace = site.metadata.namespace;\n",
  ],
  [
    "a number that is only followed upwards",
    "FL2004",
    tagged("  if (site.spec.size > now.spec.size) await «core.replaceNamespacedService({ name, namespace, body });"),
    "Follow it in both directions (line 9)",
    "if (site.spec.size !== now.spec.size) await",
  ],
  [
    "a switch that is only followed when it is on",
    "FL2004",
    tagged(
      "  if (site.spec.isPaused && !now.spec?.suspend) await «core.patchNamespacedPod({ name, namespace, body: { spec: { suspend: true } } });",
    ),
    "Follow it in both directions (line 9)",
    "if (site.spec.isPaused !== (now.spec?.suspend ?? false)) await core.patchNamespacedPod({ name, namespace, body: { spec: { suspend: site.spec.isPaused } } });",
  ],
  [
    "a time that is written each time",
    "FL2001",
    tagged(
      `${live}  const status = { url: live.spec.url, urls: [live.spec.url], at: new Date().toISOString() };\n  await «core.patchNamespacedCustomObjectStatus({ ...sites, body: { status } });`,
    ),
    "Keep `at` as long as nothing else changes",
    "at: (live.status?.url === live.spec.url && JSON.stringify(live.status?.urls) === JSON.stringify([live.spec.url]) ? live.status?.at : undefined) ?? new Date().toISOString() };",
  ],
  [
    "a random value by itself",
    "FL2002",
    defined(
      '    const site = await kube.get<Site>("a.io/v1", "Site", request);\n    await «kube.updateStatus({ ...site, status: { seed: Math.random() } });',
    ),
    "Keep `seed` as long as nothing else changes",
    "status: { seed: site.status?.seed ?? Math.random() }",
  ],
  [
    "what is written by the clock, and calls for it",
    "FL2001",
    defined("    await «kube.update(beat);\n    return { requeueAfterSeconds: 30 };").replace(
      'sample: "./a.yaml",',
      'sample: "./a.yaml",\n  owns: [{ apiVersion: "v1", kind: "Pod" }, { apiVersion: "v1", kind: "ConfigMap" }],',
    ),
    "Come back for ConfigMap objects after `requeueAfterSeconds` only: it writes them itself",
    'owns: [{ apiVersion: "v1", kind: "Pod" }],',
  ],
  [
    "a random value of data that is made up before the object is read",
    "FL2002",
    tagged(
      "  const data = { url, session: randomUUID() };\n  const current = await orMissing(core.readNamespacedConfigMap({ name, namespace }));\n  await «core.replaceNamespacedConfigMap({ name, namespace, body: { ...current, data } });",
    ),
    "Keep `session` as long as nothing else changes",
    `Promise<void> {
  const current = await orMissing(core.readNamespacedConfigMap({ name, namespace }));
  const data = { url, session: current?.data?.["session"] ?? randomUUID() };
  await core.replace`,
  ],
  [
    "a number of pods that is too small",
    "FL2013",
    defined("    const replicas = Math.floor(site.spec.pages / 4);\n    await «kube.update({ ...set, spec: { replicas } });"),
    "Round up, so that it is enough",
    "Math.ceil(site.spec.pages / 4)",
  ],
  [
    "objects that are named by the spec",
    "FL2004",
    tagged(
      "  if (!(await find())) await «core.createNamespacedSecret({ namespace, body: { metadata: { name: site.spec.secret, ownerReferences } } });",
    ),
    "Delete the Secret objects that it owns under former names",
    `ownerReferences } } });
  const { items } = await core.listNamespacedSecret({ namespace });
  for (const { metadata: known } of items) {
    const isOwn = known?.ownerReferences?.some((owner) => owner.uid === site.metadata.uid);
    if (!isOwn || known?.deletionTimestamp || known?.name === site.spec.secret) continue;
    await core.deleteNamespacedSecret({ name: known!.name!, namespace, body: { preconditions: { uid: known!.uid! } } });
  }
}`,
  ],
  [
    "the time of a condition",
    "FL2001",
    tagged(
      `${live}  const ready = { type: "Ready", status, lastTransitionTime: new Date().toISOString() };\n  await «core.patchNamespacedPod({ name, body: { ready } });`,
    ),
    "Keep `lastTransitionTime` as long as nothing else changes",
    'lastTransitionTime: live.status?.conditions?.find((each) => each.type === "Ready" && each.status === status)?.lastTransitionTime ?? new Date()',
  ],
];

for (const row of rows) test(`mend: ${row[0]}`, () => assert.equal(wrongWith(row), undefined));

test("mend: what is not read is compared as it is, and an entry that nothing tells from others stays behind them", () => {
  const titles = (code: "FL2001" | "FL2011", text: string) => attempts(code, tagged(text)).fixes.map(({ title }) => title);
  const write = "await «core.replaceNamespacedService({ name, namespace, body })";
  assert.deepEqual(titles("FL2001", `  if (JSON.stringify(site.spec) !== JSON.stringify(known.spec)) ${write};`), []);
  assert.deepEqual(titles("FL2011", `  ${write.replace("body", "body: [...known, { at: site.spec }]")};`), []);
  assert.deepEqual(titles("FL2011", `  ${write.replace("body", "body: [...known, ...others]")};`), []);
});
