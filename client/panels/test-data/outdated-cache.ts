import type { Trace } from "../../../protocol/trace.ts";

/** From a run of test-fixtures/controller. A cache that is behind: what it shows stands beside the store. */
export function outdatedCache(): Trace {
  return {
    schema: "faultline-trace/1",
    simulator: "controller",
    scenario: "volume",
    path: "src/volume.ts",
    inputs: "sha256:2",
    property: "stale-safe",
    title: "With an outdated cache of Caches, reconcile deletes PersistentVolumeClaim sessions, which it would otherwise keep",
    lanes: [
      {
        id: "user",
        title: "user",
      },
      {
        id: "faults",
        title: "faults",
      },
      {
        id: "controller-0",
        title: "reconcile",
      },
      {
        id: "server",
        title: "API",
      },
    ],
    initial: {
      cluster: {
        "Cache/sessions": {
          spec: {
            memory: 64,
            password: "s3cret",
            persistent: true,
          },
          metadata: {
            name: "sessions",
            namespace: "shop",
            generation: 1,
            uid: "ce53660f-e09d-4065-845b-c93718cc1899",
            resourceVersion: "164873552555",
          },
          apiVersion: "cache.example.com/v1",
          kind: "Cache",
        },
      },
    },
    steps: [
      {
        lane: "controller-0",
        action: "start",
        message: "reconcile 1 starts: sessions was added",
        mark: "control",
        changes: [],
        choice: 0,
      },
      {
        lane: "controller-0",
        to: "server",
        action: "get",
        at: {
          path: "src/volume.ts",
          range: {
            start: {
              line: 41,
              character: 31,
            },
            end: {
              line: 41,
              character: 71,
            },
          },
        },
        message: "reads PersistentVolumeClaim sessions: 404 NotFound",
        mark: "read",
        changes: [],
        choice: 1,
      },
      {
        lane: "controller-0",
        to: "server",
        action: "post",
        at: {
          path: "src/volume.ts",
          range: {
            start: {
              line: 42,
              character: 10,
            },
            end: {
              line: 42,
              character: 52,
            },
          },
        },
        message: "creates PersistentVolumeClaim sessions",
        mark: "write",
        changes: [
          {
            location: ["cluster", "PersistentVolumeClaim/sessions"],
            after: {
              spec: {
                accessModes: ["ReadWriteOnce"],
                resources: {
                  requests: {
                    storage: "1Gi",
                  },
                },
                storageClassName: "standard",
                volumeMode: "Filesystem",
              },
              status: {
                phase: "Pending",
              },
              metadata: {
                name: "sessions",
                namespace: "shop",
                ownerReferences: [
                  {
                    apiVersion: "cache.example.com/v1",
                    kind: "Cache",
                    name: "sessions",
                    uid: "ce53660f-e09d-4065-845b-c93718cc1899",
                    controller: true,
                  },
                ],
                finalizers: ["kubernetes.io/pvc-protection"],
                uid: "3a7b64de-2275-4bbc-82ab-fe061b13a9ba",
                resourceVersion: "661863609540",
              },
              apiVersion: "v1",
              kind: "PersistentVolumeClaim",
            },
          },
        ],
        choice: 1,
      },
      {
        lane: "user",
        to: "server",
        action: "edit",
        message: "user sets `persistent` `true → false`",
        mark: "write",
        changes: [
          {
            location: ["cluster", "Cache/sessions", "spec", "persistent"],
            before: true,
            after: false,
          },
          {
            location: ["cluster", "Cache/sessions", "metadata", "generation"],
            before: 1,
            after: 2,
          },
          {
            location: ["cluster", "Cache/sessions", "metadata", "resourceVersion"],
            before: "164873552555",
            after: "540520589478",
          },
        ],
        choice: 3,
      },
      {
        lane: "user",
        to: "server",
        action: "edit",
        message: "user sets `persistent` `false → true`",
        mark: "write",
        changes: [
          {
            location: ["cluster", "Cache/sessions", "spec", "persistent"],
            before: false,
            after: true,
          },
          {
            location: ["cluster", "Cache/sessions", "metadata", "generation"],
            before: 2,
            after: 3,
          },
          {
            location: ["cluster", "Cache/sessions", "metadata", "resourceVersion"],
            before: "540520589478",
            after: "229458604593",
          },
        ],
        choice: 19,
      },
      {
        lane: "faults",
        to: "controller-0",
        action: "behind",
        message: "from here on the cache of Cache is behind",
        detail: "It shows what was there before.",
        mark: "event",
        changes: [
          {
            location: ["cache", "Cache"],
            after: {
              sessions: {
                spec: {
                  memory: 64,
                  password: "s3cret",
                  persistent: false,
                },
                metadata: {
                  name: "sessions",
                  namespace: "shop",
                  generation: 2,
                  uid: "ce53660f-e09d-4065-845b-c93718cc1899",
                  resourceVersion: "540520589478",
                },
                apiVersion: "cache.example.com/v1",
                kind: "Cache",
              },
            },
          },
        ],
        choice: 71,
      },
      {
        lane: "controller-0",
        action: "start",
        message: "reconcile 2 of sessions starts: with an outdated copy",
        detail: "Its copy is an older version of what the server holds.",
        mark: "control",
        changes: [],
        choice: 0,
      },
      {
        lane: "controller-0",
        to: "server",
        action: "delete",
        at: {
          path: "src/volume.ts",
          range: {
            start: {
              line: 40,
              character: 20,
            },
            end: {
              line: 40,
              character: 62,
            },
          },
        },
        message: "deletes PersistentVolumeClaim sessions",
        mark: "write",
        changes: [
          {
            location: ["cluster", "PersistentVolumeClaim/sessions", "metadata", "resourceVersion"],
            before: "661863609540",
            after: "704862054874",
          },
          {
            location: ["cluster", "PersistentVolumeClaim/sessions", "metadata", "deletionTimestamp"],
            after: "2026-01-01T00:00:00Z",
          },
          {
            location: ["cluster", "PersistentVolumeClaim/sessions", "metadata", "deletionGracePeriodSeconds"],
            after: 0,
          },
        ],
        choice: 1,
        harm: true,
      },
    ],
    harm: 7,
    subject: {
      world: "plain",
      property: "stale-safe",
    },
    picture: {
      kind: "cluster",
      missing: [],
    },
    differs: 5,
  };
}
