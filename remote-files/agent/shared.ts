/** Memory that a thread shares with its link to the manager: what must be known without asking. 32-bit words. */

/** How many answers have come: what a thread that waits for one watches. */
export const answersWord = 0;

/** Set when the connection to the manager is gone. */
export const managerLostWord = 1;

/** Set when the link runs. */
export const startedWord = 2;

/** One for each memory node, set when it is lost. */
export const lostWord = (node: number): number => 8 + node;

const mostNodes = 248;

/** Files that a thread may have open. */
export const mostFiles = 65_536;

/** One for each open file: bits of `protocol/messages.ts`. */
export const flagsWord = (index: number): number => 8 + mostNodes + index;

export const sharedBytes = 4 * (8 + mostNodes + mostFiles);
