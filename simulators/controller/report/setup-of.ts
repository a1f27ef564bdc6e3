import type { JsonObject } from "../../../protocol/json.ts";
import type { Problem } from "../../../protocol/problem.ts";
import type { Scenario } from "../../core/simulator.ts";
import { textOf } from "../cluster/metadata.ts";
import type { KindName, Payload, TaggedPayload } from "../payload.ts";
import type { Definition, Process } from "../process/types.ts";
import type { SampleDocument } from "../sample/documents.ts";
import type { Setup } from "../world/setup.ts";
import { problemAt, problemIn, type SampleFiles } from "./files.ts";

/** What is checked, and where its objects stand. */
export interface ReadSetup {
  readonly setup: Setup;
  /** Of `[setup.sample, ...setup.world]`, where an object comes from a file. */
  readonly documents: readonly (SampleDocument | undefined)[];
}

export type SetupRead = ({ readonly kind: "read" } & ReadSetup) | { readonly kind: "wrong"; readonly problems: readonly Problem[] };

/** @param process What the code itself says: its definition, in the framework's style. */
export function setupOf(
  scenario: Scenario,
  payload: Payload,
  files: SampleFiles,
  { definition, takesEvent = false }: Pick<Process, "definition" | "takesEvent">,
): SetupRead {
  const facts = payload.style === "tagged" ? taggedFacts({ takesEvent, ...payload }) : definedFacts(definition as Definition);
  const { resource } = facts;
  const index = files.sample.findIndex(({ value }) => isOfKind(value, resource));
  const inline = definition?.sample;
  if (index === -1 && inline === undefined && payload.sample) return noSample(scenario, payload, files, resource);
  const document = files.sample[index];
  const wrong = [...otherDefinitions(payload, files, resource), ...twice(files.sample)];
  if (wrong.length > 0) return { kind: "wrong", problems: wrong };
  if (inline !== undefined && !isOfKind(inline, resource)) {
    const message = `\`sample\` is a ${textOf(inline["kind"])} of ${textOf(inline["apiVersion"])}, but the controller reconciles ${resource.kind} of ${resource.apiVersion}`;
    return { kind: "wrong", problems: [problemIn(scenario, scenario.range, message)] };
  }
  const others = files.sample.filter((one) => one !== document);
  const extra = definition?.world ?? [];
  const sample = inline ?? document?.value ?? { ...resource, metadata: { name: "sample", namespace: "default" }, spec: {} };
  return {
    kind: "read",
    setup: {
      ...facts,
      definitions: files.definitions.map(({ value }) => value),
      sample,
      world: [...others.map(({ value }) => value), ...extra],
    },
    documents: [inline ? undefined : document, ...others, ...extra.map(() => undefined)],
  };
}

type Facts = Omit<Setup, "definitions" | "sample" | "world">;

function taggedFacts({
  resource,
  takesEvent,
  owns,
  manages,
  retains,
  edits,
  replicas,
  requeue,
}: TaggedPayload & { readonly takesEvent: boolean }): Facts {
  return {
    style: "tagged",
    takesEvent,
    resource,
    owns,
    watches: [],
    manages: manages.map(kindName),
    retains: retains.map(kindName),
    edits: edits.map(({ path, value }) => ({ kind: "value", path, value })),
    hasDesired: false,
    invariants: [],
    external: [],
    replicas,
    requeue,
  };
}

function definedFacts(definition: Definition): Facts {
  const { resource, owns, watches, manages, retains, edits, hasDesired, invariants, external, replicas } = definition;
  return {
    style: "framework",
    takesEvent: false,
    resource,
    owns,
    watches,
    manages,
    retains,
    edits: Array.from({ length: edits }, (_, index) => ({ kind: "function", index })),
    hasDesired,
    invariants,
    external: external.map(({ name, initial, hasProgress }) => ({ name, initial, hasProgress })),
    replicas,
    requeue: true,
  };
}

/** `PersistentVolumeClaim` or `v1 Secret`. */
function kindName(text: string): KindName {
  const [first = "", second] = text.split(" ");
  return second === undefined ? { apiVersion: "", kind: first } : { apiVersion: first, kind: second };
}

const isOfKind = ({ apiVersion, kind }: JsonObject, wanted: KindName): boolean => apiVersion === wanted.apiVersion && kind === wanted.kind;

/** The file that is said to define the resource defines something else. */
function otherDefinitions({ crd }: Payload, { definitions }: SampleFiles, resource: KindName): readonly Problem[] {
  const [first] = definitions;
  if (!crd || !first) return [];
  const wanted = `${resource.kind} of ${resource.apiVersion}`;
  const [group, version] = resource.apiVersion.split("/");
  const its = definitions.find(({ value }) => groupAndKind(value) === `${group ?? ""} ${resource.kind}`);
  if (!its) {
    const [, kind] = groupAndKind(first.value).split(" ");
    const isKind = kind !== resource.kind;
    const part = isKind ? ["spec", "names", "kind"] : ["spec", "group"];
    const what = isKind ? (kind ?? "") : `${kind} of the group ${groupAndKind(first.value).split(" ")[0]}`;
    return [problemAt(first, part, `This defines ${what}, but the controller reconciles ${wanted}`)];
  }
  const { versions } = (its.value["spec"] ?? {}) as {
    readonly versions?: readonly { readonly name?: string; readonly served?: boolean }[];
  };
  if (versions?.some(({ name, served }) => name === version && served !== false) ?? true) return [];
  const names = versions?.flatMap(({ name, served }) => (name === undefined || served === false ? [] : name)).join(", ");
  return [problemAt(its, ["spec", "versions"], `This serves ${names || "no version"}, but the controller reconciles ${wanted}`)];
}

function groupAndKind({ spec }: JsonObject): string {
  const { group, names } = (spec ?? {}) as { readonly group?: string; readonly names?: { readonly kind?: string } };
  return `${group ?? ""} ${names?.kind ?? ""}`;
}

/** An object that is there twice: the second one is one too many. */
function twice(documents: readonly SampleDocument[]): readonly Problem[] {
  const known = new Set<string>();
  return documents.flatMap((document) => {
    const { apiVersion, kind, metadata } = document.value;
    const { name, namespace = "default" } = (metadata ?? {}) as { readonly name?: string; readonly namespace?: string };
    if (name === undefined) return [];
    const group = textOf(apiVersion).includes("/") ? textOf(apiVersion).split("/")[0] : "";
    const key = `${group} ${textOf(kind)} ${namespace}/${name}`;
    if (!known.has(key)) {
      known.add(key);
      return [];
    }
    return [problemAt(document, ["metadata", "name"], `${textOf(kind)} ${name} is there twice: the API server refuses the second one`)];
  });
}

function noSample(scenario: Scenario, payload: Payload, { sample }: SampleFiles, resource: KindName): SetupRead {
  const near = sample.find(({ value }) => value["kind"] === resource.kind);
  const wanted = `${resource.kind} of ${resource.apiVersion}`;
  if (near) {
    const message = `This is a ${resource.kind} of ${textOf(near.value["apiVersion"])}, but the controller reconciles ${wanted}`;
    return { kind: "wrong", problems: [problemAt(near, ["apiVersion"], message)] };
  }
  const message = `\`${payload.sample?.name ?? ""}\` has no ${wanted}, which is what the controller reconciles`;
  return { kind: "wrong", problems: [problemIn(scenario, payload.sample?.range ?? scenario.range, message)] };
}
