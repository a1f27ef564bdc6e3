import type { Json, JsonObject } from "../../../protocol/json.ts";
import type { Problem } from "../../../protocol/problem.ts";
import type { Range } from "../../../protocol/source.ts";
import type { Scenario } from "../../core/simulator.ts";
import { textOf } from "../cluster/metadata.ts";
import type { KindName, Payload } from "../payload.ts";
import { readDocuments, type SampleDocument } from "../sample/documents.ts";

/** The files of data of a scenario, read. */
export interface SampleFiles {
  readonly sample: readonly SampleDocument[];
  readonly definitions: readonly SampleDocument[];
  readonly problems: readonly Problem[];
}

export function readFiles(scenario: Scenario, payload: Payload): SampleFiles {
  const problems: Problem[] = [];
  const read = (name: string | undefined): readonly SampleDocument[] => {
    const asset = scenario.assets?.find((candidate) => candidate.name === name);
    if (!asset) return [];
    const file = readDocuments(asset);
    problems.push(...file.problems);
    return file.documents;
  };
  const own = read(payload.sample?.name);
  const definitions = read(payload.crd?.name);
  // A definition among the samples is one all the same.
  const [isDefinition, isObject] = [own.filter(defines), own.filter((document) => !defines(document))];
  for (const document of definitions.filter((one) => !defines(one))) {
    const message = `This file holds CustomResourceDefinitions, and this is a ${textOf(document.value["kind"])}`;
    problems.push(problemAt(document, ["kind"], message));
  }
  const defined = [...definitions.filter(defines), ...isDefinition];
  for (const document of defined) problems.push(...withoutSchema(document));
  return { sample: isObject, definitions: defined, problems };
}

/** Since `apiextensions.k8s.io/v1` each version has a schema. */
function withoutSchema(document: SampleDocument): readonly Problem[] {
  const { versions } = (document.value["spec"] ?? {}) as { readonly versions?: Json };
  if (document.value["apiVersion"] !== "apiextensions.k8s.io/v1" || !Array.isArray(versions)) return [];
  return versions.flatMap((version: Json, index) => {
    const { name, schema } = (version ?? {}) as { readonly name?: Json; readonly schema?: { readonly openAPIV3Schema?: Json } };
    if (schema?.openAPIV3Schema) return [];
    const message = `Version ${textOf(name)} has no \`schema.openAPIV3Schema\`, without which the API server refuses the definition`;
    return [problemAt(document, ["spec", "versions", index], message)];
  });
}

const defines = ({ value }: SampleDocument): boolean => value["kind"] === "CustomResourceDefinition";

/** An error in a file of data. */
export function problemAt(document: SampleDocument, part: readonly (string | number)[], message: string): Problem {
  return {
    code: "FL0002",
    severity: "error",
    message,
    path: document.path,
    range: document.rangeAt(part),
    property: "FL0002",
    related: [],
  };
}

export const problemIn = ({ path }: Scenario, range: Range, message: string): Problem => ({
  code: "FL0002",
  severity: "error",
  message,
  path,
  range,
  property: "FL0002",
  related: [],
});

/** The kind that a CustomResourceDefinition defines, in its first served version. */
export function definedKind({ spec }: JsonObject): (KindName & { readonly plural: string; readonly isNamespaced: boolean }) | undefined {
  const { group, names, versions, scope } = (spec ?? {}) as {
    readonly group?: string;
    readonly scope?: string;
    readonly names?: { readonly kind?: string; readonly plural?: string };
    readonly versions?: readonly { readonly name?: string; readonly served?: boolean }[];
  };
  const version = versions?.find(({ served }) => served !== false)?.name;
  if (!group || !names?.kind || !names.plural || !version) return undefined;
  return { apiVersion: `${group}/${version}`, kind: names.kind, plural: names.plural, isNamespaced: scope !== "Cluster" };
}
