// Arguments for every method of the client's API classes, and one line for what was sent: shared by the tool that records the real clients
// (tools/client-node-recordings.mjs) and by the test of the stand-in.
import { createHash } from "node:crypto";

/** By the name of the parameter. */
export function argumentFor(name, bodyType, time) {
  if (name === "body") return bodyFor(bodyType, time);
  return (
    { namespace: "ns-1", name: "n-1", group: "g.example.com", version: "v1", plural: "things", path: "p-1", logpath: "l-1" }[name] ??
    `q-${name}`
  );
}

/** Fields that most models know some of; nobody knows `bogus`. */
function bodyFor(type, time) {
  const metadata = {
    name: "n-1",
    labels: { app: "web", "x/y": "z" },
    annotations: {},
    ownerReferences: [{ apiVersion: "v1", kind: "Owner", name: "o", uid: "u", controller: true, bogus: 1 }],
    creationTimestamp: time,
    bogus: 1,
  };
  if (type === "any" || type === "object") return [{ op: "add", path: "/metadata/labels/a", value: { b: [1, null, "c"] } }];
  const template = {
    metadata: { labels: { app: "web" } },
    spec: { containers: [{ name: "c", image: "i", _continue: 1, env: [{ name: "A", value: "1" }] }], bogus: 2 },
  };
  return {
    apiVersion: "v1",
    kind: "Kind",
    metadata,
    data: { a: "b", c: "ZA==" },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: "web" } },
      template,
      ports: [{ port: 80, targetPort: "http" }],
      versions: [{ name: "v1", schema: { openAPIV3Schema: { _default: 1, type: "object", x_kubernetes_preserve_unknown_fields: true } } }],
    },
    status: { replicas: 1, conditions: [{ type: "Ready", status: "True", lastTransitionTime: time }] },
    preconditions: { uid: "u", resourceVersion: "7" },
    propagationPolicy: "Foreground",
    rules: [{ verbs: ["get"], resources: ["pods"] }],
    subjects: [{ kind: "User", name: "me" }],
    roleRef: { apiGroup: "g", kind: "Role", name: "r" },
    bogus: { a: 1 },
  };
}

/** What was sent, in one line. `path`: decoded. */
export function lineOf({ method, path, query, type, body }) {
  const entries = Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${method} ${path} ${JSON.stringify(entries)} ${type ?? "-"} ${body === undefined ? "-" : JSON.stringify(sorted(body))}`;
}

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

export const hashOf = (line) => createHash("sha256").update(line).digest("hex").slice(0, 8);
