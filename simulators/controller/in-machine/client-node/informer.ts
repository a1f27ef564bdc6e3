/** Watches and informers are there and say nothing: a check starts reconciles itself. */
const cacheText = "the cache of an informer is not modelled: read the object from the API server";

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
  start(): Promise<void> {
    return Promise.resolve();
  }
  stop(): Promise<void> {
    return Promise.resolve();
  }
  on(): void {}
  off(): void {}
  get(): never {
    return $notModelled(cacheText);
  }
  list(): never {
    return $notModelled(cacheText);
  }
  latestResourceVersion(): never {
    return $notModelled(cacheText);
  }
}

export const makeInformer = (): ListWatch => new ListWatch();

export const ADD = "add";
export const UPDATE = "update";
export const CHANGE = "change";
export const DELETE = "delete";
export const CONNECT = "connect";
export const ERROR = "error";
