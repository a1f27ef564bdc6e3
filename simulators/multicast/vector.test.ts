import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { answerVector, checkVector } from "./vector.ts";

declare const __ROOT__: string;
const folder = join(__ROOT__, "test/vectors/multicast");
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
const read = (file: string): Record<string, unknown> => JSON.parse(readFileSync(join(folder, file), "utf8")) as Record<string, unknown>;

test("vectors: there are some", () => assert.ok(files.length >= 8));

for (const file of files) {
  test(`vector ${file}: every field agrees`, () => assert.deepEqual(checkVector(read(file)).differences, []));
  test(`vector ${file}: the answer does not look at what is expected`, () => {
    const { expect: _, ...blind } = read(file);
    assert.deepEqual(answerVector(blind), answerVector(read(file)));
  });
}
