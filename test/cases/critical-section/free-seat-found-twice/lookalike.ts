const seats: string[][] = [["", "x"], ["x", ""]];

function find(first: number): readonly [number, number] | undefined {
  rows: for (let row = first; row < seats.length; row += 1) {
    for (let seat = 0; seat < 2; seat += 1) {
      if (seats[row]![seat] !== "") continue;
      if (row !== first) continue rows;
      return [row, seat];
    }
  }
  return undefined;
}

function bookIn(row: number): void {
  const free = find(row);
  if (free) seats[free[0]]![free[1]] += "o";
}

/** @thread */
export const bookInFront = (): void => bookIn(0);

/** @thread */
export const bookBehind = (): void => bookIn(1);

/** @finally */
export const noneTwice = (): boolean => seats.flat().every((seat) => seat.length < 2);
