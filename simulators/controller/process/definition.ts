import type { Json } from "../../../protocol/json.ts";
import { isCallable } from "../../core/vm/objects/function.ts";
import { OrdinaryObject } from "../../core/vm/objects/ordinary.ts";
import { VArray } from "../../core/vm/objects/array.ts";
import type { Value } from "../../core/vm/value.ts";
import type { KindName } from "../payload.ts";
import type { Reconciler } from "./reconciler.ts";
import { ProcessStopped } from "../../core/program/stopped.ts";
import type { Definition, ExternalDefinition } from "./types.ts";
import { isObjectJson, NotPlain, toPlain } from "./values.ts";

/** The data of a definition. @throws {ProcessStopped} FL0002: it is none, or some of it is not what it must be. */
export function readDefinition(reconciler: Reconciler): Definition {
  const { entry } = reconciler.options;
  const value = reconciler.exported(entry);
  if (!(value instanceof OrdinaryObject)) return wrong(`\`${entry}\` is no definition of a controller`);
  const { name, sample, crd, replicas } = Object.fromEntries(
    ["name", "sample", "crd", "replicas"].map((field) => [field, plain(at(value, field), field)]),
  );
  if (typeof name !== "string" || name === "") return wrong("`name` must be a text");
  if (!isCallable(at(value, "reconcile"))) return wrong("`reconcile` must be a function");
  if (replicas !== undefined && replicas !== 1 && replicas !== 2) return wrong("`replicas` must be 1 or 2");
  if (crd !== undefined && typeof crd !== "string") return wrong("`crd` must be the name of a file");
  if (sample !== undefined && typeof sample !== "string" && !isObjectJson(sample))
    return wrong("`sample` must be an object or the name of a file");
  return {
    name,
    resource: kindOf(at(value, "resource"), "resource"),
    owns: listOf(at(value, "owns"), "owns").map((item) => kindOf(item, "owns")),
    watches: listOf(at(value, "watches"), "watches").map((item) => watchOf(item)),
    ...(typeof sample === "string" ? { sampleFile: sample } : sample === undefined ? {} : { sample }),
    ...(crd === undefined ? {} : { crd }),
    edits: listOf(at(value, "edits"), "edits").filter((item) => isCallable(item) || wrong("`edits` must be functions")).length,
    world: listOf(at(value, "world"), "world").map((item) => {
      const json = plain(item, "world");
      return isObjectJson(json) ? json : wrong("`world` must be objects");
    }),
    manages: listOf(at(value, "manages"), "manages").map((item) => kindOf(item, "manages")),
    retains: listOf(at(value, "retains"), "retains").map((item) => kindOf(item, "retains")),
    hasDesired: isCallable(at(value, "desired")),
    invariants: fieldsOf(at(value, "invariants")).map(([field, item]) =>
      isCallable(item) ? field : wrong("`invariants` must be functions"),
    ),
    external: fieldsOf(at(value, "external")).map(([field, item]) => externalOf(field, item)),
    replicas: replicas ?? 1,
  };
}

function wrong(message: string): never {
  throw new ProcessStopped({ code: "FL0002", message });
}

/** A field of an object; undefined without one. */
function at(value: Value, field: string): Value {
  const held = value instanceof OrdinaryObject ? value.readOwn(field) : undefined;
  if (typeof held === "symbol") return undefined;
  return typeof held === "object" && held !== null && !("shape" in held) ? wrong(`\`${field}\` must not be a getter`) : held;
}

function listOf(value: Value, field: string): readonly Value[] {
  if (value === undefined) return [];
  if (!(value instanceof VArray)) return wrong(`\`${field}\` must be a list`);
  return Array.from({ length: value.length }, (_, index) => value.readOwn(index) as Value);
}

function fieldsOf(value: Value): readonly (readonly [string, Value])[] {
  if (!(value instanceof OrdinaryObject)) return [];
  return value.ownKeys().map((key) => [String(key), value.readOwn(key) as Value] as const);
}

function plain(value: Value, field: string): Json | undefined {
  if (value === undefined) return undefined;
  try {
    return toPlain(value);
  } catch (error) {
    if (error instanceof NotPlain) return wrong(`\`${field}\`: ${error.message}`);
    throw error;
  }
}

function kindOf(value: Value, field: string): KindName {
  const [apiVersion, kind] = [at(value, "apiVersion"), at(value, "kind")];
  return typeof apiVersion === "string" && typeof kind === "string"
    ? { apiVersion, kind }
    : wrong(`\`${field}\` must name \`apiVersion\` and \`kind\``);
}

function watchOf(value: Value): KindName {
  if (!isCallable(at(value, "requests"))) wrong("`requests` of `watches` must be a function");
  return kindOf(value, "watches");
}

function externalOf(name: string, value: Value): ExternalDefinition {
  const operations = fieldsOf(at(value, "operations"));
  const initial = plain(at(value, "initial"), `external.${name}.initial`);
  if (initial === undefined) return wrong(`\`external.${name}.initial\` is missing`);
  if (operations.some(([, operation]) => !isCallable(operation))) return wrong(`\`external.${name}.operations\` must be functions`);
  return { name, initial, operations: operations.map(([operation]) => operation), hasProgress: isCallable(at(value, "progress")) };
}
