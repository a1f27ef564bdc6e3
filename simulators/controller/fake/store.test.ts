import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { ApiAnswer, StoredObject } from "../cluster/types.ts";
import { Store } from "./store.ts";

const newStore = (history = 1000): Store => new Store({ seed: 1, start: 0, clock: "stands", controllers: [], history });

/** A store with a namespace. */
function furnished(history?: number): Store {
  const store = newStore(history);
  store.request({ method: "POST", path: "/api/v1/namespaces", body: { metadata: { name: "shop" } } });
  return store;
}

const path = "/api/v1/namespaces/shop/configmaps";
const put = (store: Store, name: string, value: string): void => {
  const body = { metadata: { name }, data: { value } };
  if (store.request({ method: "POST", path, body }).code === 409) store.request({ method: "PUT", path: `${path}/${name}`, body });
};
const versionOf = ({ body }: ApiAnswer): string => (body as { metadata: { resourceVersion: string } }).metadata.resourceVersion;

const write = fc.record({ name: fc.constantFrom("a", "b", "c"), value: fc.constantFrom("1", "2"), isRemoved: fc.boolean() });

test("every version that is remembered can be read as it was", () => {
  fc.assert(
    fc.property(fc.array(write, { maxLength: 20 }), (writes) => {
      const store = furnished();
      const seen: { readonly version: string; readonly objects: readonly StoredObject[] }[] = [];
      for (const { name, value, isRemoved } of writes) {
        if (isRemoved) store.request({ method: "DELETE", path: `${path}/${name}` });
        else put(store, name, value);
        seen.push({ version: versionOf(store.request({ method: "GET", path })), objects: store.cluster.list("/configmaps") });
      }
      for (const { version, objects } of seen) assert.deepEqual(store.environment.at?.(version)?.list("/configmaps"), objects);
    }),
  );
});

test("only so many changes are remembered: a watch from before them is told 410, one from within them misses none", () => {
  const store = furnished(5);
  for (let count = 0; count < 40; count += 1) put(store, "a", String(count));
  const current = Number(versionOf(store.request({ method: "GET", path })));
  const since = (version: number) => {
    const watch = store.watch({ method: "GET", path, query: { watch: "true", resourceVersion: String(version) } }, () => {});
    assert.ok("first" in watch);
    watch.close();
    return watch.first.map(({ type, object }) => (type === "ERROR" ? object["code"] : type));
  };
  assert.deepEqual(since(current), []);
  assert.deepEqual(since(current - 5), Array(5).fill("MODIFIED"));
  assert.deepEqual(since(current - 30), [410]);
  assert.equal(store.environment.at?.(String(current - 30)), undefined);
});

test("a page goes on in the version of the first one, whatever has happened since", () => {
  const store = furnished();
  for (const name of ["a", "b", "c"]) put(store, name, "1");
  const first = store.request({ method: "GET", path, query: { limit: "1" } });
  const { continue: token } = (first.body as { metadata: { continue: string } }).metadata;
  store.request({ method: "DELETE", path: `${path}/b` });
  put(store, "bb", "1");
  put(store, "c", "2");
  const { items } = store.request({ method: "GET", path, query: { continue: token } }).body as unknown as { items: StoredObject[] };
  assert.deepEqual(
    items.map(({ metadata, ...rest }) => [metadata.name, (rest as unknown as { data: { value: string } }).data.value]),
    [
      ["b", "1"],
      ["c", "1"],
    ],
  );
});

test("a watch that is closed is told nothing more", () => {
  const store = furnished();
  const told: string[] = [];
  const watch = store.watch({ method: "GET", path, query: { watch: "true" } }, ({ type }) => told.push(type));
  assert.ok("first" in watch);
  put(store, "a", "1");
  watch.close();
  put(store, "b", "1");
  assert.deepEqual(told, ["ADDED"]);
});
