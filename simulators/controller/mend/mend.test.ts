import assert from "node:assert/strict";
import { test } from "node:test";
import typescript from "typescript";
import type { Code, Fix, Problem } from "../../../protocol/problem.ts";
import type { Step } from "../../../protocol/trace.ts";
import { lineStarts, offsetAt, rangeBetween } from "../../core/lines.ts";
import type { Outcome } from "../../core/simulator.ts";
import { mend } from "./index.ts";

const client = `import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
const config = new KubeConfig();
const core = config.makeApiClient(CoreV1Api);
`;
const tags = "/**\n * @reconcile a.io/v1 Site\n * @sample ./a.yaml\n */\n";
const tagged = (text: string, parameter = "site: Site"): string =>
  `${client}${tags}export async function reconcile(${parameter}): Promise<void> {\n${text}\n}\n`;
const defined = (text: string): string => `import { defineController } from "faultline/controller";
export default defineController({
  name: "site",
  resource: { apiVersion: "a.io/v1", kind: "Site" },
  sample: "./a.yaml",
  async reconcile(request, kube) {
${text}
  },
});
`;

/** A problem at `«`, of a run that makes all calls of the text with an outdated cache. */
function attempts(code: Code, marked: string): { readonly text: string; readonly fixes: readonly Fix[] } {
  const text = marked.replace("«", "");
  const lines = lineStarts(text);
  const at = (offset: number) => ({ path: "a.ts", range: rangeBetween(lines, offset, offset + 1) });
  const calls = [...text.matchAll(/\b(?:core|custom|kube)\.\w+[<(]/g)].map(
    ({ index }): Step => ({ lane: "controller", action: "call", message: "", changes: [], at: at(index) }),
  );
  const steps: Step[] = [{ lane: "faults", action: "behind", message: "", changes: [] }, ...calls];
  const problem: Problem = { code, severity: "error", message: "", ...at(marked.indexOf("«")), related: [], trace: 0 };
  const trace = {
    schema: "faultline-trace/1",
    simulator: "controller",
    scenario: "a",
    path: "a.ts",
    inputs: "",
    title: "",
    lanes: [],
  } as const;
  const outcome: Outcome = {
    verdict: "violated",
    properties: [],
    problems: [problem],
    traces: [{ ...trace, initial: {}, steps, subject: null }],
    bounds: {},
    stats: { states: 1, transitions: 1, executions: 1, complete: true },
  };
  return { text, fixes: mend({ path: "a.ts", text, typescript: () => typescript }, problem, outcome) };
}

function applied(text: string, { edits }: Fix): string {
  const lines = lineStarts(text);
  return edits
    .map(({ range, newText }) => ({ start: offsetAt(lines, text, range.start), end: offsetAt(lines, text, range.end), newText }))
    .sort((a, b) => b.start - a.start)
    .reduce((now, { start, end, newText }) => now.slice(0, start) + newText + now.slice(end), text);
}

const isValid = (text: string): boolean => {
  const source = typescript.createSourceFile("a.ts", text, typescript.ScriptTarget.ESNext) as {
    readonly parseDiagnostics?: readonly unknown[];
  };
  return (source.parseDiagnostics ?? []).length === 0;
};

const del = "core.deleteNamespacedSecret({ name, namespace })";
const rows: readonly (readonly [what: string, code: Code, text: string, title: string, wanted: string])[] = [
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
    "a failure that is only written down behind a promise",
    "FL2004",
    tagged("  await Promise.all([«core.createNamespacedSecret({ namespace, body }), more()]).catch((error) => console.error(error));"),
    "Let the failure through, so that the reconcile is tried again",
    ".catch((error) => { console.error(error); throw error; });",
  ],
  [
    "a failure that a function of another object takes",
    "FL2009",
    tagged("  await «core.createNamespacedSecret({ namespace, body }).catch(console.error);"),
    "Let the failure through, so that the reconcile is tried again",
    "  await core.createNamespacedSecret({ namespace, body });\n",
  ],
  [
    "promises of which nobody asks how they ended",
    "FL2009",
    tagged("  await Promise.allSettled([«core.createNamespacedSecret({ namespace, body }), more()]);"),
    "Let the failure through, so that the reconcile is tried again",
    "  await Promise.all([core.createNamespacedSecret",
  ],
  [
    "an error in place of which something is answered",
    "FL2009",
    tagged(
      "  try {\n    return await «core.createNamespacedSecret({ namespace, body });\n  } catch (error) {\n    log(error);\n    return undefined;\n  }",
    ),
    "Throw the error again, so that the reconcile is tried again",
    "    log(error);\n    throw error;\n  }",
  ],
  [
    "a conflict that is tried again for ever",
    "FL2001",
    tagged(
      "  for (;;) {\n    try {\n      await «core.replaceNamespacedSecret({ name, namespace, body });\n      return;\n    } catch (error) {\n      if (!isConflict(error)) throw error;\n    }\n  }",
    ),
    "Leave it to the next reconcile, which reads anew, to try again",
    "    } catch (error) {\n      throw error;\n    }",
  ],
  [
    "work that is left out because the process remembers it",
    "FL2004",
    `const done = new Set<string>();\n${tagged("  if (done.has(uid)) return;\n  done.add(uid);\n  await «core.createNamespacedSecret({ namespace, body });")}`,
    "Do the work whatever `done` remembers of it",
    "Promise<void> {\n  await core.createNamespacedSecret",
  ],
  [
    "the same where the memory is used for something else, too",
    "FL2009",
    `const done = new Map<string, number>();\n${tagged("  if (done.get(uid) === 1) return;\n  done.set(uid, 1);\n  await «core.createNamespacedSecret({ namespace, body: of(done.size) });")}`,
    "Do the work whatever `done` remembers of it",
    "Promise<void> {\n  done.set(uid, 1);\n  await core",
  ],
  [
    "the same where another file remembers it",
    "FL2002",
    `import { isDone, note } from "./done.ts";\n${tagged("  if (isDone(uid)) return;\n  await «core.createNamespacedSecret({ namespace, body });\n  note(uid);\n  note(other);")}`,
    "Do the work whatever `isDone` remembers of it",
    "Promise<void> {\n  await core.createNamespacedSecret({ namespace, body });\n  note(other);\n}",
  ],
  [
    "a name that the server chooses",
    "FL2011",
    tagged("  await «core.createNamespacedSecret({ namespace, body: { metadata: { generateName: `${name}-` } } });"),
    "Name it after its owner instead of letting the server choose, so that it is made once",
    "metadata: { name: `${name}-${site.metadata.uid.slice(0, 8)}` } } }).catch((error: { code?: number }) => {\n    if (error.code !== 409) throw error;\n  });",
  ],
];

