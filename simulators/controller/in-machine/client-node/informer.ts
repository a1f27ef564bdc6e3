/**
 * Watches and informers call nobody: a check starts reconciles itself. What an informer's cache shows is asked of the check, which lets it be behind;
 * in the beginning everything has been listed once, whether or not anybody has called `start`.
 */
export class Watch {
  config: unknown;

  static SERVER_SIDE_CLOSE: object = { error: "Connection closed on server" };

  constructor(config?: unknown) {
    this.config = config;
  }
  watch(): Promise<{ abort(): void }> {
    return Promise.resolve({ abort() {} });
  }
}

export class ListWatch {
  #path: string;
  #selectors: Readonly<Record<string, string>>;

  constructor(path: string, _watch?: unknown, _listFn?: unknown, _autoStart?: boolean, labelSelector?: string, fieldSelector?: string) {
    this.#path = path.split("?")[0]?.replace(/\/$/, "") ?? "";
    this.#selectors = {
      ...(labelSelector === undefined ? {} : { labelSelector }),
      ...(fieldSelector === undefined ? {} : { fieldSelector }),
    };
    $informer(this.#path);
  }
  start(): Promise<void> {
    return Promise.resolve();
  }
  stop(): Promise<void> {
    return Promise.resolve();
  }
  on(verb: string): void {
    if (!verbs.includes(verb)) throw new Error(`Unknown verb: ${verb}`);
  }
  off(verb: string): void {
    this.on(verb);
  }

  /** As in the client, an object of a namespace is not found without its namespace. */
  get(name: string, namespace?: string): object | undefined {
    if (Object.keys(this.#selectors).length > 0)
      return this.list(namespace).find((object) => nameOf(object) === name && isIn(object, namespace));
    const path = this.#in(namespace);
    const isName = typeof name === "string" && name !== "";
    return path === undefined || !isName ? undefined : ($look(`${path}/${name}`, "{}") as object | undefined);
  }
  list(namespace?: string): object[] {
    const path = namespace ? this.#in(namespace) : this.#path;
    // The objects are those of the cache itself, the list is a new one each time.
    return path === undefined ? [] : [...($look(path, JSON.stringify(this.#selectors)) as readonly object[])];
  }
  latestResourceVersion(): never {
    return $notModelled("the resourceVersion of an informer is not modelled: read that of the objects");
  }

  /** The collection in a namespace; undefined: nothing of that is in the cache. */
  #in(namespace: string | undefined): string | undefined {
    const own = /^(.*)\/namespaces\/([^/]+)\/([^/]+)$/.exec(this.#path);
    if (own) return own[2] === namespace ? this.#path : undefined;
    return namespace ? this.#path.replace(/\/([^/]+)$/, `/namespaces/${namespace}/$1`) : this.#path;
  }
}

interface Named {
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
}

const nameOf = (object: object): string | undefined => (object as Named).metadata?.name;
const isIn = (object: object, namespace: string | undefined): boolean =>
  ((object as Named).metadata?.namespace ?? "") === (namespace ?? "");

export const makeInformer = (_config: unknown, path: string, listFn?: unknown, labelSelector?: string, fieldSelector?: string): ListWatch =>
  new ListWatch(path, undefined, listFn, false, labelSelector, fieldSelector);

export const ADD = "add";
export const UPDATE = "update";
export const CHANGE = "change";
export const DELETE = "delete";
export const CONNECT = "connect";
export const ERROR = "error";

const verbs: readonly string[] = [ADD, UPDATE, CHANGE, DELETE, CONNECT, ERROR];
