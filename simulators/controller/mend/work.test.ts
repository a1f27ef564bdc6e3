import assert from "node:assert/strict";
import { test } from "node:test";
import { attempts, defined, type Row, tagged, wrongWith } from "./testing/rows.ts";

const rows: readonly Row[] = [
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
    "two objects, of which the first is asked for",
    "FL2004",
    tagged(
      "  if (!(await exists(core.readNamespacedSecret({ name, namespace })))) {\n    await «core.createNamespacedSecret({ namespace, body: one });\n    await core.createNamespacedSecret({ namespace, body: two });\n  }",
    ),
    "Create each by itself, and take one that is there already (409) for created",
    `Promise<void> {
  await core.createNamespacedSecret({ namespace, body: one }).catch((error: { code?: number }) => {
    if (error.code !== 409) throw error;
  });
  await core.createNamespacedSecret({ namespace, body: two }).catch((error: { code?: number }) => {
    if (error.code !== 409) throw error;
  });
}`,
  ],
  [
    "the same with a return, and one creation of which the failure is looked at",
    "FL2004",
    tagged(
      "  const old = await core.readNamespacedSecret(name, namespace);\n  if (old.body) return;\n  await «core.createNamespacedSecret(namespace, one);\n  await core.createNamespacedSecret(namespace, two).catch(ignore);",
    ),
    "Create each by itself, and take one that is there already (409) for created",
    `(name, namespace);
  await core.createNamespacedSecret(namespace, one).catch((error: { statusCode?: number }) => {
    if (error.statusCode !== 409) throw error;
  });
  await core.createNamespacedSecret(namespace, two).catch(ignore);`,
  ],
  [
    "two writes of which the first is compared",
    "FL2004",
    tagged(
      "  if (current.data !== data) {\n    await «core.patchNamespacedConfigMap({ name, namespace, body });\n    const template = of(data);\n    await core.patchNamespacedPod({ name, namespace, body: template });\n  }",
    ),
    "Do the rest first, and last what shows that all is done",
    `    const template = of(data);
    await core.patchNamespacedPod({ name, namespace, body: template });
    await core.patchNamespacedConfigMap({ name, namespace, body });
  }`,
  ],
  [
    "the same in the framework, through functions",
    "FL2004",
    `const mark = (kube: Kube, node: Node) => kube.patch("v1", "Node", key(node), free);\n${defined(
      '    const set = await kube.get("apps/v1", "StatefulSet", request);\n    await «kube.update({ ...set, spec });\n    await mark(kube, node);',
    )}`,
    "Do the rest first, and last what shows that all is done",
    "    await mark(kube, node);\n    await kube.update({ ...set, spec });",
  ],
  [
    "a deletion of what has gone",
    "FL2008",
    tagged(
      "  await «core.deleteNamespacedSecret({ name, namespace });\n  await core.deleteNamespacedPod({ name, namespace }).catch(ignore);",
    ),
    "Take 404 for deleted",
    `  await core.deleteNamespacedSecret({ name, namespace }).catch((error: { code?: number }) => {
    if (error.code !== 404) throw error;
  });
  await core.deleteNamespacedPod({ name, namespace }).catch(ignore);`,
  ],
  [
    "a read of what is not there",
    "FL2001",
    tagged("  const old = await «core.readNamespacedSecret({ name, namespace });\n  if (!old) await make();"),
    "Take 404 for nothing there",
    "core.readNamespacedSecret({ name, namespace }).catch((error: { code?: number }) => {\n    if (error.code !== 404) throw error;\n    return undefined;\n  });",
  ],
  [
    "a creation of what is there",
    "FL2001",
    defined('    await «kube.create({ apiVersion: "v1", kind: "Secret", metadata });'),
    "Take 409 for created",
    "metadata }).catch((error: { code?: number }) => {\n      if (error.code !== 409) throw error;\n    });",
  ],
  [
    "what is done for one kind of event",
    "FL2003",
    tagged(
      '  if (!old) {\n    await «core.createNamespacedSecret({ namespace, body });\n  } else if (event === "MODIFIED" && old.isOld) {\n    await core.patchNamespacedSecret(kick);\n  }\n  await core.deleteNamespacedPod({ name, namespace });',
      "site: Site, event: string",
    ),
    "Do not go by the kind of the event",
    "body });\n  }\n  await core.deleteNamespacedPod",
  ],
];

for (const row of rows) test(`mend: ${row[0]}`, () => assert.equal(wrongWith(row), undefined));

test("mend: what is read without a question stays a failure, and a deletion is told by its event", () => {
  const titles = (text: string) => attempts("FL2001", tagged(text)).fixes.map(({ title }) => title);
  assert.deepEqual(titles("  const old = await «core.readNamespacedSecret({ name, namespace });\n  use(old.data);"), []);
  const deleted = tagged(
    '  if (event === "DELETED") return;\n  await «core.createNamespacedSecret({ namespace, body });',
    "site: Site, event: string",
  );
  assert.ok(!attempts("FL2003", deleted).fixes.some(({ title }) => title.startsWith("Do not go by")));
});

test("mend: what is created stays behind its question where its answer is used, or where it is the only one", () => {
  const titles = (text: string) => attempts("FL2004", tagged(text)).fixes.map(({ title }) => title);
  const question = "  if (await exists(core.readNamespacedSecret({ name, namespace }))) return;\n";
  const create = "core.createNamespacedSecret({ namespace, body })";
  const isThere = (text: string): boolean => titles(question + text).some((title) => title.startsWith("Create each by itself"));
  assert.ok(isThere(`  await «${create};\n  await ${create};`));
  assert.ok(!isThere(`  await «${create};`));
  assert.ok(!isThere(`  const one = await «${create};\n  await ${create};`));
});
