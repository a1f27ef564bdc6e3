/** Which generation of the client is meant: 0 for 0.x (positional parameters, `{ response, body }`), 1 from 1.0 on; undefined: each call tells. */
export const generation: 0 | 1 | undefined = $client() === -1 ? undefined : $client() === 0 ? 0 : 1;

/** From 1.0 on a call has one object with the parameters by their names. */
export function generationOf(method: ApiMethod, args: readonly unknown[]): 0 | 1 {
  if (generation !== undefined) return generation;
  const { old, now } = method;
  if (old === undefined) return 1;
  if (now === undefined) return 0;
  const [first] = args;
  if (args.length === 0) return now.some(({ isRequired }) => isRequired) ? 0 : 1;
  if (typeof first !== "object" || first === null) return 0;
  const names = now.map(({ name }) => name);
  const isByName =
    Object.keys(first).every((key) => names.includes(key)) && now.every(({ name, isRequired }) => !isRequired || name in first);
  return isByName ? 1 : 0;
}
