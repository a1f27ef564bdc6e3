const given: number[] = [];

function counter(): { readonly next: number } {
  let last = 0;
  return {
    get next(): number {
      last += 1;
      return last;
    },
  };
}

/** @thread x2 */
export function take(): void {
  const ids = counter();
  given.push(ids.next + ids.next);
}

/** @finally */
export const bothThree = (): boolean => given.join() === "3,3";
