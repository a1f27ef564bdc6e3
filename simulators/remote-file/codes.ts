import type { Code } from "../../protocol/problem.ts";

/** Every code of remote files; `docs/codes` has a page for each. */
export const remoteFileCodes: readonly Code[] = Array.from({ length: 25 }, (_, index): Code => `FL${4000 + index}`);
