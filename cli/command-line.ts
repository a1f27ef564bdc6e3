import { escapeControls } from "../server/export/escape.ts";
import { readArguments } from "./arguments.ts";
import type { Command, World } from "./command.ts";
import { commands } from "./commands.ts";
import { exitUsage } from "./exit-status.ts";
import { commandHelp, overview } from "./help.ts";
import { didYouMean } from "./nearest.ts";
import { UnreadableError, UsageError } from "./usage-error.ts";

/** Finds the command, reads its arguments, runs it. @returns The exit status. */
export async function runCommandLine(argv: readonly string[], world: World): Promise<number> {
  const { terminal } = world;
  try {
    return await dispatch(argv, world);
  } catch (error) {
    if (!(error instanceof UsageError)) {
      terminal.tell(`faultline: internal error ${world.version}, Node ${process.versions.node}: please report it with this text`);
      terminal.tell(escapeLines(error instanceof Error ? (error.stack ?? error.message) : String(error)));
      return exitInternal;
    }
    for (const line of error.message.split("\n")) terminal.tell(`faultline: ${escapeControls(line)}`);
    if (error instanceof UnreadableError) return exitUsage;
    const hint = findCommand(argv)?.name;
    terminal.tell(`see: faultline ${hint === undefined ? "--help" : `${hint} --help`}`);
    return exitUsage;
  }
}

/** EX_SOFTWARE of sysexits.h: none of the statuses that say something about the user's code. */
const exitInternal = 70;

async function dispatch(argv: readonly string[], world: World): Promise<number> {
  const [first, second] = argv;
  if (first === "--version" || first === "-V") return say(`${world.version}\n`, world);
  if (first === undefined || isHelp(first)) {
    await world.terminal.out(overview(commands));
    return first === undefined ? exitUsage : 0;
  }
  if (first === "help") return say(second === undefined ? overview(commands) : await helpFor(argv.slice(1)), world);
  const command = commandOf(argv);
  const rest = argv.slice(command.name.split(" ").length);
  if (rest.slice(0, positionOf(rest, "--")).some(isHelp)) return say(await helpFor(argv), world);
  return command.run(readArguments(rest, await command.options()), world);
}

async function say(text: string, { terminal }: World): Promise<number> {
  await terminal.out(text);
  return 0;
}

const isHelp = (word: string): boolean => word === "--help" || word === "-h";

const positionOf = (words: readonly string[], word: string): number => (words.includes(word) ? words.indexOf(word) : words.length);

async function helpFor(words: readonly string[]): Promise<string> {
  const [first = ""] = words;
  const group = commands.filter(({ name }) => name.startsWith(`${first} `));
  if (group.length > 0 && !findCommand(words)) return overview(group);
  const command = commandOf(words);
  return commandHelp(command, await command.options());
}

function findCommand([first = "", second = ""]: readonly string[]): Command | undefined {
  return commands.find(({ name }) => name === `${first} ${second}`) ?? commands.find(({ name }) => name === first);
}

/** @throws {UsageError} There is no such command. */
function commandOf(words: readonly string[]): Command {
  const command = findCommand(words);
  if (command) return command;
  const [first = "", second] = words;
  const group = commands.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => name.slice(first.length + 1));
  if (group.length > 0) {
    const given = second === undefined ? "" : ` ${second}`;
    throw new UsageError(`faultline ${first}${given}: give one of ${group.join(", ")}${didYouMean(second ?? "", group)}`);
  }
  const names = [...new Set(commands.map(({ name }) => name.split(" ")[0] ?? name))];
  throw new UsageError(`${first.startsWith("-") ? "unknown option" : "there is no command"} ${first}${didYouMean(first, names)}`);
}

const escapeLines = (text: string): string => text.split("\n").map(escapeControls).join("\n");
