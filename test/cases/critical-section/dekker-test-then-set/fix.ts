const wants = [false, false];
let turn = 0;
const shelf = { holders: 0, items: 0 };

function acquire(me: number): void {
  wants[me] = true;
  while (wants[1 - me]) {
    if (turn === me) continue;
    wants[me] = false;
    while (turn !== me) continue;
    wants[me] = true;
  }
}

function release(me: number): void {
  turn = 1 - me;
  wants[me] = false;
}

function restock(me: number): void {
  acquire(me);
  shelf.holders += 1;
  shelf.items += 1;
  shelf.holders -= 1;
  release(me);
}

/** @thread */
export const first = (): void => restock(0);

/** @thread */
export const second = (): void => restock(1);

/** @invariant */
export const oneInside = (): boolean => shelf.holders <= 1;

/** @finally */
export const bothCounted = (): boolean => shelf.items === 2;
