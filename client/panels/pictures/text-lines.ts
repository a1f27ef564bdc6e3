/** A picture as lines of text. `line` makes one when it is drawn, so that a million copies cost nothing. */
export interface TextLines {
  readonly count: number;
  line(index: number): TextLine;
}

export interface TextLine {
  readonly text: string;
  /** Step that the line belongs to. */
  readonly step?: number;
  readonly isBad?: boolean;
  readonly isTitle?: boolean;
}

/** Lines that are at hand. */
export const fixed = (lines: readonly TextLine[]): TextLines => ({ count: lines.length, line: (index) => lines[index] ?? { text: "" } });

/** One after the other. */
export function join(parts: readonly TextLines[]): TextLines {
  return {
    count: parts.reduce((sum, part) => sum + part.count, 0),
    line: (index) => {
      let left = index;
      for (const part of parts) {
        if (left < part.count) return part.line(left);
        left -= part.count;
      }
      return { text: "" };
    },
  };
}
