import type { Body, ConfigArray, ConfigNode, ConfigObject } from "./node.ts";

/** The same object so many characters further on. Its members are moved when they are asked for. */
export function movedObject(node: ConfigObject, shift: number): ConfigObject {
  const origin = originOf(node);
  const whole = node.start - origin.start + shift;
  return whole === 0 ? origin : new MovedObject(origin, whole);
}

/** The object that a moved one was read as: whatever depends on the content alone can be remembered by it. */
export const originOf = (node: ConfigObject): ConfigObject => (node instanceof MovedObject ? node.origin : node);

class MovedObject implements ConfigObject {
  readonly kind = "object";
  readonly origin: ConfigObject;
  readonly start: number;
  readonly end: number;
  readonly size: number;
  readonly #shift: number;
  #members: readonly ConfigNode[] | undefined;

  /** @param origin An element of a list: it has no key. */
  constructor(origin: ConfigObject, shift: number) {
    this.origin = origin;
    this.start = origin.start + shift;
    this.end = origin.end + shift;
    this.size = origin.size;
    this.#shift = shift;
  }

  get members(): readonly ConfigNode[] {
    return (this.#members ??= this.origin.members.map((member) => moved(member, this.#shift)));
  }

  get body(): Body {
    return movedBody(this.origin.body, this.#shift);
  }
}

function moved(node: ConfigNode, shift: number): ConfigNode {
  const { key } = node;
  const at = {
    start: node.start + shift,
    end: node.end + shift,
    ...(key ? { key: { name: key.name, start: key.start + shift, end: key.end + shift } } : {}),
  };
  return isContainer(node)
    ? { ...node, ...at, body: movedBody(node.body, shift), members: node.members.map((member) => moved(member, shift)) }
    : { ...node, ...at };
}

const movedBody = ({ open, close, lastEnd, isBlock }: Body, shift: number): Body => ({
  open: open + shift,
  close: close + shift,
  lastEnd: lastEnd === -1 ? -1 : lastEnd + shift,
  isBlock,
});

const isContainer = (node: ConfigNode): node is ConfigObject | ConfigArray => node.kind === "object" || node.kind === "array";
