import type { Json } from "../../../protocol/json.ts";
import type { VObject } from "../../core/vm/cell.ts";
import type { OrdinaryObject } from "../../core/vm/objects/ordinary.ts";
import type { NativeFunction, Vm } from "../../core/vm/vm.ts";
import type { Value } from "../../core/vm/value.ts";
import { VDate } from "../../core/vm/builtins/date.ts";
import { attribute } from "../../core/vm/cell.ts";
import { ApiPrototype } from "../client-node/api-prototype.ts";
import { methodOf } from "../client-node/methods.ts";
import { modelFields } from "../client-node/models.ts";
import { sentBody, shownBody } from "./bodies.ts";
import { isAboutEvents } from "./events.ts";
import { look } from "./look.ts";
import type { Reconciler } from "./reconciler.ts";
import type { CallRequest, WorldData } from "./types.ts";
import { toValue } from "./values.ts";
import { dumpYaml, loadYaml } from "./yaml.ts";

/**
 * What modules of ours lean on inside the machine (see ../module.ts).
 *
 * | intrinsic | meaning |
 * |---|---|
 * | `$request(json, resolve, here)` | a request to the API server, asked for at that place; `resolve` is called with `{ code, body }`, or with undefined when no answer comes |
 * | `$here()` | a number that stands for the places of the code that runs: for a request that is sent later, when nothing of the caller is on the stack |
 * | `$look(path, query)` | what an informer's cache shows now: an object, a list of objects, or undefined; `query` is JSON |
 * | `$informer(path)` | tells that there is one of this collection |
 * | `$operate(system, operation, json, resolve)` | an operation of an external system, likewise |
 * | `$register(name, value)` | tells the process of a function of ours: `prepare`, `world`, `callApi` |
 * | `$resource(apiVersion, kind)` | `{ plural, namespaced }`, or undefined |
 * | `$client()` | generation of the Kubernetes client: 0, 1, 2, or -1 when nothing says it |
 * | `$apiPrototype(class, proto)` | an object with the methods of an API class of the client |
 * | `$apiMethod(class, name)` | one of them |
 * | `$fields(model, generation)` | names, names on the wire and types of a model's fields, or undefined |
 * | `$model(model)` | the model's class |
 * | `$sentBody(value, model, generation)` `$shownBody(value, model, generation)` | what the client makes of a body, or undefined: code of the user's would be called (see `bodies.ts`) |
 * | `$dateOf(text)` `$isDate(value)` | a Date of a text; whether a value is one (the name itself would say that the program reads the clock) |
 * | `$loadYaml(text, isAll, options, client)` `$dumpYaml(value, options)` | what YAML says, and a value as YAML (see `yaml.ts`) |
 * | `$objects(world, apiVersion, kind)` | objects of a world that `desired` or an invariant was given |
 * | `$external(world, system)` | state of an external system in it |
 */
export const intrinsicNames: ReadonlySet<string> = new Set([
  "$request",
  "$here",
  "$look",
  "$informer",
  "$operate",
  "$register",
  "$resource",
  "$client",
  "$apiPrototype",
  "$apiMethod",
  "$fields",
  "$model",
  "$sentBody",
  "$shownBody",
  "$dateOf",
  "$isDate",
  "$loadYaml",
  "$dumpYaml",
  "$objects",
  "$external",
  // Of the machine's own.
  "$notModelled",
]);

