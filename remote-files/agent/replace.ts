/** Any function of Node's. */
export type HostFunction = (this: unknown, ...args: unknown[]) => unknown;

/** As far as the property lets itself be replaced: what does not is found by the canary. */
export function replace(target: object, name: string, value: unknown): void {
  const described = Object.getOwnPropertyDescriptor(target, name);
  if (described?.configurable === true) Object.defineProperty(target, name, { ...described, value });
  else if (described?.writable === true) Reflect.set(target, name, value);
}

/** Name, length and what `util.promisify` looks for. */
export function withProperties(original: HostFunction, wrapper: HostFunction): HostFunction {
  return Object.defineProperties(wrapper, Object.getOwnPropertyDescriptors(original));
}
