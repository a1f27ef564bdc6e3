import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Json, JsonObject } from "../../../protocol/json.ts";
import type { CallRequest, Process } from "../process/types.ts";
import { processOf } from "../process/testing/bundle.ts";
import { methodNames, methodOf } from "./methods.ts";
import { methods } from "./tables/methods.ts";
import { recordedNow, recordedOld } from "./testing/recorded.ts";

declare const __ROOT__: string;

interface Samples {
  argumentFor(name: string, bodyType: string | undefined, time: unknown): Json;
  lineOf(request: CallRequest): string;
  hashOf(line: string): string;
}
const samples = (await import(pathToFileURL(join(__ROOT__, "tools/client-node-samples.mjs")).href)) as Samples;

/** Calls whatever method the resource asks for. Times are Dates, as in the client's own types. */
const caller = `
import * as client from "@kubernetes/client-node";
const config = new client.KubeConfig();
config.loadFromDefault();

function revive(value) {
  if (value === "2026-01-02T03:04:05.000Z") return new Date(value);
  if (Array.isArray(value)) return value.map(revive);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revive(item)]));
}

export async function reconcile({ apiClass, method, args }) {
  // Whether Events are read is seen by the text.
  if (apiClass === "listNamespacedEvent") return;
  const api = config.makeApiClient(client[apiClass]);
  console.log(JSON.stringify(await api[method](...revive(args))));
}
`;

interface Parameter {
  readonly name: string;
}

const time = "2026-01-02T03:04:05.000Z";

function sent(process: Process, generation: 0 | 1, apiClass: string, method: JsonObject): CallRequest | undefined {
  const parameters = method[generation === 0 ? "old" : "now"] as unknown as readonly Parameter[];
  const bodyType = method[generation === 0 ? "oldBody" : "nowBody"] as string | undefined;
  const values = parameters.map(({ name }) => [name, samples.argumentFor(name, bodyType, time)] as const);
  const args: Json = generation === 0 ? values.map(([, value]) => value) : [Object.fromEntries(values)];
  const strand = process.start({ kind: "tagged", resource: { apiClass, method: method["name"] as string, args }, event: "ADDED" });
  const target = strand.pending[0]?.target;
  return target?.kind === "api" ? target.request : undefined;
}

for (const [generation, recorded] of [
  [0, recordedOld],
  [1, recordedNow],
] as const) {
  test(`client: every method of every class sends what ${generation === 0 ? "0.22" : "1.4"} sends`, async () => {
    const process = await processOf(caller, { client: generation === 0 ? "0.x" : "1.x" });
    const wrong: string[] = [];
    let count = 0;
    for (const line of recorded.split("\n")) {
      const [apiClass = "", hashes = ""] = line.split(" ");
      const own = [...methodNames(apiClass)]
        .map((name) => methodOf(apiClass, name))
        .filter((method) => method !== undefined)
        .filter((method) => method[generation === 0 ? "old" : "now"] !== undefined);
      assert.equal(hashes.length, own.length * 8, apiClass);
      for (const [index, method] of own.entries()) {
        const request = sent(process, generation, apiClass, method);
        const said = request === undefined ? "nothing" : samples.lineOf(request);
        count += 1;
        if (samples.hashOf(said) !== hashes.slice(index * 8, index * 8 + 8)) wrong.push(`${apiClass}.${method["name"] as string}: ${said}`);
      }
    }
    assert.deepEqual(wrong.slice(0, 10), []);
    assert.equal(count, generation === 0 ? 795 : 887);
  });
}

test("client: the tables have the classes that programs use", () => {
  for (const name of ["CoreV1Api", "AppsV1Api", "BatchV1Api", "CustomObjectsApi", "CoordinationV1Api"]) assert.ok(methods[name], name);
});
