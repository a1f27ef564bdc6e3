import { BaseApi } from "./api.ts";
import { generation } from "./generation.ts";
import { type Configuration, server, ServerConfiguration } from "./http.ts";

const cluster = { name: "check", server, skipTLSVerify: false };
const user = { name: "controller" };
const context = { name: "check", cluster: cluster.name, user: user.name };

/** A configuration that always leads to the cluster of the check, whatever is loaded into it. */
export class KubeConfig {
  clusters: object[] = [cluster];
  users: object[] = [user];
  contexts: object[] = [context];
  currentContext: string = context.name;

  loadFromDefault(): void {}
  loadFromFile(): void {}
  loadFromString(): void {}
  loadFromOptions(): void {}
  loadFromCluster(): void {}
  loadFromClusterAndUser(): void {}
  mergeConfig(): void {}
  addCluster(): void {}
  addUser(): void {}
  addContext(): void {}
  addAuthenticator(): void {}
  setCurrentContext(): void {}
  setupDefaultContext(): void {}
  applyToRequest(): Promise<void> {
    return Promise.resolve();
  }
  applyToHTTPSOptions(): Promise<void> {
    return Promise.resolve();
  }
  applyToFetchOptions(options: object): Promise<object> {
    return Promise.resolve({ ...options });
  }
  applySecurityAuthentication(): Promise<void> {
    return Promise.resolve();
  }
  getClusters(): object[] {
    return this.clusters;
  }
  getUsers(): object[] {
    return this.users;
  }
  getContexts(): object[] {
    return this.contexts;
  }
  getCurrentContext(): string {
    return this.currentContext;
  }
  getCurrentCluster(): object {
    return cluster;
  }
  getCurrentUser(): object {
    return user;
  }
  getContextObject(): object {
    return context;
  }
  getCluster(): object {
    return cluster;
  }
  getUser(): object {
    return user;
  }
  exportConfig(): string {
    return JSON.stringify({ clusters: this.clusters, contexts: this.contexts, users: this.users, "current-context": this.currentContext });
  }
  makeApiClient<T>(Api: new (first: unknown) => T): T {
    return new Api(generation === 0 ? server : createConfiguration());
  }
}

const apiFromConfig = <T>(Api: new (first: unknown) => T): T => new KubeConfig().makeApiClient(Api);

/** Of 0.x. */
export const Config = { apiFromConfig, fromFile: apiFromConfig, fromCluster: apiFromConfig, defaultClient: apiFromConfig };

/** From 1.0 on. */
export function createConfiguration(
  options: Configuration & { readonly baseServer?: unknown; readonly authMethods?: unknown } = {},
): Configuration {
  const middleware = [...(options.middleware ?? []), ...(options.promiseMiddleware ?? [])];
  const made = { baseServer: options.baseServer ?? server1, authMethods: options.authMethods ?? {}, middleware };
  return made;
}

export const server1 = new ServerConfiguration(server, {});
export const servers = [server1];

export { BaseApi };
