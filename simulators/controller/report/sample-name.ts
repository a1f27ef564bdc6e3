import type { JsonObject } from "../../../protocol/json.ts";
import { textOf } from "../cluster/metadata.ts";
import type { Setup } from "../world/setup.ts";

/** "Memcached cache": the resource that the user edits and deletes. */
export const sampleName = ({ sample }: Setup): string => objectName(sample);

/** "Memcached cache", of an object as it is written. */
export const objectName = ({ kind, metadata }: JsonObject): string =>
  `${textOf(kind)} ${(metadata as { readonly name?: string } | undefined)?.name ?? ""}`.trim();
