const seats: string[][] = [["", "x"], ["x", ""]];

function find(): readonly [number, number] | undefined {
  rows: for (let row = 0; row < seats.length; row += 1) {
    for (let seat = 0; seat < 2; seat += 1) {
      if (seats[row]![seat] === "x") continue;
      if (row === 9) continue rows;
      return [row, seat];
    }
  }
  return undefined;
}

/** @thread x2 */
export function book(): void {
  const free = find();
  if (free) seats[free[0]]![free[1]] += "o";
}

/** @finally */
export const noneTwice = (): boolean => seats.flat().every((seat) => seat.length < 2);
