interface Node { value: number; isFree: boolean }

let current: Node = { value: 1, isFree: false };
const seen: number[] = [];

/** @thread */
export function read(): void {
  const node = current;
  if (node.isFree) return;
  seen.push(node.value);
}

/** @thread */
export function replace(): void {
  const old = current;
  current = { value: 2, isFree: false };
  old.isFree = true;
  old.value = -1;
}

/** @finally */
export const nothingFreed = (): boolean => !seen.includes(-1);
