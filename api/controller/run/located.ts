import type { Surroundings } from "./surroundings.ts";

/** An entry, and the folder of the file that it stands in. */
export interface Located<T> {
  readonly entry: T;
  readonly folder: string;
}

/** What is given as data, in base64, else what is in a file. */
export function textOf(
  data: string | undefined,
  path: string | undefined,
  folder: string,
  { read, resolve }: Pick<Surroundings, "read" | "resolve">,
): string | undefined {
  if (data) return Buffer.from(data, "base64").toString("utf8");
  return path ? read(resolve(folder, path)) : undefined;
}
