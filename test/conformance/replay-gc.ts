import type { Json, JsonObject } from "../../protocol/json.ts";
import type { StoredObject } from "../../simulators/controller/cluster/types.ts";
import { RecordedControllers } from "./controllers.ts";
import { compared, project, type Symbols } from "./project.ts";
import { type Difference, send } from "./replay-store.ts";
import { Unresolved } from "./resolve.ts";
import type { GcSequence, RawAnswer, RecordedRequest } from "./sequence.ts";
import { ConformanceServer } from "./server.ts";

/** Replays a sequence in which the built-in controllers act too: after each phase they work until nothing changes any more. */
export function replayGc(sequence: GcSequence, definitions: readonly JsonObject[]): Difference | undefined {
  const server = new ConformanceServer(definitions, "versions");
  const namespace = `zq${sequence.seed}y0`;
  const answers: RawAnswer[] = [];
  const symbols: Symbols = new Map();
  const head = { seed: sequence.seed, profile: sequence.profile };
  const controllers = new RecordedControllers(server);
  controllers.settle();
  for (const [index, { requests, settled }] of sequence.phases.entries()) {
    for (const { req, res } of requests) {
      const got = answerTo(server, req, namespace, answers);
      if (JSON.stringify(got) !== JSON.stringify(res))
        return { ...head, at: `answer in phase ${index}`, op: req.op, request: req, want: res, got };
    }
    if (!controllers.settle()) return { ...head, at: `phase ${index} does not settle`, want: settled, got: "endless changes" };
    const difference = differenceOf(settled, project(server.cluster, namespace, symbols));
    if (difference !== undefined)
      return { ...head, at: `state after phase ${index}`, op: requests.map(({ req }) => req.op).join(", "), ...difference };
  }
  return undefined;
}

/** What differs of two lists of rows: the rows that the other does not have. */
function differenceOf(
  want: readonly Json[],
  got: readonly Json[],
): { readonly want: readonly Json[]; readonly got: readonly Json[] } | undefined {
  const [wanted, present] = [want.map((row) => JSON.stringify(row)), got.map((row) => JSON.stringify(row))];
  if (wanted.join() === present.join()) return undefined;
  return { want: without(wanted, present), got: without(present, wanted) };
}

function without(rows: readonly string[], others: readonly string[]): readonly Json[] {
  const left = [...others];
  return rows
    .filter((row) => {
      const index = left.indexOf(row);
      if (index >= 0) left.splice(index, 1);
      return index < 0;
    })
    .map((row) => JSON.parse(row) as Json);
}

function answerTo(server: ConformanceServer, request: RecordedRequest, namespace: string, answers: RawAnswer[]): JsonObject {
  if (request.method === "MACRO" || request.method === "DELETE-ONE") {
    answers.push({ code: 0 });
    return request.method === "MACRO" ? runMacro(server, request, namespace) : deleteOne(server, request, namespace);
  }
  try {
    const raw = send(server, request, { namespace, answers });
    answers.push(raw);
    const body = raw.json as JsonObject | undefined;
    const isStatus = body?.["kind"] === "Status" && body["reason"] !== undefined;
    return { code: raw.code, ...(isStatus ? { reason: body["reason"] as Json } : {}) };
  } catch (error) {
    if (error instanceof Unresolved) return { code: 0, reason: `placeholder ${error.message} has no value` };
    throw error;
  }
}

interface Condition {
  readonly type: string;
  readonly status: string;
}

type PodLike = StoredObject & {
  readonly status?: { readonly phase?: string; readonly conditions?: readonly Condition[] };
  readonly spec: { readonly containers?: readonly { readonly image?: string }[]; readonly template?: PodLike };
};

const isReady = ({ status }: PodLike): boolean =>
  (status?.conditions ?? []).some(({ type, status: is }) => type === "Ready" && is === "True");

/** Ready first, then by image, then by name: what is left to chance is symmetric. */
function inOrder(server: ConformanceServer, kind: string, selector: string | undefined, namespace: string): PodLike[] {
  const [label, value] = (selector ?? "").split("=");
  const key = (pod: PodLike): string =>
    `${isReady(pod) ? 0 : 1}|${pod.spec.containers?.[0]?.image ?? pod.spec.template?.spec.containers?.[0]?.image ?? ""}|${pod.metadata.name}`;
  return (server.cluster.list(compared[kind] ?? "") as readonly PodLike[])
    .filter(({ metadata }) => metadata.namespace === namespace && (selector === undefined || metadata.labels?.[label ?? ""] === value))
    .sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Writes the status of pods, as a kubelet would. */
function runMacro(server: ConformanceServer, request: RecordedRequest, namespace: string): JsonObject {
  const macro = request.macro as { readonly selector?: string; readonly max?: number; readonly status: JsonObject };
  const isRunning = macro.status["phase"] === "Running";
  const pods = inOrder(server, "Pod", macro.selector, namespace)
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .filter((pod) => !["Succeeded", "Failed"].includes(pod.status?.phase ?? "") && !(isRunning && isReady(pod)))
    .slice(0, macro.max);
  for (const [index, { metadata }] of pods.entries()) {
    const podIP = `10.9.${Math.floor(index / 200)}.${(index % 200) + 1}`;
    const status = { ...macro.status, ...(isRunning ? { podIP, podIPs: [{ ip: podIP }] } : {}) };
    const path = `/api/v1/namespaces/${namespace}/pods/${metadata.name}/status`;
    server.request({ method: "PATCH", path, type: "application/merge-patch+json", body: { status } });
  }
  return { code: 200, count: pods.length };
}

/** Deletes the first pod or ReplicaSet that the selector matches. */
function deleteOne(server: ConformanceServer, { kind = "", selector, policy }: RecordedRequest, namespace: string): JsonObject {
  const [first] = inOrder(server, kind, selector, namespace);
  if (first === undefined) return { code: 404 };
  const root = kind === "Pod" ? "/api/v1" : "/apis/apps/v1";
  const path = `${root}/namespaces/${namespace}/${(compared[kind] ?? "").split("/")[1]}/${first.metadata.name}`;
  const { code } = server.request({ method: "DELETE", path, ...(policy === undefined ? {} : { query: { propagationPolicy: policy } }) });
  return { code };
}
