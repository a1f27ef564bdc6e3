import type { Budget } from "../budget.ts";

/** What the arrays of a search may take: the process needs some of its limit for itself. */
export const maximumBytes = ({ memoryLimitMb }: Pick<Budget, "memoryLimitMb">): number => memoryLimitMb * 2 ** 20 * 0.8;
