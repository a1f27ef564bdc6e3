import assert from "node:assert/strict";
import { test } from "node:test";
import { nodeOptions } from "./children.ts";

test("children: NODE_OPTIONS keep what is there and load the agent once", () => {
  assert.equal(nodeOptions(undefined, "/a b/preload.cjs"), '--require "/a b/preload.cjs"');
  assert.equal(nodeOptions(" ", "/p.cjs"), '--require "/p.cjs"');
  assert.equal(nodeOptions("--max-old-space-size=100", '/q"\\.cjs'), '--max-old-space-size=100 --require "/q\\"\\\\.cjs"');
  const once = nodeOptions("--trace-warnings", "/p.cjs");
  assert.equal(nodeOptions(once, "/p.cjs"), once);
});