for (const [what, code, marked, title, wanted] of rows)
  test(`mend: ${what}`, () => {
    const { text, fixes } = attempts(code, marked);
    const fix = fixes.find((each) => each.title === title);
    assert.ok(fix, `no such fix among: ${fixes.map((each) => each.title).join("; ")}`);
    const mended = applied(text, fix);
    assert.ok(mended.includes(wanted), mended);
    for (const each of fixes) assert.ok(isValid(applied(text, each)), `${each.title}: ${applied(text, each)}`);
  });

test("mend: what hears of deletions goes on without asking, and a plural that only a definition knows is not guessed", () => {
  const text = `  if (site.spec.size === 0) await «${del};`;
  const titles = (marked: string) => attempts("FL2005", marked).fixes.map(({ title }) => title);
  assert.ok(titles(tagged(text)).some((title) => title.startsWith("Ask the server")));
  assert.ok(!titles(tagged(text, "site: Site, event: string")).some((title) => title.startsWith("Ask the server")));
  assert.ok(!titles(tagged(text).replace("@sample ./a.yaml", "@crd ./a.yaml")).some((title) => title.startsWith("Ask the server")));
});

test("mend: no attempts at what no edit of one place mends", () => {
  assert.deepEqual(attempts("FL2011", tagged("  await «core.createNamespacedSecret({ namespace, body });")).fixes, []);
  assert.deepEqual(attempts("FL2004", tagged("  const half = ;«")).fixes, []);
});
