import type { Json, JsonObject } from "../../../../protocol/json.ts";
import type { CallAnswer, PendingCall, Process, ReconcileInput, Strand } from "../types.ts";

export const resource: JsonObject = {
  apiVersion: "x.example.com/v1",
  kind: "Thing",
  metadata: { name: "a", namespace: "n", uid: "u" },
  spec: { size: 1 },
};
export const tagged: ReconcileInput = { kind: "tagged", resource, event: "MODIFIED" };
export const answer = (body: Json, code = 200): CallAnswer => ({ kind: "answer", code, body });
export const lost: CallAnswer = { kind: "lost" };
export const secret = (name: string, more: JsonObject = {}): JsonObject => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name, namespace: "n", ...more },
});
export const missing: CallAnswer = answer(
  { kind: "Status", apiVersion: "v1", status: "Failure", reason: "NotFound", message: "not found", code: 404 },
  404,
);

export const client = `
import { ApiException, CoreV1Api, KubeConfig } from "@kubernetes/client-node";
const config = new KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(CoreV1Api);
const read = (name) => core.readNamespacedSecret({ name, namespace: "n" });
const create = (name) => core.createNamespacedSecret({ namespace: "n", body: { metadata: { name } } });
`;

export const shown = ({ target }: PendingCall): string => {
  if (target.kind === "api") return `${target.request.method} ${target.request.path.replace("/api/v1/namespaces/n/secrets", "~")}`;
  return target.kind === "timer" ? `timer ${target.milliseconds}` : `${target.system}.${target.operation}(${JSON.stringify(target.args)})`;
};
export const calls = ({ pending }: Strand): readonly string[] => pending.map(shown);

/** Answers the call that was made first, again and again. */
export function follow(process: Process, answers: readonly CallAnswer[], input = tagged): Strand {
  return answers.reduce((strand, next) => process.answer(strand, strand.pending[0]?.call ?? -1, next), process.start(input));
}

export const one = (body: string): string => `${client}\nexport async function reconcile(thing, event) {\n${body}\n}`;
