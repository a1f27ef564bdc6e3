/**
 * The name that somebody meant, if one is near enough: at most a third of its letters, and at least one, may be wrong, missing, added or swapped.
 * Ties: the first in the list.
 */
export function nearest(written: string, names: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const distance = editDistance(written.toLowerCase(), name.toLowerCase());
    if (distance >= least || distance > Math.max(1, Math.floor(Math.max(name.length, written.length) / 3))) continue;
    best = name;
    least = distance;
  }
  return best;
}

/** `; did you mean NAME?`, or nothing: to be put behind a message. */
export function didYouMean(written: string, names: readonly string[]): string {
  const name = nearest(written, names);
  return name === undefined ? "" : `; did you mean ${name}?`;
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 20) return Number.POSITIVE_INFINITY;
  let twoAgo: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const at = (cells: readonly number[], index: number) => cells[index] ?? Number.POSITIVE_INFINITY;
      row.push(
        Math.min(
          at(row, j - 1) + 1,
          at(previous, j) + 1,
          at(previous, j - 1) + (isSame ? 0 : 1),
          isSwap ? at(twoAgo, j - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    twoAgo = previous;
    previous = row;
  }
  return previous[b.length] ?? Number.POSITIVE_INFINITY;
}
