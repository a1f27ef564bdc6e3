/** `node:async_hooks`: importing it is fine, entering a context is not modelled. */

const refused = (what: string): never => $notModelled(`\`${what}\` is not modelled: pass what belongs to a request as an argument`);

export class AsyncLocalStorage {
  run(): never {
    return refused("AsyncLocalStorage.run");
  }
  exit(): never {
    return refused("AsyncLocalStorage.exit");
  }
  enterWith(): never {
    return refused("AsyncLocalStorage.enterWith");
  }
  /** Nobody can have entered: as outside of every `run`. */
  getStore(): undefined {
    return undefined;
  }
  disable(): void {}
  static bind(): never {
    return refused("AsyncLocalStorage.bind");
  }
  static snapshot(): never {
    return refused("AsyncLocalStorage.snapshot");
  }
}

export class AsyncResource {
  constructor() {
    refused("AsyncResource");
  }
}

export const createHook = (): never => refused("async_hooks.createHook");
export const executionAsyncId = (): number => 1;
export const triggerAsyncId = (): number => 0;
export default { AsyncLocalStorage, AsyncResource, createHook, executionAsyncId, triggerAsyncId };
