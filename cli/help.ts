import type { Option } from "./arguments.ts";
import type { Command } from "./command.ts";

/** All commands, one line each. */
export function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return `Faultline finds faults in infrastructure code with embedded simulators.

usage: faultline COMMAND …

${commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`).join("\n")}

faultline COMMAND --help   options of a command
faultline --version

Exit status: 0 all is well · 1 a violation · 2 wrong usage, or a path that cannot be read
             3 something was not run (with --strict also: undecided, or no scenario found) · 130 stopped by Ctrl-C
`;
}

/** One command with its options. */
export function commandHelp(command: Command, options: readonly Option[]): string {
  const names = options.map(({ name, value }) => (value === undefined ? `--${name}` : `--${name} ${value}`));
  const width = Math.max(0, ...names.map((name) => name.length));
  const lines = options.map(({ help }, index) => `  ${(names[index] ?? "").padEnd(width)}  ${help}`);
  return [
    `usage: faultline ${command.name}${command.usage === "" ? "" : ` ${command.usage}`}`,
    "",
    command.summary,
    ...(lines.length > 0 ? ["", "options:", ...lines] : []),
    ...(command.details ? ["", ...command.details] : []),
    "",
  ].join("\n");
}
