import assert from "node:assert/strict";
import test from "node:test";
import type { JsonObject } from "../../../protocol/json.ts";
import { Scratch, template } from "./testing/scratch.ts";

const job = (members: JsonObject): JsonObject => ({ spec: { ...members, template: template("j", "img:1", { restartPolicy: "Never" }) } });

const conditionsOf = (scratch: Scratch): readonly unknown[] => {
  const { conditions = [] } = scratch.get("batch/jobs", "j")["status"] as { readonly conditions?: readonly JsonObject[] };
  return conditions.map(({ type }) => type);
};

const end = (scratch: Scratch, phase: string): void => {
  const [name = ""] = scratch.cluster
    .list("/pods")
    .filter((pod) => (pod["status"] as JsonObject)["phase"] === "Pending")
    .map(({ metadata }) => metadata.name);
  scratch.merge("v1/pods", name, { status: { phase } }, "/status");
  scratch.settle();
};

test("job: in a running cluster it completes with the pods that it asked for", () => {
  const scratch = new Scratch();
  scratch.create("batch/v1/jobs", "j", job({ completions: 3, parallelism: 2 }));
  scratch.settle();
  assert.deepEqual(conditionsOf(scratch), ["Complete"]);
  assert.equal(scratch.names("/pods").length, 3);
  assert.equal((scratch.get("batch/jobs", "j")["status"] as JsonObject)["succeeded"], 3);
});

test("job: never more pods at once than are still wanted", () => {
  const scratch = new Scratch({ environment: "recorded" });
  scratch.create("batch/v1/jobs", "j", job({ completions: 3, parallelism: 2 }));
  scratch.settle();
  assert.equal(scratch.names("/pods").length, 2);
  end(scratch, "Succeeded");
  assert.equal(scratch.names("/pods").length, 3);
  end(scratch, "Succeeded");
  assert.equal(scratch.names("/pods").length, 3);
  assert.deepEqual(conditionsOf(scratch), []);
});

test("job: one failure too many ends it, and its other pods", () => {
  const scratch = new Scratch({ environment: "recorded" });
  scratch.create("batch/v1/jobs", "j", job({ completions: 3, parallelism: 2, backoffLimit: 0 }));
  scratch.settle();
  end(scratch, "Failed");
  assert.deepEqual(conditionsOf(scratch), ["Failed"]);
  assert.deepEqual(
    scratch.cluster.list("/pods").map((pod) => (pod["status"] as JsonObject)["phase"]),
    ["Failed"],
  );
});

test("job: failures within the limit are made up for", () => {
  const scratch = new Scratch({ environment: "recorded" });
  scratch.create("batch/v1/jobs", "j", job({ completions: 1, backoffLimit: 1 }));
  scratch.settle();
  end(scratch, "Failed");
  assert.deepEqual(conditionsOf(scratch), []);
  end(scratch, "Succeeded");
  assert.deepEqual(conditionsOf(scratch), ["Complete"]);
});
