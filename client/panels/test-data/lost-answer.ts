import type { Trace } from "../../../protocol/trace.ts";

/** From a run of test-fixtures/controller. A lost answer: the run without it stands beside the steps, and one object is missing at the end. */
export function lostAnswer(): Trace {
  return {
    schema: "faultline-trace/1",
    simulator: "controller",
    scenario: "credentials",
    path: "src/credentials.ts",
    inputs: "sha256:2",
    property: "confluent",
    title: "When the answer to creating Secret sessions is lost, ConfigMap sessions is missing for ever",
    lanes: [
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
          path: "src/credentials.ts",
          range: {
            start: {
              line: 37,
              character: 22,
            },
            end: {
              line: 37,
              character: 47,
            },
          },
        },
        message: "reads Secret sessions: 404 NotFound",
        mark: "read",
        changes: [],
        choice: 1,
      },
      {
        lane: "controller-0",
        to: "server",
        action: "answer-lost",
        at: {
          path: "src/credentials.ts",
          range: {
            start: {
              line: 38,
              character: 8,
            },
            end: {
              line: 38,
              character: 35,
            },
          },
        },
        message: "creates Secret sessions, but the answer is lost, reconcile fails",
        detail: "The server has done it; the call fails with a time-out all the same.",
        mark: "event",
        changes: [
          {
            location: ["cluster", "Secret/sessions"],
            after: {
              data: {
                password: "czNjcmV0",
              },
              type: "Opaque",
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
                uid: "41910b9f-60f5-4372-8b24-081d17380206",
                resourceVersion: "16568530303",
              },
              apiVersion: "v1",
              kind: "Secret",
            },
          },
        ],
        choice: 33,
      },
      {
        lane: "controller-0",
        action: "start",
        message: "reconcile 2 of sessions starts",
        mark: "control",
        changes: [],
        choice: 0,
      },
      {
        lane: "controller-0",
        to: "server",
        action: "get",
        at: {
          path: "src/credentials.ts",
          range: {
            start: {
              line: 37,
              character: 22,
            },
            end: {
              line: 37,
              character: 47,
            },
          },
        },
        message: "finds Secret sessions",
        mark: "read",
        changes: [],
        choice: 1,
      },
      {
        lane: "",
        action: "at-rest",
        message: "at rest: ConfigMap sessions is missing",
        changes: [],
        harm: true,
      },
    ],
    harm: 5,
    subject: {
      world: "plain",
      property: "confluent",
    },
    picture: {
      kind: "cluster",
      missing: ["ConfigMap/sessions"],
      missingOwners: {
        "ConfigMap/sessions": "Cache/sessions",
      },
    },
    differs: 2,
    without: {
      fault: "the lost answer",
      from: 2,
      steps: ["creates Secret sessions", "creates ConfigMap sessions", "after 2 more steps at rest, 3 objects"],
    },
  };
}
