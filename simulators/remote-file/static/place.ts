import { isLocal, mountOf, normalPath } from "../nodes/paths.ts";
import type { RemoteFiles } from "../config/model.ts";
import { textOf, type Value } from "./values.ts";

/** Where a path leads, as far as it is known. */
export interface Place {
  /** Normal, and known as a whole. */
  readonly path?: string;
  /** As it is written. */
  readonly written?: string;
  readonly beginning?: string;
  readonly mount?: number;
  readonly isLocal: boolean;
}

/** The place that a value names as a path; undefined: nothing is known of it. */
export function placeOf({ mounts, local }: RemoteFiles, value: Value | undefined): Place | undefined {
  const written = textOf(value);
  if (written !== undefined) {
    const path = normalPath(written);
    const mount = mountOf(mounts, path);
    return { path, written, beginning: written, isLocal: isLocal(local, path), ...(mount === undefined ? {} : { mount }) };
  }
  if (value?.kind !== "text") return undefined;
  // Up to the last slash: behind it a name may go on.
  const folder = value.start.slice(0, value.start.lastIndexOf("/") + 1);
  const mount = folder === "" ? undefined : mountOf(mounts, normalPath(folder));
  const isUnderLocal = folder !== "" && isLocal(local, normalPath(folder));
  return { beginning: value.start, isLocal: isUnderLocal, ...(mount === undefined ? {} : { mount }) };
}
