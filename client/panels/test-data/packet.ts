import type { CopyOnLink, Link } from "../../../protocol/picture.ts";
import type { Lane, Step } from "../../../protocol/trace.ts";
import { type FabricShape, nodeName, parseNode } from "../pictures/topology/names.ts";

/** A packet that is built hop by hop: each switch is one step that sends one copy for each port. */
export class PacketBuilder {
  readonly copies: CopyOnLink[] = [];
  readonly steps: Step[] = [];
  readonly lanes = new Map<string, Lane>();
  readonly #fabric: FabricShape;

  constructor(fabric: FabricShape) {
    this.#fabric = fabric;
  }

  /** `sends` says, for each neighbour, what kind of copy it is. */
  hop(node: string, message: string, sends: readonly Hop[], more: Partial<Step> = {}): void {
    this.lane(node);
    const step = this.steps.length;
    for (const { to, ...copy } of sends) {
      this.lane(to);
      this.copies.push({ step, from: node, to, frameBytes: 150 + Math.ceil(copy.headerBits / 8), header: 0, kind: "wanted", ...copy });
    }
    const first = sends[0]?.to;
    this.steps.push({
      lane: node,
      ...(first === undefined ? {} : { to: first }),
      action: "forward",
      message,
      changes: sends.map(({ to, kind }) => ({ location: ["copies", this.name(to)], after: kind ?? "wanted" })),
      ...more,
    });
  }

  lane(node: string): void {
    const tier = node.slice(0, node.indexOf(":"));
    if (!this.lanes.has(node)) this.lanes.set(node, { id: node, title: `${tier} ${this.name(node)}`, group: tier });
  }

  name(node: string): string {
    const code = parseNode(node);
    return code === undefined ? node : nodeName(this.#fabric, code);
  }
}

export interface Hop
  extends Pick<CopyOnLink, "to" | "link" | "headerBits" | "rule">,
    Partial<Pick<CopyOnLink, "kind" | "reads" | "header">> {}

const popped: { readonly [link in Link]: string } = {
  hostUp: "all parts",
  leafUp: "UL read and popped",
  spineUp: "US popped",
  coreDown: "DC popped",
  spineDown: "DS popped",
  leafDown: "DL read and popped",
};

/** What is left of a header on each link, by its bits there. */
export function linksOf(
  bits: { readonly [link in Link]: number },
): readonly { readonly link: Link; readonly bits: number; readonly popped: string }[] {
  return (Object.keys(popped) as Link[]).map((link) => ({ link, bits: bits[link], popped: popped[link] }));
}

/** Hex digits of a header that look like one: deterministic, of the right length. */
export function hexOf(bits: number): string {
  let seed = 0x9e3779b9;
  const digit = (): string => {
    seed = (Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) >>> 0;
    return (seed & 15).toString(16);
  };
  return Array.from({ length: Math.ceil(bits / 8) * 2 }, digit).join("");
}
