import type { Connection, Tls } from "./connection.ts";
import { credentialsOf, type User } from "./credentials.ts";
import { type Located, textOf } from "./located.ts";
import type { Surroundings } from "./surroundings.ts";

/** A file of a kubeconfig: its paths are relative to its folder. */
export interface Source {
  readonly name: string;
  readonly text: string;
  readonly folder: string;
}

/** @see https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/ */
export interface Config {
  readonly name: string;
  readonly currentContext: string;
  readonly clusters: ReadonlyMap<string, Located<Cluster>>;
  readonly users: ReadonlyMap<string, Located<User>>;
  readonly contexts: ReadonlyMap<string, Located<Context>>;
}

interface Cluster {
  readonly server?: string;
  readonly "certificate-authority"?: string;
  readonly "certificate-authority-data"?: string;
  readonly "insecure-skip-tls-verify"?: boolean;
  readonly "tls-server-name"?: string;
  readonly "proxy-url"?: string;
}

interface Context {
  readonly cluster?: string;
  readonly user?: string;
  readonly namespace?: string;
}

/** Several files count as one: of each name, the first entry. @throws {Error} One is no kubeconfig. */
export async function readConfigs(sources: readonly Source[]): Promise<Config> {
  const files = await Promise.all(sources.map(async (source) => ({ source, file: await readFile(source) })));
  const entries = <T>(list: "clusters" | "users" | "contexts", member: string): Map<string, Located<T>> =>
    new Map(
      files
        .flatMap(({ source, file }) => (file[list] ?? []).map((named) => ({ named, folder: source.folder })))
        .reverse()
        .map(({ named, folder }) => [String(named["name"]), { entry: (named[member] ?? {}) as T, folder }]),
    );
  return {
    name: sources.map(({ name }) => name).join(", "),
    currentContext: files.map(({ file }) => file["current-context"] ?? "").find((name) => name !== "") ?? "",
    clusters: entries<Cluster>("clusters", "cluster"),
    users: entries<User>("users", "user"),
    contexts: entries<Context>("contexts", "context"),
  };
}

interface File {
  readonly clusters?: readonly Readonly<Record<string, unknown>>[] | null;
  readonly users?: readonly Readonly<Record<string, unknown>>[] | null;
  readonly contexts?: readonly Readonly<Record<string, unknown>>[] | null;
  readonly "current-context"?: string;
}

async function readFile({ name, text }: Source): Promise<File> {
  const value = await parse(name, text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error(`${name} is no kubeconfig`);
  return value;
}

/** Most are YAML; its parser is loaded for those alone. */
async function parse(name: string, text: string): Promise<unknown> {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const yaml = await import("yaml");
    try {
      return yaml.parse(text) as unknown;
    } catch (error) {
      throw new Error(`${name} is no kubeconfig: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }
}

/** What the current context says. @throws {Error} It is missing or cannot be used. */
export function connectionOf(config: Config, around: Surroundings): Connection {
  const context = find(config, "context", config.contexts, config.currentContext).entry;
  const { entry: cluster, folder } = find(config, "cluster", config.clusters, context.cluster);
  const user = context.user === undefined || context.user === "" ? { entry: {}, folder } : find(config, "user", config.users, context.user);
  const refuse = (what: string): never => {
    throw new Error(`${config.name}: context "${config.currentContext}": ${what}`);
  };
  if (cluster["proxy-url"]) refuse("a proxy-url is not supported; give the address of a port that is forwarded");
  const server = urlOf(cluster.server) ?? refuse(`the cluster has no server that is a URL`);
  const credentials = credentialsOf(user, around, refuse);
  return {
    server,
    tls: { ...tlsOf(cluster, folder, around), ...credentials.tls },
    headers: () => credentials.headers(),
    ...(context.namespace ? { namespace: context.namespace } : {}),
  };
}

function find<T>(config: Config, what: string, entries: ReadonlyMap<string, Located<T>>, name: string | undefined): Located<T> {
  if (!name)
    throw new Error(`${config.name} names no ${what === "context" ? "current-context" : what}: kubectl config use-context NAME sets one`);
  const found = entries.get(name);
  if (found !== undefined) return found;
  const names = [...entries.keys()].reverse().map((known) => `"${known}"`);
  throw new Error(`${config.name} has no ${what} "${name}"${names.length === 0 ? "" : `; it has ${names.join(", ")}`}`);
}

function urlOf(text: string | undefined): URL | undefined {
  try {
    const url = new URL(text ?? "");
    return url.protocol === "http:" || url.protocol === "https:" ? url : undefined;
  } catch {
    return undefined;
  }
}

function tlsOf(cluster: Cluster, folder: string, around: Surroundings): Tls {
  const ca = textOf(cluster["certificate-authority-data"], cluster["certificate-authority"], folder, around);
  const servername = cluster["tls-server-name"];
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cluster["insecure-skip-tls-verify"] === true ? { rejectUnauthorized: false } : {}),
    ...(servername ? { servername } : {}),
  };
}
