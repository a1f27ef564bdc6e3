import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Ajv, type AnySchemaObject, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";

/**
 * The schema of SARIF 2.1.0 as published; draft 04 differs from draft 07, which ajv reads, only in the name of `id` as far as this schema goes.
 */
export function sarifValidator(): ValidateFunction {
  const folder = dirname(createRequire(import.meta.url).resolve("@microsoft/jest-sarif/package.json"));
  const text = readFileSync(join(folder, "lib/schemas/sarif-2.1.0-rtm.5.json"), "utf8");
  assert.ok(!text.includes("exclusiveM"));
  const { id: _, $schema: __, ...schema } = JSON.parse(text) as AnySchemaObject;
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  (addFormats as unknown as (ajv: Ajv) => void)(ajv);
  return ajv.compile(schema);
}
