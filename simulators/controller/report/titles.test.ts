import assert from "node:assert/strict";
import { test } from "node:test";
import type { Json } from "../../../protocol/json.ts";
import type { StoredObject } from "../cluster/types.ts";
import type { PendingCall } from "../process/types.ts";
import type { CallFault, Finding, FindingDetail, RunStep, StepAction, WrongObject } from "../properties/types.ts";
import type { Setup } from "../world/setup.ts";
import { Names } from "./names.ts";
import type { Told } from "./step-words.ts";
import { titleOf } from "./titles.ts";

const setup: Setup = {
  style: "tagged",
  takesEvent: false,
  resource: { apiVersion: "x.example.com/v1", kind: "Site" },
  owns: [],
  watches: [],
  manages: [],
  retains: [],
  definitions: [],
  sample: { apiVersion: "x.example.com/v1", kind: "Site", metadata: { name: "home", namespace: "web" } },
  world: [],
  edits: [],
  hasDesired: false,
  invariants: [],
  external: [],
  replicas: 1,
  requeue: true,
};
const told: Told = { names: new Names(setup, []), hasProcesses: false, edits: [] };
const reconcile = { process: 0, key: "web/home", number: 0 };

const request = (method: "GET" | "POST" | "DELETE", plural: string, name: string): PendingCall["target"] =>
  method === "POST"
    ? { kind: "api", request: { method, path: `/api/v1/namespaces/web/${plural}`, query: {}, body: { metadata: { name } } } }
    : { kind: "api", request: { method, path: `/api/v1/namespaces/web/${plural}/${name}`, query: {} } };

const stepOf = (action: StepAction, more: Partial<RunStep> = {}): RunStep => ({ choice: 0, action, changes: [], events: [], ...more });

const call = (target: PendingCall["target"], fault?: CallFault, code = 200): StepAction => ({
  kind: "call",
  reconcile,
  call: { call: 0, target, at: [] },
  answer: fault === "answer-lost" ? { kind: "lost" } : { kind: "answer", code, body: {} },
  ...(fault ? { fault } : {}),
});

const start = stepOf({ kind: "start", reconcile, event: "ADDED" });
const secret = request("POST", "secrets", "home");
const missing: WrongObject = { resource: "/configmaps", key: "web/home", problem: "missing", differences: [] };
const end: FindingDetail = { kind: "end", isGone: false };

function title(steps: readonly RunStep[], detail: FindingDetail, more: Partial<Finding> = {}): string {
  const run = { world: "plain", initial: { objects: [], external: {} }, steps } as const;
  return titleOf({ property: "confluent", run, cause: {}, objects: [missing], detail, ...more }, setup, told);
}

const faults: readonly { readonly name: string; readonly step: StepAction; readonly want: string }[] = [
  { name: "crash", step: { kind: "crash", process: 0 }, want: "After a crash right after creating Secret home" },
  { name: "lost answer", step: call(secret, "answer-lost"), want: "When the answer to creating Secret home is lost" },
  { name: "lost request", step: call(secret, "request-lost"), want: "When the request to create Secret home is lost" },
  { name: "refusal", step: call(secret, "refused"), want: "When the server refuses to create Secret home" },
  { name: "cache", step: { kind: "behind", resource: "/secrets", shows: [] }, want: "With an outdated cache of Secrets" },
  { name: "deletion", step: { kind: "delete" }, want: "When the user deletes Site home meanwhile" },
];

for (const { name, step, want } of faults) {
  test(`titleOf: a ${name} stands first, then what is lost`, () => {
    const steps = [start, stepOf(call(secret)), stepOf(step)];
    assert.equal(title(steps, end, { cause: { fault: 2 } }), `${want}, ConfigMap home is missing for ever`);
  });
}

test("titleOf: a crash after a reconcile has ended names no call", () => {
  const ended = stepOf(call(secret), { ending: { kind: "returned" } });
  assert.match(title([start, ended, stepOf({ kind: "crash", process: 0 })], end, { cause: { fault: 2 } }), /^After a crash, /);
});

test("titleOf: of two orders of edits neither is said to be right", () => {
  const image = { ...missing, problem: "different", differences: [{ path: ["data", "image"], expected: "a", actual: "b" }] } as const;
  const steps = [start, stepOf({ kind: "edit", index: 0 })];
  assert.equal(
    title(steps, end, { cause: { fault: 1 }, objects: [image] }),
    "ConfigMap home ends with data.image b or a, depending on when the resource is edited",
    "in the middle of a reconcile",
  );
  assert.equal(
    title([steps[1] as RunStep, start], end, { objects: [image] }),
    "ConfigMap home ends with data.image b or a, depending on when the resource is edited",
    "before the first one",
  );
});

const object: StoredObject = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "home", namespace: "web", uid: "1", resourceVersion: "1" },
};
const changes = [{ resource: "/configmaps", key: "web/home", after: object }];

