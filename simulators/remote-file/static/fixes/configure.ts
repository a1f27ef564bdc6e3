import type { Fix } from "../../../../protocol/problem.ts";
import type { Json } from "../../../../protocol/json.ts";
import { setOrInsert } from "../../../core/config/edits.ts";
import type { Context } from "../rules/context.ts";
import type { Sighting } from "../sightings.ts";

/** Edits of the configuration: of the mount that a file is under. */
function setOfMount({ document }: Context, { mount }: Sighting, field: string, value: Json, title: string): readonly Fix[] {
  if (!document || mount === undefined) return [];
  const edits = setOrInsert(document, ["mounts", mount, field], value);
  return edits.length > 0 ? [{ title, edits }] : [];
}

export const setAccess = (context: Context, sighting: Sighting, access: "rw" | "rw+atomic"): readonly Fix[] =>
  setOfMount(context, sighting, "access", access, `Set the mount's access to ${access}`);

/** @param bytes Rounded up to words of 8 bytes. */
export function setRegionSize(context: Context, sighting: Sighting, bytes: number): readonly Fix[] {
  const size = Math.ceil(bytes / 8) * 8;
  return setOfMount(context, sighting, "regionSize", size, `Set the mount's regionSize to ${size}`);
}
