/**
 * A configuration as a tree of values that know where they stand: the same for JSON, YAML and TypeScript.
 * Offsets count UTF-16 units from the start of the text; `end` is the first one behind.
 */
export type ConfigNode = ConfigScalar | ConfigObject | ConfigArray;

/** How a text is written, so that a fix can write its replacement alike. */
export type ScalarStyle = "plain" | "double" | "single" | "template";

export interface ConfigScalar extends Placed {
  readonly kind: "string" | "number" | "boolean" | "null";
  readonly value: string | number | boolean | null;
  readonly style: ScalarStyle;
}

export interface ConfigObject extends Placed {
  readonly kind: "object";
  /** In the order of the text; of a name that is there twice the last one counts. */
  readonly members: readonly ConfigNode[];
  readonly body: Body;
}

export interface ConfigArray extends Placed {
  readonly kind: "array";
  readonly members: readonly ConfigNode[];
  readonly body: Body;
}

interface Placed {
  /** Where the value is used: an alias or an identifier stands for what it names. */
  readonly start: number;
  readonly end: number;
  /** The property that has this value; elements of an array have none. */
  readonly key?: ConfigKey;
  /** Nodes in this subtree, itself included, with everything that aliases and spreads repeat. */
  readonly size: number;
}

export interface ConfigKey {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Where a container is written: needed to add to it or to take from it. */
export interface Body {
  /** The opening bracket, or the first member of a block. */
  readonly open: number;
  /** Behind the closing bracket, or behind the last member of a block. */
  readonly close: number;
  /** Behind the last member that is written here; -1 when there is none. */
  readonly lastEnd: number;
  /** Without brackets, by indentation (YAML). */
  readonly isBlock: boolean;
}

/** A place in the tree: names of properties and indices of elements, from the root. */
export type Pointer = readonly (string | number)[];

/** A text that is no configuration at all: where and why. */
export interface SyntaxProblem {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  /** Text that mends it when it is inserted at `at`. */
  readonly insert?: { readonly at: number; readonly text: string };
}

export type Format = "json" | "yaml" | "typescript";

/** What a parser makes of a text. Either there is a problem or a root. */
export interface ConfigTree {
  readonly format: Format;
  readonly root?: ConfigNode;
  readonly problems: readonly SyntaxProblem[];
}

/** Brackets in one another: deeper than any configuration, shallow enough for every recursion here. */
export const deepestNesting = 100;

/** Nodes that aliases and spreads may make of a text: more is meant to harm. */
export const largestTree = 2_000_000;

/** The member of an object by its name: the last one, as every parser has it. */
export function memberOf(node: ConfigNode | undefined, name: string): ConfigNode | undefined {
  if (node?.kind !== "object") return undefined;
  // A plain loop: this is asked for every property of every group.
  for (let index = node.members.length - 1; 0 <= index; index--) {
    const member = node.members[index];
    if (member?.key?.name === name) return member;
  }
  return undefined;
}

/** The elements of an array; none of anything else. */
export function elementsOf(node: ConfigNode | undefined): readonly ConfigNode[] {
  return node?.kind === "array" ? node.members : [];
}

/** The node at `pointer`, or undefined. */
export function nodeAt(root: ConfigNode | undefined, pointer: Pointer): ConfigNode | undefined {
  return pointer.reduce<ConfigNode | undefined>(
    (node, step) => (typeof step === "string" ? memberOf(node, step) : elementsOf(node)[step]),
    root,
  );
}

/** Nodes in a container with these members. */
export function sizeOf(members: readonly ConfigNode[]): number {
  let size = 1;
  for (const member of members) size += member.size;
  return size;
}