test("titleOf: what goes on for ever is told by the writes of one round", () => {
  const round = [
    stepOf(call(request("DELETE", "configmaps", "home")), { changes }),
    stepOf(call(request("POST", "configmaps", "home")), { changes }),
  ];
  const run = { world: "plain", initial: { objects: [], external: {} }, steps: round, loop: 0 } as const;
  assert.equal(
    title(round, { kind: "livelock", isFailing: false }, { run }),
    "The cluster never comes to rest: reconcile deletes and creates ConfigMap home, over and over",
  );
  assert.equal(
    title(round, { kind: "growth", reconciles: 9 }, { run }),
    "Every reconcile creates another ConfigMap home: the cluster grows without end",
  );
});

test("titleOf: what fails for ever is told by the call that fails", () => {
  const failing = stepOf(call(request("GET", "secrets", "token"), undefined, 404), {
    ending: { kind: "threw", message: "not found", code: 404 },
  });
  assert.equal(
    title([start, failing], { kind: "livelock", isFailing: true }),
    "Every reconcile of Site home fails: 404 when reading Secret token",
  );
  const own = { ...failing, ending: { kind: "threw", message: "TypeError: x is undefined\n  at a" } } as const;
  assert.equal(
    title([start, own], { kind: "livelock", isFailing: true }),
    "Every reconcile of Site home fails: TypeError: x is undefined, after 404 when reading Secret token",
  );
});

test("titleOf: what fails for ever says why, where the server does", () => {
  const failing = (plural: string, code: number, body: Json): string => {
    const refused: StepAction = { ...call(request("POST", plural, "a")), answer: { kind: "answer", code, body } } as StepAction;
    const step = stepOf(refused, { ending: { kind: "threw", message: "no", code } });
    return title([start, step], { kind: "livelock", isFailing: true });
  };
  const causes = [{ field: "data.a", message: 'Invalid value: {"a: b":1}: must be short' }];
  const ways: readonly (readonly [plural: string, code: number, body: Json, want: string])[] = [
    [
      "secrets",
      422,
      { reason: "Invalid", message: "Secret a is invalid", details: { causes } },
      "422 Invalid when creating Secret a: data.a: must be short",
    ],
    ["secrets", 403, { reason: "Forbidden", message: "it goes" }, "403 Forbidden when creating Secret a: it goes"],
    ["secrets", 409, { reason: "AlreadyExists", message: "there" }, "409 AlreadyExists when creating Secret a"],
    [
      "secrets",
      404,
      { reason: "NotFound", details: { kind: "namespaces", name: "web" } },
      "404 NotFound when creating Secret a: there is no namespace web, unless the sample has one",
    ],
    [
      "gizmos",
      404,
      "404 page not found",
      "404, no such kind when creating gizmos a: name its kind as one that is owned, or give its definition, if the cluster has it",
    ],
  ];
  for (const [plural, code, body, want] of ways) assert.equal(failing(plural, code, body), `Every reconcile of Site home fails: ${want}`);
});

test("titleOf: what a reconcile would still do is said", () => {
  const restless = (objects: readonly WrongObject[]): string => title([start], { kind: "restless" }, { objects });
  assert.equal(restless([{ ...missing, problem: "unexpected" }]), "At rest a reconcile would still create ConfigMap home");
  assert.equal(restless([{ ...missing, problem: "changed" }]), "At rest a reconcile would still change ConfigMap home");
  assert.equal(restless([]), "At rest a reconcile would still write");
});

test("titleOf: a reconcile of another resource is said to be one", () => {
  const action = { ...call(request("DELETE", "pods", "a")), reconcile: { ...reconcile, key: "web/other" } } as StepAction;
  assert.equal(
    title([stepOf(action)], { kind: "foreign", madeBy: "Site web/home" }, { harm: 0 }),
    "Reconcile of Site other deletes Pod a, which belongs to Site home",
  );
});

test("titleOf: what others have made does not stay behind", () => {
  const gone: FindingDetail = { kind: "end", isGone: true };
  const objects = [{ ...missing, problem: "unexpected" }] as const;
  assert.equal(title([start], gone, { objects }), "ConfigMap home is there in the end or not, depending on when Site home is deleted");
  assert.equal(title([start], gone, { objects, property: "no-leak" }), "ConfigMap home stays behind after Site home has gone");
});

test("titleOf: of an object that is there either way it is said what is wrong in it, also after the resource has gone", () => {
  const differences = [{ path: ["data", "10.0.0.2"], actual: "home" }];
  const objects = [{ ...missing, problem: "different", differences }] as const;
  assert.equal(
    title([start], { kind: "end", isGone: true }, { objects, property: "no-leak" }),
    "ConfigMap home stays wrong for ever: data.10.0.0.2 is home, not missing",
  );
});

test("titleOf: whose an object is", () => {
  const foreign = (madeBy: string): string =>
    title([stepOf(call(request("DELETE", "pods", "a")))], { kind: "foreign", madeBy }, { harm: 0 });
  assert.deepEqual(["somebody else", "was there before", "Site web/other"].map(foreign), [
    "Reconcile deletes Pod a, which somebody else made",
    "Reconcile deletes Pod a, which was there before",
    "Reconcile deletes Pod a, which belongs to Site other",
  ]);
});
