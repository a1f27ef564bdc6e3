import assert from "node:assert/strict";
import { test } from "node:test";
import { ScenarioStore } from "./store.ts";
import { statusOf } from "./test-statuses.ts";

const at = (line: number) => ({ range: { start: { line, character: 0 }, end: { line, character: 4 } } });

test("store: lists by file, then by position", () => {
  const store = new ScenarioStore();
  store.apply({
    scenarios: [
      statusOf({ uri: "file:///b", scenario: "b" }),
      statusOf({ uri: "file:///a", scenario: "late", ...at(9) }),
      statusOf({ uri: "file:///a", scenario: "early", ...at(1) }),
    ],
  });
  assert.deepEqual(
    store.all().map((status) => status.scenario),
    ["early", "late", "b"],
  );
});

test("store: a message is complete for its files, and leaves others alone", () => {
  const store = new ScenarioStore();
  store.apply({ scenarios: [statusOf({ uri: "file:///a" }), statusOf({ uri: "file:///b" })] });
  store.apply({ scenarios: [statusOf({ uri: "file:///a", scenario: "renamed" })] });
  assert.equal(store.find({ uri: "file:///a", scenario: "load" }), undefined);
  assert.equal(store.of("file:///b").length, 1);
});

test("store: a file without scenarios goes, and listeners hear of it once", () => {
  const store = new ScenarioStore();
  store.apply({ scenarios: [statusOf({ uri: "file:///a" })] });
  const heard: (readonly string[])[] = [];
  const end = store.onChange((uris) => heard.push(uris));
  store.apply({ scenarios: [], uris: ["file:///a"] });
  store.apply({ scenarios: [] });
  end();
  store.apply({ scenarios: [statusOf()] });
  assert.deepEqual(heard, [["file:///a"]]);
  assert.deepEqual(store.of("file:///a"), []);
});

test("store: replaceAll forgets files that are not named", () => {
  const store = new ScenarioStore();
  store.apply({ scenarios: [statusOf({ uri: "file:///a" }), statusOf({ uri: "file:///b" })] });
  store.replaceAll([statusOf({ uri: "file:///b" })]);
  assert.deepEqual(store.uris(), ["file:///b"]);
});
