interface Node { readonly value: number }

let current: Node = { value: 1 };
const seen: number[] = [];

/** @thread */
export function read(): void {
  const node = current;
  seen.push(node.value);
}

/** @thread */
export function replace(): void {
  const old = current;
  current = { value: old.value + 1 };
}

/** @finally */
export const nothingFreed = (): boolean => !seen.includes(-1);
