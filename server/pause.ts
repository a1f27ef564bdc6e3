/** Runs begin so long after the last edit of a file, unless they are quick; milliseconds. */
const longestMs = 300;

/** Keys of a fast typist come closer than this: quicker answers would be to half a word. */
const shortestMs = 75;

/**
 * How long to wait for another key before what was edited is run again, milliseconds.
 * A run that a further edit would throw away wastes at most as much time as was waited for it.
 *
 * @param took What each of the scenarios took when it was last run, milliseconds; undefined: nobody knows.
 */
export function pauseBefore(took: readonly (number | undefined)[]): number {
  const slowest = took.reduce<number>((most, one) => Math.max(most, one ?? Number.POSITIVE_INFINITY), 0);
  return Math.min(longestMs, Math.max(shortestMs, slowest));
}
