import assert from "node:assert/strict";
import { test } from "node:test";
import { attempts, defined, type Row, tagged, wrongWith } from "./testing/rows.ts";

const del = "core.deleteNamespacedSecret({ name, namespace })";
const rows: readonly Row[] = [
  [
    "a deletion by the name of what was listed",
    "FL2005",
    tagged("  for (const secret of items) await «core.deleteNamespacedSecret({ namespace, name: secret.metadata!.name! });"),
    "Delete only the object that was seen (`preconditions`)",
    "name: secret.metadata!.name!, body: { preconditions: { uid: secret.metadata!.uid! } } })",
  ],
  [
    "a deletion of what was read",
    "FL2005",
    tagged(`  const old = await orMissing(core.readNamespacedSecret({ namespace, name }));\n  if (old) await «${del};`),
    "Delete only the object that was seen (`preconditions`)",
    "{ name, namespace, body: { preconditions: { uid: old.metadata!.uid! } } }",
  ],
  [
    "a deletion with positional arguments",
    "FL2005",
    tagged(
      "  const { body: old } = await core.readNamespacedSecret(name, namespace);\n  await «core.deleteNamespacedSecret(name, namespace);",
    ),
    "Delete only the object that was seen (`preconditions`)",
    "(name, namespace, undefined, undefined, undefined, undefined, undefined, { preconditions: { uid: old.metadata!.uid! } })",
  ],
  [
    "a deletion in the framework",
    "FL2005",
    defined('    const pod = await kube.get<Pod>("v1", "Pod", key, { fresh: true });\n    if (pod) await «kube.delete("v1", "Pod", key);'),
    "Delete only the object that was seen (`preconditions`)",
    'kube.delete("v1", "Pod", key, { preconditions: { uid: pod.metadata.uid } })',
  ],
  [
    "a deletion of what nobody has looked at",
    "FL2005",
    tagged(`  await orMissing(«${del});`),
    "Delete it only if the resource owns it",
    `  const current = await orMissing(core.readNamespacedSecret({ name, namespace }));
  if (current?.metadata?.ownerReferences?.some((owner) => owner.uid === site.metadata.uid)) {
    await orMissing(core.deleteNamespacedSecret({ name, namespace, body: { preconditions: { uid: current.metadata!.uid! } } }));
  }`,
  ],
  [
    "an event that is trusted",
    "FL2005",
    tagged(`  if (site.spec.size === 0) await «${del};`),
    "Ask the server for the Site first: the one in the cache may be outdated",
    `Promise<void> {
  const site = (await custom.getNamespacedCustomObject({ group: "a.io", version: "v1", plural: "sites", namespace: cached.metadata.namespace, name: cached.metadata.name }).catch(notFound)) as Site | undefined;
  if (site?.metadata.uid !== cached.metadata.uid) return;
`,
  ],
  [
    "an event that is taken apart",
    "FL2005",
    tagged(`  if (spec.size === 0) await «${del};`, "{ metadata, spec }: Site"),
    "Ask the server for the Site first: the one in the cache may be outdated",
    "  if (live?.metadata.uid !== cached.metadata.uid) return;\n  const { metadata, spec } = live;",
  ],
  [
    "a copy from the server of which no use is made",
    "FL2005",
    tagged(`  const live = await liveSite(cached);\n  if (!live) return;\n  if (cached.spec.size === 0) await «${del};`, "cached: Site"),
    "Go on with `live`, which is what the server has, not with `cached`",
    "if (live.spec.size === 0)",
  ],
  [
    "a read from the cache",
    "FL2010",
    defined('    const pod = await «kube.get<Pod>("v1", "Pod", key);\n    await kube.updateStatus({ ...site, status: pod.status });'),
    "Read Pod from the server, not from the cache",
    'kube.get<Pod>("v1", "Pod", key, { fresh: true })',
  ],
  [
    "a list from the cache",
    "FL2012",
    defined('    const pods = await kube.list("v1", "Pod", { namespace });\n    await «kube.create(pod);'),
    "Read Pod from the server, not from the cache",
    'kube.list("v1", "Pod", { fresh: true, namespace })',
  ],
  [
    "an error that is written down",
    "FL2009",
    tagged("  try {\n    await «core.createNamespacedSecret({ namespace, body });\n  } catch (error) {\n    console.error(error);\n  }"),
    "Throw the error again, so that the reconcile is tried again",
    "    console.error(error);\n    throw error;\n",
  ],
  [
    "an error without a name, and a return",
    "FL2009",
    tagged("  try {\n    await «core.createNamespacedSecret({ namespace, body });\n  } catch {\n    return;\n  }"),
    "Throw the error again, so that the reconcile is tried again",
    "catch (error) {\n    throw error;\n  }",
  ],
  [
    "two promises that nobody waits for",
    "FL2009",
    tagged("  «core.createNamespacedSecret({ namespace, body });\n  core.createNamespacedConfigMap({ namespace, body });"),
    "Add `await` (in 2 places)",
    "  await core.createNamespacedSecret({ namespace, body });\n  await core.createNamespacedConfigMap({ namespace, body });",
  ],
  [
    "forEach with promises",
    "FL2009",
    tagged("  names.forEach(async (name) => {\n    await «core.createNamespacedSecret({ namespace, body: of(name) });\n  });"),
    "Use `for … of`, which waits for each",
    "  for (const name of names) {\n    await core.createNamespacedSecret({ namespace, body: of(name) });\n  }\n",
  ],
  [
    "what is done although it failed",
    "FL2007",
    defined("    try {\n      await disk.wipe();\n    } finally {\n      «await kube.update(freed);\n    }"),
    "Only do it when what is before it has succeeded",
    "    await disk.wipe();\n    await kube.update(freed);\n",
  ],
  [
    "an object without an owner",
    "FL2007",
    tagged("  const metadata = { name: site.metadata.name };\n  await «core.createNamespacedSecret({ namespace, body: { metadata } });"),
    "Make the resource the owner of what it creates",
    'ownerReferences: [{ apiVersion: "a.io/v1", kind: "Site", name: site.metadata.name, uid: site.metadata.uid, controller: true }] };',
  ],
  [
    "a deletion of whatever has the label",
    "FL2006",
    tagged("  for (const { metadata } of spare) await «core.deleteNamespacedSecret({ namespace, name: metadata!.name! });"),
    "Only those that the resource owns",
    "of spare.filter((each) => each.metadata?.ownerReferences?.some((owner) => owner.uid === site.metadata.uid)))",
  ],
  [
    "a write to what has the right name",
    "FL2006",
    tagged(
      "  const old = await core.readNamespacedSecret({ name, namespace });\n  if (old.data !== data)\n    await «core.replaceNamespacedSecret({ name, namespace, body: old });",
    ),
    "Leave alone what the resource does not own",
    "if (!old?.metadata?.ownerReferences?.some((owner) => owner.uid === site.metadata.uid)) return;",
  ],
  [
    "a finalizer that comes too late",
    "FL2008",
    defined("    await «disk.make();\n    await addFinalizer(kube, site, finalizer);"),
    "Put the finalizer there first",
    "    await addFinalizer(kube, site, finalizer);\n    await disk.make();\n",
  ],
  [
    "all finalizers at once",
    "FL2008",
    `const finalizer = "a.io/x";\n${tagged("  await «setFinalizers(site, []);")}`,
    "Take only the own finalizer away",
    "setFinalizers(site, (site.metadata.finalizers ?? []).filter((each) => each !== finalizer))",
  ],
  [
    "a finalizer with two spellings",
    "FL2008",
    `const finalizer = "a.io/claim";\nconst oldFinalizer = "a.io/claims";\n${tagged("  await «remove(site, oldFinalizer);")}`,
    "Use `finalizer` here, too",
    "remove(site, finalizer)",
  ],
  [
    "an object of the informer's that is changed",
    "FL2106",
    tagged("  «site.status = {};"),
    "Work on a copy of `site`",
    "{\n  site = structuredClone(site);\n  site.status",
  ],
  [
    "a part of it that has a name of its own",
    "FL2106",
    tagged("  «spec.size = 1;", "{ spec, metadata: { name } }: Site"),
    "Work on a copy of the parameter",
    "(event: Site): Promise<void> {\n  const { spec, metadata: { name } } = structuredClone(event);\n  spec.size",
  ],
  [
    "what a cache has shown",
    "FL2106",
    `const pods = makeInformer(config, "/api/v1/pods", list);\n${tagged('  for (const pod of pods.list("a").filter(isOurs)) {\n    const labels = pod.metadata!.labels!;\n    «labels.seen = "yes";\n  }')}`,
    'Work on a copy of what `pods.list("a")` finds',
    'of structuredClone(pods.list("a")).filter(isOurs)',
  ],
  [
    "objects that are made for the resource, of a kind that is not declared",
    "FL2004",
    tagged("  «await core.createNamespacedSecret({ namespace, body: { metadata: { ownerReferences: [{ uid, controller: true }] } } });"),
    "Declare that it owns Secret objects: what befalls them starts a reconcile (watch them, too)",
    " * @reconcile a.io/v1 Site\n * @owns v1 Secret\n * @sample",
  ],
  [
    "the same beside others that are",
    "FL2001",
    tagged(
      "  «await core.createNamespacedSecret({ namespace, body: { metadata: { ownerReferences: [{ uid, controller: true }] } } });",
    ).replace(" * @sample", " * @owns v1 Service\n * @sample"),
    "Declare that it owns Secret objects: what befalls them starts a reconcile (watch them, too)",
    " * @owns v1 Service, v1 Secret\n",
  ],
  [
    "the same in a definition",
    "FL2004",
    defined(
      `    const secret = await «kube.get("v1", "Secret", request);\n    if (!secret) await kube.create({ ...one, ownerReferences: [ownerReference(site)] });`,
    ),
    "Declare that it owns Secret objects: what befalls them starts a reconcile (watch them, too)",
    `resource: { apiVersion: "a.io/v1", kind: "Site" },\n  owns: [{ apiVersion: "v1", kind: "Secret" }],`,
  ],
  [
    "work that is left out because the status says that it was done",
    "FL2004",
    tagged(
      '  if (site.metadata.deletionTimestamp) return;\n  if (site.status?.phase === "Done") return;\n  «await core.createNamespacedSecret({ namespace, body });',
    ),
    "Do the work whatever the status says of it (line 10)",
    "deletionTimestamp) return;\n  await core",
  ],
  [
    "a name that the server chooses",
    "FL2011",
    tagged("  await «core.createNamespacedSecret({ namespace, body: { metadata: { generateName: `${name}-` } } });"),
    "Name it after its owner instead of letting the server choose, so that it is made once",
    "metadata: { name: `${name}-${site.metadata.uid.slice(0, 8)}` } } }).catch((error: { code?: number }) => {\n    if (error.code !== 409) throw error;\n  });",
  ],
];

for (const row of rows) test(`mend: ${row[0]}`, () => assert.equal(wrongWith(row), undefined));

test("mend: what hears of deletions goes on without asking", () => {
  const text = `  if (site.spec.size === 0) await «${del};`;
  const titles = (marked: string) => attempts("FL2005", marked).fixes.map(({ title }) => title);
  assert.ok(titles(tagged(text)).some((title) => title.startsWith("Ask the server")));
  assert.ok(!titles(tagged(text, "site: Site, event: string")).some((title) => title.startsWith("Ask the server")));
});

test("mend: no attempts at what no edit of one place mends", () => {
  assert.deepEqual(attempts("FL2011", tagged("  await «core.createNamespacedSecret({ namespace, body });")).fixes, []);
  assert.deepEqual(attempts("FL2004", tagged("  const half = ;«")).fixes, []);
});
