import type { DecodeMetadata } from "../strategy.ts";
import { decode } from "./decode.ts";
import { objectMeta } from "./tables/meta.ts";

/** The metadata of any object, typed and trimmed. */
export const decodeMetadata: DecodeMetadata = (metadata) => {
  const decoded = decode(objectMeta, metadata ?? {});
  return decoded.kind === "decoded" ? { object: decoded.value } : { error: `metadata.${decoded.message}` };
};
