interface Entry { readonly next: Entry | undefined; readonly value: number }

let head: Entry | undefined = { next: { next: undefined, value: 2 }, value: 1 };
const sums: number[] = [];

/** @thread */
export function sum(): void {
  let total = 0;
  for (let entry = head; entry !== undefined; entry = entry.next) total += entry.value;
  sums.push(total);
}

/** @thread */
export function remove(): void {
  head = head?.next;
}

/** @finally */
export const wholeSums = (): boolean => sums.every((one) => one === 3 || one === 2);
