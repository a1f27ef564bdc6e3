import assert from "node:assert/strict";
import { test } from "node:test";
import { replayFolder } from "./run.ts";

declare const __ROOT__: string;
const folder = `${__ROOT__}/test/conformance/recordings`;

const everything = { profiles: [], kinds: [], seeds: [], skippedTags: [], ignoredTags: ["step"], limit: 1_000_000 };

// The rest of the recordings takes longer: `npm run conformance -- test/conformance/recordings`.
for (const [flavour, every] of [
  ["store", 8],
  ["gc", 4],
] as const) {
  test(`conformance: recorded answers of a real API server (${flavour}, one in ${every})`, async () => {
    const { sequences, differences } = await replayFolder(folder, folder, { ...everything, flavour, every, skippedTags: ["race"] });
    assert.ok(sequences > 50, `${sequences} sequences`);
    assert.deepEqual(differences, []);
  });
}

// Pages after a compaction, evictions, several versions of a custom resource and the like: what the drawn sequences do not reach.
test("conformance: recorded answers of a real API server (scripted)", async () => {
  const { sequences, differences } = await replayFolder(folder, folder, { ...everything, profiles: ["scripted"] });
  assert.ok(sequences > 20, `${sequences} sequences`);
  assert.deepEqual(differences, []);
});
