/** What Node says of an argument that is of another kind than it has to be. */
export function received(value: unknown): string {
  if (value === null || value === undefined) return ` Received ${value}`;
  if (typeof value === "function") return ` Received function ${value.name}`;
  if (typeof value === "object") {
    const { name } = (value.constructor ?? {}) as { readonly name?: string };
    return name ? ` Received an instance of ${name}` : ` Received ${$inspect(value, { depth: -1 })}`;
  }
  const shown = $inspect(value, undefined);
  return ` Received type ${typeof value} (${shown.length > 28 ? `${shown.slice(0, 25)}...` : shown})`;
}

/** An error with Node's code: its stack shows the code, its name does not. */
export function coded<E extends Error>(error: E, code: string): E {
  return Object.assign(error, { code });
}

export function validateText(value: unknown, name: string): asserts value is string {
  if (typeof value !== "string") {
    throw coded(new TypeError(`The "${name}" argument must be of type string.${received(value)}`), "ERR_INVALID_ARG_TYPE");
  }
}
