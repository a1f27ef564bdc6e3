import { explainCommand, runCommand, showTraceCommand, stopCommand } from "../../protocol/commands.ts";

/** What links in the server's hovers may do. */
export const enabledCommands: readonly string[] = [explainCommand, runCommand, stopCommand, showTraceCommand];
