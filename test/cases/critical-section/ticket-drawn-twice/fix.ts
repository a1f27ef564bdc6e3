const tickets = new Int32Array(new SharedArrayBuffer(8));
let inside = 0;
let most = 0;

/** @thread x2 */
export function work(): void {
  const mine = Atomics.add(tickets, 0, 1);
  while (Atomics.load(tickets, 1) !== mine);
  inside += 1;
  most = Math.max(most, inside);
  inside -= 1;
  Atomics.add(tickets, 1, 1);
}

/** @finally */
export const oneAtATime = (): boolean => most === 1;
