import type { HeaderPicture, Link } from "../../../protocol/picture.ts";
import type { EncodedHeader } from "../header.ts";
import { decodeHeader, hexOf } from "../header.ts";
import { headerBitsByLink, headerParts, links } from "../header-parts.ts";
import type { Topology } from "../model.ts";

/**
 * A header as the panel draws it: bits, parts and what is left on each kind of link that the packet takes.
 * Of bits that no decoder understands only the hex digits and the first link are shown.
 *
 * @param taken The kinds of links that the packet takes.
 */
export function headerPicture(topology: Topology, encoded: EncodedHeader, taken: ReadonlySet<Link>): HeaderPicture {
  const { bytes, bits } = encoded;
  const hex = hexOf(bytes);
  const decoded = decodeHeader(topology, bytes, bits);
  if (decoded.kind === "malformed") return { hex, bits, parts: [], links: [{ link: "hostUp", bits, popped: decoded.message }] };
  const { header } = decoded;
  const left = headerBitsByLink(topology, header);
  const shown = links.flatMap((link) => {
    const rest = left[link];
    if (rest === undefined || !taken.has(link)) return [];
    return [{ link, bits: rest, popped: poppedBefore(link, header.dc !== undefined, header.us !== undefined) }];
  });
  return { hex, bits, parts: headerParts(topology, header), links: shown };
}

/** Which part the switch before this link has read and taken off. */
function poppedBefore(link: Link, hasCore: boolean, hasSpine: boolean): string {
  switch (link) {
    case "hostUp":
      return "all parts";
    case "leafUp":
      return "UL read and popped";
    case "spineUp":
      return "US read and popped";
    case "coreDown":
      return "DC read and popped";
    case "spineDown":
      return hasCore ? "DS read and popped" : "US read and popped";
    case "leafDown":
      return hasSpine ? "DL read and popped" : "UL read and popped";
  }
}
