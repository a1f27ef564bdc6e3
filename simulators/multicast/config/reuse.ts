import { commonHead, commonTail } from "./common.ts";
import { movedObject } from "../../core/config/moved.ts";
import { type ConfigNode, type ConfigObject, type ConfigTree, sizeOf } from "../../core/config/node.ts";

/** A text and what was read from it. */
export interface Read {
  readonly text: string;
  readonly tree: ConfigTree;
}

/**
 * Reads a text that differs from another one by an edit: objects in the lists of the root (groups, streams) that the edit did not touch
 * are taken over; only what is left is parsed, with `{}` in their place.
 *
 * What an object is depends on its own text alone, once it is certain that a value is expected where it begins:
 * that is so when the `{}` comes back as an element of a list of the root. Wherever there is a doubt the answer is undefined,
 * and the whole text has to be read.
 */
export function parseEdited(before: Read, text: string, parse: (text: string) => ConfigTree): ConfigTree | undefined {
  const { root, format, problems } = before.tree;
  if (problems.length > 0 || root?.kind !== "object") return undefined;
  if (format === "yaml" && [before.text, text].some((one) => refersElsewhere.test(one))) return undefined;
  const holes = untouchedObjects(before.text, root, text, format === "yaml");
  if (holes.length === 0) return undefined;
  const skeleton = parse(withHoles(text, holes));
  if (skeleton.problems.length > 0 || skeleton.root?.kind !== "object") return undefined;
  const filler = new Filler(holes);
  const filled = filler.root(skeleton.root);
  return filler.isComplete() ? { format, problems: [], root: filled } : undefined;
}

/** Anchors, aliases, tags, directives: with them the meaning of a stretch of YAML may lie outside of it. */
const refersElsewhere = /(?:^|[\s[{,:-])[&*!]|^%/m;

/** Less is parsed as fast as it is looked up. */
const smallestObject = 8;

/** An object that stands in both texts. */
interface Hole {
  /** In the text after. */
  readonly start: number;
  readonly end: number;
  readonly node: ConfigObject;
}

/** Those before the edit, and those behind it; in the order of the text. */
function untouchedObjects(before: string, root: ConfigObject, text: string, isYaml: boolean): readonly Hole[] {
  const head = commonHead(before, text);
  const tail = commonTail(before, text, Math.min(before.length, text.length) - head);
  const shift = text.length - before.length;
  const holes: Hole[] = [];
  for (const list of root.members) {
    if (list.kind !== "array") continue;
    list.members.forEach((node, index) => {
      if (node.kind !== "object" || node.end - node.start < smallestObject) return;
      // In YAML an object ends where the next one begins, and how far it is indented is part of it.
      const end = isYaml ? (list.members[index + 1]?.start ?? Number.POSITIVE_INFINITY) : node.end;
      const start = isYaml ? before.lastIndexOf("\n", node.start) : node.start;
      if (end <= head) holes.push({ start: node.start, end: node.end, node });
      else if (before.length - tail <= start)
        holes.push({ start: node.start + shift, end: node.end + shift, node: movedObject(node, shift) });
    });
  }
  return holes.sort((a, b) => a.start - b.start);
}

const hole = "{}";

function withHoles(text: string, holes: readonly Hole[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const { start, end } of holes) {
    parts.push(text.slice(done, start), hole);
    done = end;
  }
  parts.push(text.slice(done));
  return parts.join("");
}

/** Puts the objects into the tree that was read without them, and everything else where it stands in the whole text. */
class Filler {
  readonly holes: readonly Hole[];
  /** Where each hole ends in the text that was parsed, and how much is missing there by then. */
  readonly ends: readonly number[];
  readonly missing: readonly number[];
  filled = 0;

  constructor(holes: readonly Hole[]) {
    this.holes = holes;
    const ends: number[] = [];
    const missing: number[] = [];
    let total = 0;
    for (const { start, end } of holes) {
      ends.push(start - total + hole.length);
      total += end - start - hole.length;
      missing.push(total);
    }
    this.ends = ends;
    this.missing = missing;
  }

  root(node: ConfigObject): ConfigObject {
    const members = node.members.map((member) => {
      if (member.kind !== "array") return this.placed(member);
      return this.container(
        member,
        member.members.map((element) => this.objectAt(element) ?? this.placed(element)),
      );
    });
    return this.container(node, members);
  }

  /** Has every object found its place? */
  isComplete(): boolean {
    return this.filled === this.holes.length;
  }

  /** The elements come in the order of the text. */
  objectAt(element: ConfigNode): ConfigNode | undefined {
    const next = this.holes[this.filled];
    if (!next || element.kind !== "object" || element.members.length > 0) return undefined;
    if (element.end !== this.ends[this.filled] || element.end - element.start !== hole.length) return undefined;
    this.filled++;
    return next.node;
  }

  placed(node: ConfigNode): ConfigNode {
    if (node.kind === "object" || node.kind === "array") {
      return this.container(
        node,
        node.members.map((member) => this.placed(member)),
      );
    }
    return { ...node, ...this.place(node) };
  }

  container<Container extends Extract<ConfigNode, { readonly members: unknown }>>(
    node: Container,
    members: readonly ConfigNode[],
  ): Container {
    const { open, close, lastEnd, isBlock } = node.body;
    const body = { open: this.offset(open), close: this.offset(close), lastEnd: lastEnd === -1 ? -1 : this.offset(lastEnd), isBlock };
    return { ...node, ...this.place(node), members, body, size: sizeOf(members) };
  }

  place({ start, end, key }: ConfigNode): Pick<ConfigNode, "start" | "end" | "key"> {
    const at = { start: this.offset(start), end: this.offset(end) };
    return key ? { ...at, key: { name: key.name, start: this.offset(key.start), end: this.offset(key.end) } } : at;
  }

  /** Where an offset of the text that was parsed lies in the whole text. */
  offset(at: number): number {
    let low = 0;
    let high = this.ends.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.ends[middle] ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return at + (low === 0 ? 0 : (this.missing[low - 1] ?? 0));
  }
}
