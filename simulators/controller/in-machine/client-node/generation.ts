/** Which generation of the client is meant: 0 for 0.x (positional parameters, `{ response, body }`), 1 from 1.0 on; undefined: each call tells. */
export const generation: 0 | 1 | undefined = $client() === -1 ? undefined : $client() === 0 ? 0 : 1;

/** From 2.0 on requests go through `undici`, no longer through `node-fetch`. */
export const isUndici: boolean = $client() === 2;

/** What 2.0 calls a parameter of 1.x: undefined, the same. */
export const newName = (method: ApiMethod, name: string): string | undefined =>
  method.name === "listCustomObjectForAllNamespaces" && name === "plural" ? "resourcePlural" : undefined;

/** From 1.0 on a call has one object with the parameters by their names. */
export function generationOf(method: ApiMethod, args: readonly unknown[]): 0 | 1 {
  if (generation !== undefined) return generation;
  const { old, now } = method;
  if (old === undefined) return 1;
  if (now === undefined) return 0;
  const [first] = args;
  if (args.length === 0) return now.some(({ isRequired }) => isRequired) ? 0 : 1;
  if (typeof first !== "object" || first === null) return 0;
  const names = now.flatMap(({ name }) => [name, newName(method, name)]);
  const isThere = (name: string): boolean => name in first || (newName(method, name) ?? name) in first;
  const isByName =
    Object.keys(first).every((key) => names.includes(key)) && now.every(({ name, isRequired }) => !isRequired || isThere(name));
  return isByName ? 1 : 0;
}
