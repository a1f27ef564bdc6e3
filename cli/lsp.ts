import { createRequire } from "node:module";
import { join } from "node:path";
import type { Arguments } from "./arguments.ts";
import type { World } from "./command.ts";
import { UsageError } from "./usage-error.ts";

/** `faultline lsp --stdio`: the language server that the extension runs, in this process. Ends with its client. */
export function lsp({ options, operands }: Arguments, { dist }: World): Promise<number> {
  if (operands.length > 0) throw new UsageError("lsp takes no operands");
  if (!options.has("stdio")) throw new UsageError("the language server speaks over standard input and output only: faultline lsp --stdio");
  // A bundle of its own: no other command pays for it.
  const server = createRequire(join(dist, "server", "main.cjs"))("./main.cjs") as { startServer(argv: readonly string[]): void };
  server.startServer(["--stdio"]);
  return new Promise(() => {});
}
