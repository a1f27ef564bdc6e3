import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { createKube } from "../kube.ts";
import type { ControllerDefinition, RunOptions } from "../types.ts";
import { ApiClient } from "./api-client.ts";
import { connect } from "./connect.ts";
import type { Connection } from "./connection.ts";
import { Discovery } from "./discovery.ts";
import { Election } from "./election.ts";
import { Manager } from "./manager.ts";
import { thisMachine } from "./surroundings.ts";
import type { Timing } from "./timing.ts";

/** `runController`, with its waits. */
export async function run(definition: ControllerDefinition, options: RunOptions, timing: Timing): Promise<void> {
  const { workers = 1, signal = new AbortController().signal, leaderElection = true } = options;
  checkOptions(definition, options, workers);
  if (signal.aborted) return;
  const connection = await connect(options.kubeconfig, thisMachine());
  const client = new ApiClient(connection, `${plainName(definition.name)}/faultline`, timing.request);
  const discovery = new Discovery(client);
  const log = (text: string): void => console.error(`faultline: controller ${definition.name}: ${text}`);
  const election = leaderElection ? electionOf(definition, options, { connection, client, discovery, timing, log }) : undefined;
  try {
    await new Manager({ definition, options, workers, client, discovery, election, timing, log }).run(signal);
  } finally {
    client.close();
  }
}

/** @throws {Error} What is given does not fit the definition. */
function checkOptions({ external = {} }: ControllerDefinition, options: RunOptions, workers: number): void {
  if (!Number.isInteger(workers) || workers < 1) throw new RangeError(`workers: ${workers} is no number from 1`);
  const missing = Object.keys(external).filter((system) => !Object.hasOwn(options.external ?? {}, system));
  if (missing.length > 0) throw new TypeError(`runController needs the real clients of ${missing.join(", ")}: give them as external`);
}

interface Parts {
  readonly connection: Connection;
  readonly client: ApiClient;
  readonly discovery: Discovery;
  readonly timing: Timing;
  readonly log: (text: string) => void;
}

function electionOf({ name }: ControllerDefinition, options: RunOptions, { connection, client, discovery, timing, log }: Parts): Election {
  const kube = createKube({
    name,
    // Who cannot renew for so long has lost it.
    transport: (request) => client.request(request, AbortSignal.timeout(timing.lease.renewal)),
    resourceOf: (apiVersion, kind) => discovery.resourceOf(apiVersion, kind),
    isWatched: () => false,
  });
  const namespace = options.namespace ?? connection.namespace ?? "default";
  const identity = `${hostname()}_${randomUUID()}`;
  return new Election({ kube, namespace, name: plainName(name), identity, timing: timing.lease, log });
}

/** As names of objects must be. */
const plainName = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, "-")
    .replaceAll(/^-+|-+$/g, "") || "controller";
