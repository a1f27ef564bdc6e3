/** Hosts of the largest fabric: 64 pods of 128 leaves of 128 hosts (docs/multicast/specification.md §7). */
export const hostLimit = 1_048_576;

/**
 * Hosts that all host expressions of a file may stand for together, repetitions included: about ten of the largest fabrics.
 * More would take minutes and gigabytes to check.
 */
export const memberLimit = 10_000_000;
