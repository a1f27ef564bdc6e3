/** `faultline/controller` inside the machine: calls become requests of the process, and nothing is connected to a real cluster. */
import { createKube, type KubeAnswer, type KubeRequest } from "../../../api/controller/kube.ts";
import type { ControllerDefinition, KindRef } from "../../../api/controller/types.ts";
import { CheckedWorld } from "./world.ts";

export * from "../../../api/controller/index.ts";

/** A check plays the cluster itself. */
export function runController(): Promise<void> {
  return Promise.resolve();
}

/** What `reconcile` is called with. */
function prepare(definition: ControllerDefinition, request: unknown): readonly unknown[] {
  const watched = [definition.resource, ...(definition.owns ?? []), ...(definition.watches ?? [])];
  const isWatched = (apiVersion: string, kind: string): boolean =>
    watched.some((known: KindRef) => known.apiVersion === apiVersion && known.kind === kind);
  const kube = createKube({ transport, resourceOf: $resource, isWatched, name: definition.name });
  return [request, kube, clientsOf(definition)];
}
$register("prepare", prepare);
$register("world", (world: number) => new CheckedWorld(world));

function transport(request: KubeRequest): Promise<KubeAnswer> {
  return new Promise((resolve, reject) => {
    $request(JSON.stringify(request), (answer) => {
      if (answer === undefined) reject(new Error("the connection was closed"));
      else resolve(answer);
    });
  });
}

type Client = Record<string, (...args: readonly unknown[]) => Promise<unknown>>;

function clientsOf({ external = {} }: ControllerDefinition): Record<string, Client> {
  return Object.fromEntries(
    Object.entries(external).map(([system, { operations }]) => [system, clientOf(system, Object.keys(operations))]),
  );
}

function clientOf(system: string, operations: readonly string[]): Client {
  return Object.fromEntries(operations.map((operation) => [operation, (...args) => operate(system, operation, args)]));
}

function operate(system: string, operation: string, args: readonly unknown[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    $operate(system, operation, JSON.stringify(args), (answer) => {
      if (answer === undefined) reject(new Error(`no answer came from ${system}.${operation}`));
      else if (answer.code === 200) resolve(answer.body);
      else if (answer.code === 204) resolve(undefined);
      else reject(new Error(messageOf(answer.body) ?? `${system}.${operation} failed`));
    });
  });
}

const messageOf = (body: unknown): string | undefined => (body as { readonly message?: string } | null)?.message;
