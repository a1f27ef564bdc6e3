import type { JsonObject } from "../../../../protocol/json.ts";
import type { Type } from "../kinds/schema.ts";
import type { Refusal } from "../status.ts";

/**
 * `strategicMerge` of `strategic.ts`: the object after the patch, not yet decoded; directives are gone from it.
 *
 * @param original As the server would answer it.
 * @returns A refusal as the real server words it: 400 for a patch of the wrong form, 500 for a missing merge key.
 */
export type StrategicMerge = (type: Type, original: JsonObject, patch: JsonObject) => JsonObject | Refusal;

/**
 * `apply` of `apply.ts`: server-side apply. The object after it, with its new `metadata.managedFields`, not yet decoded or defaulted.
 *
 * @param live The stored object (with managedFields); undefined: the apply creates it.
 * @param body The applied configuration. The server has checked that it is an object; all else (`metadata.managedFields must be nil`, version) is checked here.
 * @returns A refusal: 409 with the conflicts as causes, 400 for a wrong body.
 */
export type Apply = (live: JsonObject | undefined, body: JsonObject, options: ApplyOptions) => JsonObject | Refusal;

export interface ApplyOptions extends ManagerOptions {
  readonly force: boolean;
}

export interface ManagerOptions {
  /** Name of the field manager. */
  readonly manager: string;
  /** Of the resource as it is served: `apps/v1`. */
  readonly apiVersion: string;
  readonly type: Type;
  /** RFC 3339: for entries that change. */
  readonly now: string;
}

/**
 * `trackUpdate` of `managed-fields.ts`: `next` with the `metadata.managedFields` that a create, update or patch by `manager` leaves.
 *
 * Called after decoding and before validation, as the real server does. Never refuses: managedFields that cannot be read are dropped.
 *
 * @param live The stored object; undefined: a create.
 */
export type TrackUpdate = (live: JsonObject | undefined, next: JsonObject, options: ManagerOptions) => JsonObject;
