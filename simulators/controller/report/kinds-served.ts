import type { Budget } from "../../core/budget.ts";
import type { Scenario } from "../../core/simulator.ts";
import { builtinResources } from "../cluster/kinds/index.ts";
import { apiVersionOf } from "../cluster/resources.ts";
import { textOf } from "../cluster/metadata.ts";
import { freeDefinition } from "../cluster/free.ts";
import { clientPackage } from "../discover/recognised.ts";
import type { KindName, Payload } from "../payload.ts";
import type { ProcessOptions, ResourceName } from "../process/options.ts";
import type { Setup } from "../world/setup.ts";
import { definedKind, type SampleFiles } from "./files.ts";

/** The options of a process that learns which kinds there are when its definition has been read. */
export interface LearningOptions extends ProcessOptions {
  knows(setup: Setup): void;
  /** The kinds that are served at these paths of collections, each once. */
  kindsAt(paths: readonly string[]): readonly KindName[];
}

export function processOptions(scenario: Scenario, payload: Payload, files: SampleFiles, budget: Budget): LearningOptions {
  const known = new Map<string, ResourceName>();
  const add = ({ apiVersion, kind }: KindName, name: ResourceName): void => {
    const key = `${apiVersion} ${kind}`;
    if (!known.has(key)) known.set(key, name);
  };
  for (const resource of builtinResources)
    add({ apiVersion: apiVersionOf(resource), kind: resource.kind }, { plural: resource.plural, namespaced: resource.isNamespaced });
  for (const { value } of files.definitions) {
    const defined = definedKind(value);
    if (defined) add(defined, { plural: defined.plural, namespaced: defined.isNamespaced });
  }
  const addFree = (kind: KindName): void => {
    const free = definedKind(freeDefinition(kind.apiVersion, kind.kind));
    if (free) add(kind, { plural: free.plural, namespaced: free.isNamespaced });
  };
  if (payload.style === "tagged") for (const kind of [payload.resource, ...payload.owns]) addFree(kind);
  const client = generationOf(scenario.packages?.[clientPackage]);
  return {
    style: payload.style,
    entry: payload.entry,
    ...(payload.style === "tagged" && payload.member !== undefined ? { member: payload.member } : {}),
    ...(payload.style === "tagged" && payload.title !== undefined ? { title: payload.title } : {}),
    ...(client ? { client } : {}),
    ...(payload.environment ? { environment: Object.fromEntries(payload.environment) } : {}),
    budget,
    resourceOf: (apiVersion, kind) => known.get(`${apiVersion} ${kind}`),
    knows({ resource, owns, watches, world }) {
      const objects = world.map((object): KindName => ({ apiVersion: textOf(object["apiVersion"]), kind: textOf(object["kind"]) }));
      for (const kind of [resource, ...owns, ...watches, ...objects]) addFree(kind);
    },
    kindsAt(paths) {
      const wanted = new Set(paths.map((path) => path.replace(/\/namespaces\/[^/]+(?=\/)/, "")));
      return [...known].flatMap(([key, { plural }]): readonly KindName[] => {
        const [apiVersion = "", kind = ""] = key.split(" ");
        return wanted.has(`/${apiVersion.includes("/") ? "apis" : "api"}/${apiVersion}/${plural}`) ? [{ apiVersion, kind }] : [];
      });
    },
  };
}

/** Of a version or a range: `^0.22.0`, `1.4.0`, `>=1 <3`. */
function generationOf(version: string | undefined): "0.x" | "1.x" | "2.x" | undefined {
  const major = /\d+/.exec(version ?? "")?.[0];
  if (major === undefined) return undefined;
  return major === "0" ? "0.x" : major === "1" ? "1.x" : "2.x";
}
