/** `faultline multicast vector`: answers of test vectors and their comparison (§9; fields: test/vectors/multicast/README.md). */
import { compareAnswers } from "./vector/compare.ts";
import { answerController, deliveredByPath } from "./vector/controller.ts";
import { answerDataplane } from "./vector/dataplane.ts";
import { answerHypervisor } from "./vector/hypervisor.ts";
import { readTopology } from "./vector/input.ts";
import { BadVector, type Fields, fieldsOf, shown } from "./vector/read.ts";

export { BadVector };

export interface VectorAnswer {
  readonly schema: "faultline-multicast-vector/1";
  readonly id: string;
  readonly kind: VectorKind;
  /** The fields of §9, at the same paths as in `expect`. */
  readonly answer: Fields;
}

export type VectorKind = "controller" | "dataplane" | "hypervisor";

/**
 * Computes a vector, without looking at its `expect`.
 * @throws {BadVector} It cannot be read; the message says where and what would be right.
 */
export function answerVector(vector: unknown): VectorAnswer {
  const { fields, id, kind } = readVector(vector);
  const topology = readTopology(fields["topology"], "topology");
  return { schema: "faultline-multicast-vector/1", id, kind, answer: answers[kind](topology, fields) };
}

/**
 * What differs between an answer and `expect`, each as `path: got …, want …`; none: they agree. Only fields that `expect` has are compared.
 *
 * @param answer What `answerVector` gave, or its `answer` alone.
 * @param vector The vector, for a `delivered` in words, which stands for its receivers; without it they are taken from the answer.
 */
export function compareVector(answer: VectorAnswer | Fields, expect: unknown, vector?: unknown): string[] {
  const own = answer["schema"] === "faultline-multicast-vector/1" ? (answer as VectorAnswer).answer : answer;
  return compareAnswers(own, expect, vector === undefined ? undefined : receiversByPath(vector));
}

/**
 * Answers a vector and compares it with its own `expect`.
 * @throws {BadVector} It cannot be read, or expects nothing.
 */
export function checkVector(vector: unknown): { readonly answer: VectorAnswer; readonly differences: readonly string[] } {
  const answer = answerVector(vector);
  const expect = fieldsOf(vector, "vector")["expect"];
  if (expect === undefined) throw new BadVector("expect: there is nothing to compare with");
  return { answer, differences: compareVector(answer, expect, vector) };
}

const answers = { controller: answerController, dataplane: answerDataplane, hypervisor: answerHypervisor };

function readVector(vector: unknown): { fields: Fields; id: string; kind: VectorKind } {
  const fields = fieldsOf(vector, "vector");
  const { id, kind, format } = fields;
  if (typeof id !== "string") throw new BadVector(`id: expected a text, got ${shown(id)}`);
  if (format !== undefined && format !== "FL-MC/1") throw new BadVector(`format: expected "FL-MC/1", got ${shown(format)}`);
  if (kind !== "controller" && kind !== "dataplane" && kind !== "hypervisor") {
    throw new BadVector(`kind: expected "controller", "dataplane" or "hypervisor", got ${shown(kind)}`);
  }
  return { fields, id, kind };
}

function receiversByPath(vector: unknown): ReadonlyMap<string, readonly number[]> {
  const { fields, kind } = readVector(vector);
  return kind === "controller" ? deliveredByPath(readTopology(fields["topology"], "topology"), fields) : new Map();
}
