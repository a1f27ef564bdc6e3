interface Node { value: number; isFree: boolean }

let current: Node = { value: 1, isFree: false };
let hazard: Node | undefined;
const retired: Node[] = [];
const seen: number[] = [];

/** @thread */
export function read(): void {
  for (;;) {
    const node = current;
    hazard = node;
    if (current !== node) continue;
    seen.push(node.value);
    hazard = undefined;
    return;
  }
}

/** @thread */
export function replace(): void {
  const old = current;
  current = { value: 2, isFree: false };
  if (hazard === old) {
    retired.push(old);
    return;
  }
  old.isFree = true;
  old.value = -1;
}

/** @finally */
export const nothingFreed = (): boolean => !seen.includes(-1);
