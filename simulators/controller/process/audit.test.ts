import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../protocol/json.ts";
import { unlimited } from "../../core/budget.ts";
import { Places } from "../../core/places.ts";
import type { ProcessOptions } from "./options.ts";
import { Reconciler } from "./reconciler.ts";
import { bundle, resourceOf } from "./testing/bundle.ts";
import { ProcessStopped } from "../../core/program/stopped.ts";
import type { ReconcileInput } from "./types.ts";
import { UserProcess } from "./user-process.ts";

const resource: JsonObject = { apiVersion: "x.example.com/v1", kind: "Thing", metadata: { name: "a", namespace: "n" }, spec: { size: 1 } };
const input: ReconcileInput = { kind: "tagged", resource, event: "MODIFIED" };
const client = `
import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
const core = new KubeConfig().makeApiClient(CoreV1Api);
const read = (name) => core.readNamespacedSecret({ name, namespace: "n" });
let ready = false;
export async function reconcile(thing) {
`;

/** The call itself is made there. */
const readLine = 3;

interface Machines {
  /** `process.env.RUN` of the second machine; of the first one it is "1". */
  readonly run: string;
  readonly budget?: ProcessOptions["budget"];
}

/** A process that has asked for a secret and got an answer, with a second machine that may be another one. */
async function processOf(body: string, { run, budget = unlimited() }: Machines): Promise<UserProcess> {
  const program = await bundle(`${client}${body}\n}`, ["reconcile"]);
  const places = new Places(program);
  let made = 0;
  const process = new UserProcess(() => {
    made += 1;
    const options = { style: "tagged", entry: "reconcile", client: "1.x", resourceOf } as const;
    const reconciler = new Reconciler(
      program,
      made === 1 ? { ...options, environment: { RUN: "1" }, budget: unlimited() } : { ...options, environment: { RUN: run }, budget },
      places,
    );
    reconciler.load();
    return reconciler;
  });
  const strand = process.start(input);
  const end =
    strand.pending.length > 0 ? process.answer(strand, 0, { kind: "answer", code: 200, body: { metadata: { name: "a" } } }) : strand;
  process.start(input, end.memory);
  return process;
}

const line = (process: UserProcess): readonly unknown[] => {
  const failure = process.audit();
  return [failure?.code, failure?.at?.range.start.line];
};

test("audit: code that does the same again is not spoken of, whatever it draws and remembers", async () => {
  const process = await processOf('await read("a");\nready = !ready;\nawait read("b" + crypto.randomUUID());', { run: "1" });
  const before = process.stats.runs;
  assert.equal(process.audit(), undefined);
  assert.equal(process.audit(), undefined);
  assert.equal(process.stats.runs, before, "it is another machine that runs");
});

test("audit: another call is told where it is made", async () => {
  const process = await processOf("await read(process.env.RUN);", { run: "2" });
  assert.deepEqual(line(process), ["FL0003", readLine]);
});

test("audit: so are a call that is missing and another ending", async () => {
  const fewer = await processOf('if (process.env.RUN === "1") await read("a");', { run: "2" });
  assert.deepEqual(line(fewer)[0], "FL0003");
  const ending = await processOf('if (process.env.RUN === "2") throw new Error("other");', { run: "2" });
  assert.deepEqual(line(ending)[0], "FL0003");
});

test("audit: steps that cannot even be taken again are a difference", async () => {
  const process = await processOf('await read("a");\nif (process.env.RUN === "2") fetch("http://127.0.0.1:9");', { run: "2" });
  assert.deepEqual(line(process), ["FL0003", readLine]);
});

test("audit: a limit that strikes is no difference", async () => {
  const process = await processOf('await read("a");', { run: "1", budget: { ...unlimited(), stop: () => "time" } });
  assert.throws(
    () => process.audit(),
    (error: unknown) => error instanceof ProcessStopped && error.failure.limit === "time",
  );
});