export function installIntrinsics(reconciler: Reconciler): void {
  const { vm } = reconciler;
  const model = remembered((machine, name) => modelClass(machine, name));
  const parts = { model: (name: string) => model(vm, undefined, [name], undefined), date: (value: Value) => dateOf(vm, value) };
  const natives: Readonly<Record<string, NativeFunction>> = {
    $request(_vm, _this, [json, resolve, here]) {
      const request = reconciler.parse(json as string) as unknown as CallRequest;
      if (request.method !== "POST") mayRead(reconciler, isAboutEvents(request.path));
      reconciler.wait(resolve as VObject, { kind: "call", target: { kind: "api", request } }, typeof here === "number" ? here : undefined);
      return undefined;
    },
    $here: () => reconciler.here(),
    $look: (_vm, _this, [path, query]) => look(reconciler, path as string, query as string),
    $informer(_vm, _this, [path]) {
      mayRead(reconciler, isAboutEvents(path as string));
      if (reconciler.isLoading) reconciler.informers.push(path as string);
      return undefined;
    },
    $operate(_vm, _this, [system, operation, json, resolve]) {
      const args = reconciler.parse(json as string) as readonly Json[];
      const target = { kind: "external", system: system as string, operation: operation as string, args } as const;
      reconciler.wait(resolve as VObject, { kind: "call", target });
      return undefined;
    },
    $register(_vm, _this, [name, value]) {
      reconciler.registered.set(name as string, value as VObject);
      if (name === "callApi") vm.realm.define("$callApi", value);
      return undefined;
    },
    $resource(machine, _this, [apiVersion, kind]) {
      const found = reconciler.options.resourceOf(apiVersion as string, kind as string);
      return found && toValue(machine, { plural: found.plural, namespaced: found.namespaced });
    },
    $client: () => (reconciler.options.client === undefined ? -1 : Number.parseInt(reconciler.options.client, 10)),
    $apiPrototype: (machine, _this, [name, proto]) => new ApiPrototype(machine, name as string, proto as VObject),
    $apiMethod: remembered((machine, name, method) => {
      const found = methodOf(name, method as string);
      return found && toValue(machine, found);
    }),
    $fields: remembered((machine, name, generation) => {
      const fields = modelFields(name, Number(generation));
      return fields && toValue(machine, fields);
    }),
    $model: model,
    $sentBody: (machine, _this, [value, type, generation]) => sentBody(machine, value, type as string, Number(generation)),
    $shownBody: (machine, _this, [value, type, generation]) => shownBody(machine, value, type as string, Number(generation), parts),
    $dateOf: (machine, _this, [text]) => dateOf(machine, text),
    $isDate: (_vm, _this, [value]) => value instanceof VDate,
    $loadYaml: loadYaml(dateOf),
    $dumpYaml: dumpYaml,
    $objects(machine, _this, [world, apiVersion, kind]) {
      mayRead(reconciler, kind === "Event");
      return machine.array(objectsOf(reconciler.worlds[world as number], apiVersion, kind).map((object) => toValue(machine, object)));
    },
    $external: (machine, _this, [world, system]) =>
      toValue(machine, reconciler.worlds[world as number]?.external[system as string] ?? null),
  };
  for (const [name, native] of Object.entries(natives)) {
    if (vm.realm.has(name)) throw new Error(`the machine has an intrinsic ${name} of its own`);
    vm.realm.define(name, vm.native(name.slice(1), native.length, native));
  }
}

/** Events that nobody seemed to read were not kept. */
function mayRead({ traits, vm }: Reconciler, isOfEvents: boolean): void {
  if (isOfEvents && !traits.readsEvents)
    vm.notModelled(
      "Events are read in a way that is not modelled: use `listNamespacedEvent` and its like, or a path that ends in `/events`",
    );
}

const objectsOf = (world: WorldData | undefined, apiVersion: Value, kind: Value) =>
  (world?.objects ?? []).filter((object) => object["apiVersion"] === apiVersion && object["kind"] === kind);

/** Made once for each name, as if it had always been there, so that asking for one changes nothing. */
function remembered(make: (vm: Vm, name: string, more: Value) => Value): NativeFunction {
  const known = new Map<string, Value>();
  return (vm: Vm, _this, [name, more]) => {
    const model = typeof name === "string" ? name : "";
    const key = `${model} ${typeof more === "number" || typeof more === "string" ? more : ""}`;
    if (!known.has(key))
      known.set(
        key,
        vm.realm.inBeginning(() => make(vm, model, more)),
      );
    return known.get(key);
  };
}

/** A class without fields; there is one of each name. */
function modelClass(vm: Vm, name: string): Value {
  const prototype = vm.object() as OrdinaryObject;
  const construct: NativeFunction = (machine, _this, _args, newTarget) => {
    const own = newTarget === undefined ? prototype : machine.get(newTarget, "prototype");
    return machine.object(typeof own === "object" && own !== null ? own : prototype);
  };
  const made = vm.native(name, 0, construct, { isConstructor: true }) as OrdinaryObject;
  prototype.addNamed("constructor", made, attribute.writable | attribute.configurable);
  made.addNamed("prototype", prototype, 0);
  return made;
}

function dateOf(vm: Vm, text: Value): Value {
  const date = new VDate(vm.nextId(), vm.realm.intrinsic("DatePrototype"), vm.realm.emptyShape, [], "date");
  date.time =
    text instanceof VDate ? text.time : typeof text === "string" ? Date.parse(text) : typeof text === "number" ? text : Number.NaN;
  return date;
}
