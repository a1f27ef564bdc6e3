import { didYouMean } from "./nearest.ts";
import { UsageError } from "./usage-error.ts";

/** An option of a command. */
export interface Option {
  /** Without the dashes. */
  readonly name: string;
  /** Name of its value in the help (`FILE`); absent: the option is a switch. */
  readonly value?: string;
  readonly help: string;
  /** It may be given several times. */
  readonly isRepeatable?: boolean;
}

export interface Arguments {
  readonly operands: readonly string[];
  /** Of one that is given several times, the last value. */
  readonly options: ReadonlyMap<string, string>;
  /** All values of options that may be repeated, as given. */
  readonly lists: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads `--name value`, `--name=value`, `--switch` and operands in any order; everything behind `--` is an operand, and so is `-`.
 *
 * @throws {UsageError} An option is unknown, twice, without its value, or a switch with one.
 */
export function readArguments(argv: readonly string[], known: readonly Option[]): Arguments {
  const operands: string[] = [];
  const options = new Map<string, string>();
  const lists = new Map<string, readonly string[]>();
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] ?? "";
    if (word === "--") return { operands: [...operands, ...argv.slice(index + 1)], options, lists };
    if (!word.startsWith("-") || word === "-") {
      operands.push(word);
      continue;
    }
    const [written, inline] = splitOnce(word, "=");
    const option = findOption(written, known);
    if (options.has(option.name) && option.isRepeatable !== true) throw new UsageError(`${written} is given twice`);
    if (option.value === undefined) {
      if (inline !== undefined) throw new UsageError(`${written} takes no value`);
      options.set(option.name, "");
      continue;
    }
    const value = inline ?? argv[index + 1];
    if (value === undefined || (inline === undefined && value.startsWith("--")))
      throw new UsageError(`${written} needs a value: ${written} ${option.value}`);
    if (inline === undefined) index += 1;
    options.set(option.name, value);
    if (option.isRepeatable === true) lists.set(option.name, [...(lists.get(option.name) ?? []), value]);
  }
  return { operands, options, lists };
}

/** A whole number within bounds (ends included), or undefined where the option is not given. */
export function integerOption(
  given: Arguments,
  name: string,
  bounds: { readonly least: number; readonly most: number },
): number | undefined {
  const text = given.options.get(name);
  if (text === undefined) return undefined;
  const number = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(bounds.least <= number && number <= bounds.most)) {
    throw new UsageError(`--${name} ${text}: give a whole number from ${bounds.least} to ${bounds.most}`);
  }
  return number;
}

/** One of a few words. */
export function choiceOption<Choice extends string>(given: Arguments, name: string, choices: readonly Choice[]): Choice | undefined {
  const text = given.options.get(name);
  if (text === undefined) return undefined;
  const choice = choices.find((candidate) => candidate === text);
  if (choice === undefined) throw new UsageError(`--${name} ${text}: give one of ${choices.join(", ")}${didYouMean(text, choices)}`);
  return choice;
}

function findOption(written: string, known: readonly Option[]): Option {
  const option = known.find(({ name }) => `--${name}` === written);
  if (option) return option;
  throw new UsageError(
    `unknown option ${written}${didYouMean(
      written,
      known.map(({ name }) => `--${name}`),
    )}`,
  );
}

function splitOnce(text: string, separator: string): readonly [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
