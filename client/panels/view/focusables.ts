import type { ListMove } from "../model/keys.ts";

/** What an element with the focus does with the keys of lists and tables. */
export interface KeyTarget {
  move?(by: ListMove): void;
  fold?(open: boolean): void;
  /** Enter. False: nothing to open here. */
  open?(): boolean;
  zoom?(by: "in" | "out" | "fit"): void;
}

const targets = new WeakMap<Element, KeyTarget>();

export function onKeys(element: Element, target: KeyTarget): void {
  targets.set(element, target);
}

/** The nearest element around `element` that takes such keys. */
export function keyTargetOf(element: Element | null): KeyTarget | undefined {
  for (let at = element; at; at = at.parentElement) {
    const target = targets.get(at);
    if (target) return target;
  }
  return undefined;
}
