import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { JsonObject } from "../../../protocol/json.ts";
import { Store } from "../fake/store.ts";

const path = "/api/v1/namespaces/shop/configmaps";

class Pages {
  readonly store = new Store({ seed: 1, start: 0, clock: "versions", controllers: [], history: Number.POSITIVE_INFINITY });

  constructor(names: readonly string[]) {
    this.store.request({
      method: "POST",
      path: "/api/v1/namespaces",
      body: { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } },
    });
    for (const name of names) this.put(name);
  }

  put(name: string): void {
    this.store.request({ method: "POST", path, body: { apiVersion: "v1", kind: "ConfigMap", metadata: { name } } });
  }

  remove(name: string): void {
    this.store.request({ method: "DELETE", path: `${path}/${name}` });
  }

  list(query: Readonly<Record<string, string>>): { readonly code: number; readonly names: readonly string[]; readonly next: string } {
    const { code, body = {} } = this.store.request({ method: "GET", path, query });
    const { continue: next = "" } = body["metadata"] as { readonly continue?: string };
    const items = (body["items"] ?? []) as readonly (JsonObject & { readonly metadata: { readonly name: string } })[];
    return { code, names: items.map(({ metadata }) => metadata.name), next };
  }

  /** All pages from here on; `between` runs before each. */
  rest(limit: number, next: string, between: () => void = () => {}): readonly string[] {
    if (next === "") return [];
    between();
    const page = this.list({ limit: String(limit), continue: next });
    assert.equal(page.code, 200);
    return [...page.names, ...this.rest(limit, page.next, between)];
  }
}

const names = fc.uniqueArray(fc.constantFrom(..."a b c d e f g h i j".split(" ")), { minLength: 1, maxLength: 8 });
const changes = fc.array(fc.record({ name: fc.constantFrom(..."a b c d e f g h i j k".split(" ")), isGone: fc.boolean() }), {
  maxLength: 12,
});

test("pages: together they are the content at the time of the first, whatever is written between them", () => {
  fc.assert(
    fc.property(names, changes, fc.integer({ min: 1, max: 4 }), (first, wanted, limit) => {
      const pages = new Pages(first);
      const left = [...wanted];
      const change = (): void => {
        for (const { name, isGone } of left.splice(0, 2))
          if (isGone) pages.remove(name);
          else pages.put(name);
      };
      const { names: shown, next } = pages.list({ limit: String(limit) });
      assert.deepEqual([...shown, ...pages.rest(limit, next, change)], [...first].sort());
    }),
  );
});

test("pages: after a compaction a page is refused, and its new token shows what is there now behind the last one", () => {
  fc.assert(
    fc.property(names, changes, fc.integer({ min: 1, max: 4 }), (first, wanted, limit) => {
      const pages = new Pages(first);
      const { names: shown, next } = pages.list({ limit: String(limit) });
      fc.pre(next !== "");
      for (const { name, isGone } of wanted)
        if (isGone) pages.remove(name);
        else pages.put(name);
      pages.put("compacted");
      pages.store.compact();
      const refused = pages.list({ limit: String(limit), continue: next });
      assert.equal(refused.code, 410);
      const last = shown.at(-1) ?? "";
      assert.deepEqual(
        pages.rest(limit, refused.next),
        pages.list({}).names.filter((name) => last < name),
      );
    }),
  );
});
