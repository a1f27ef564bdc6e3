interface Entry { readonly key: string; next: Entry | undefined; value: number | undefined }

const second: Entry = { key: "b", next: undefined, value: 2 };
let head: Entry | undefined = { key: "a", next: second, value: 1 };
let readers = 0;
const sums: number[] = [];

/** @thread */
export function sum(): void {
  readers += 1;
  let total = 0;
  for (let entry = head; entry !== undefined; entry = entry.next) total += entry.value ?? NaN;
  sums.push(total);
  readers -= 1;
}

/** @thread */
export function remove(): void {
  const gone = head;
  if (gone === undefined) return;
  head = gone.next;
  while (readers > 0);
  gone.value = undefined;
}

/** @finally */
export const wholeSums = (): boolean => sums.every((one) => one === 3 || one === 2);
