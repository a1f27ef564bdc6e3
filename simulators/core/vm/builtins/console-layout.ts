/** How Node's `util.inspect` puts the parts of an object into lines (`compact: 3` by default). */

export interface Layout {
  readonly breakLength: number;
  readonly compact: number | boolean;
  readonly maxArrayLength: number;
  /** Spaces before the lines that are written now. */
  indentation: number;
  /** How deep the object was that was written last. */
  currentDepth: number;
}

/** An object whose parts are written already. */
export interface Parts {
  readonly output: readonly string[];
  readonly base: string;
  readonly braces: readonly [string, string];
  /** Written as a list, which may be drawn in columns. */
  readonly isList: boolean;
  /** 1 for the outermost object. */
  readonly depth: number;
  /** Every element is a number: columns are aligned to the right. */
  readonly isNumeric: boolean;
}

export function layOut(layout: Layout, parts: Parts): string {
  const { base, braces } = parts;
  const prefix = base === "" ? "" : `${base} `;
  let { output } = parts;
  if (layout.compact === true) return layOutCompactly(layout, parts);
  if (typeof layout.compact === "number" && layout.compact >= 1) {
    const entries = output.length;
    if (parts.isList && entries > 6) output = inColumns(layout, output, parts.isNumeric);
    if (layout.currentDepth - parts.depth < layout.compact && entries === output.length) {
      const start = output.length + layout.indentation + braces[0].length + base.length + 10;
      const joined = output.join(", ");
      if (fits(layout, output, start, base) && !joined.includes("\n")) return `${prefix}${braces[0]} ${joined} ${braces[1]}`;
    }
  }
  const line = `\n${" ".repeat(layout.indentation)}`;
  return `${prefix}${braces[0]}${line}  ${output.join(`,${line}  `)}${line}${braces[1]}`;
}

function layOutCompactly(layout: Layout, { output, base, braces }: Parts): string {
  if (fits(layout, output, 0, base)) return `${braces[0]}${base === "" ? "" : ` ${base}`} ${output.join(", ")} ${braces[1]}`;
  const line = `\n${" ".repeat(layout.indentation)}`;
  const start = base === "" && braces[0].length === 1 ? " " : `${base === "" ? "" : ` ${base}`}\n${line}  `;
  return `${braces[0]}${start}${output.join(`,${line}  `)} ${braces[1]}`;
}

function fits(layout: Layout, output: readonly string[], start: number, base: string): boolean {
  const total = output.reduce((sum, part) => sum + part.length, output.length + start);
  return total <= layout.breakLength && !base.includes("\n");
}

/** Several short elements in each line, if at least three fit. */
function inColumns(layout: Layout, output: readonly string[], isNumeric: boolean): readonly string[] {
  const hasMore = layout.maxArrayLength < output.length;
  const shown = hasMore ? output.slice(0, -1) : output;
  const lengths = shown.map((part) => part.length);
  const total = lengths.reduce((sum, length) => sum + length + separator, 0);
  const longest = Math.max(...lengths) + separator;
  if (longest * 3 + layout.indentation >= layout.breakLength || (total / longest <= 5 && longest - separator > 6)) return output;
  const bias = Math.sqrt(longest - total / output.length);
  const width = Math.max(longest - 3 - bias, 1);
  const columns = Math.min(
    Math.round(Math.sqrt(2.5 * width * shown.length) / width),
    Math.floor((layout.breakLength - layout.indentation) / longest),
    (layout.compact as number) * 4,
    15,
  );
  if (columns <= 1) return output;
  const widths = Array.from({ length: columns }, (_, column) => {
    const inColumn = lengths.filter((_length, at) => at % columns === column);
    return Math.max(0, ...inColumn) + separator;
  });
  const lines: string[] = [];
  for (let from = 0; from < shown.length; from += columns) lines.push(row(shown.slice(from, from + columns), widths, isNumeric));
  return hasMore ? [...lines, output[output.length - 1] as string] : lines;
}

const separator = 2;

function row(parts: readonly string[], widths: readonly number[], isNumeric: boolean): string {
  return parts
    .map((part, column) => {
      const isLast = column === parts.length - 1;
      const width = widths[column] as number;
      if (isNumeric) return isLast ? part.padStart(width - separator) : `${part}, `.padStart(width);
      return isLast ? part : `${part}, `.padEnd(width);
    })
    .join("");
}

/** In single quotes, or in others if it contains some. */
export function quote(text: string): string {
  const mark = !text.includes("'") ? "'" : !text.includes('"') ? '"' : !text.includes("`") && !text.includes("${") ? "`" : "'";
  let quoted = "";
  for (const character of text) quoted += character === mark && mark === "'" ? "\\'" : escape(character);
  return mark + quoted + mark;
}

const named: Readonly<Record<string, string>> = { "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", "\\": "\\\\" };

function escape(character: string): string {
  const name = named[character];
  if (name !== undefined) return name;
  const code = character.charCodeAt(0);
  if (code < 32 || (code >= 127 && code < 160)) return `\\x${code.toString(16).toUpperCase().padStart(2, "0")}`;
  const isAlone = character.length === 1 && code >= 0xd800 && code <= 0xdfff;
  return isAlone ? `\\u${code.toString(16)}` : character;
}
