import type { DocComment } from "./comments.ts";
import type { Stretch } from "./parse.ts";

/** A word behind a tag: `x2`, `cpus=2`. */
export interface Word extends Stretch {
  readonly text: string;
}

/** A block tag of a doc comment; `start` is its `@`, `end` is behind its name. */
export interface Tag extends Stretch {
  readonly name: string;
  readonly words: readonly Word[];
  readonly comment: DocComment;
}

interface OpenTag extends Tag {
  readonly words: Word[];
}

/** Which tags a simulator reads, and what their options look like. */
export interface TagLanguage {
  readonly isOurTag: (name: string) => boolean;
  /** Whether a word can only be an option of a tag: `x2`, `cpus=2`. */
  readonly isOption: (word: string) => boolean;
}

/**
 * The block tags of a comment: each begins its line, or stands behind another tag of ours, or ends a line of prose.
 * Words behind ` - ` are prose; a following line goes on with the options of a tag if it consists of nothing else.
 */
export function tagsOf(text: string, comment: DocComment, language: TagLanguage): readonly Tag[] {
  const mention = text.indexOf("@", comment.start);
  if (mention === -1 || comment.end <= mention) return [];
  const tags: OpenTag[] = [];
  let isCode = false;
  let mayGoOn = false;
  for (const line of linesOf(text, comment)) {
    const words = wordsOf(text, line);
    if (words[0]?.text.startsWith("```")) isCode = !isCode;
    else if (!isCode) {
      const before = tags.length;
      readLine(words, comment, tags, mayGoOn, language);
      const last = tags.at(-1);
      mayGoOn =
        last !== undefined &&
        language.isOurTag(last.name) &&
        (tags.length > before || (mayGoOn && words.every(({ text }) => language.isOption(text))));
    }
  }
  return tags;
}

function readLine(words: readonly Word[], comment: DocComment, tags: OpenTag[], mayGoOn: boolean, language: TagLanguage): void {
  const { isOurTag, isOption } = language;
  let open = mayGoOn && words.length > 0 && words.every(({ text }) => isOption(text)) ? tags.at(-1) : undefined;
  for (const [index, word] of words.entries()) {
    const name = /^@([A-Za-z][\w-]*)/.exec(word.text)?.[1];
    const follows = open !== undefined && isOurTag(open.name);
    if (name !== undefined && (index === 0 || follows || (isOurTag(name) && endsLine(words.slice(index + 1), isOption)))) {
      open = { name, words: [], comment, start: word.start, end: word.start + 1 + name.length };
      tags.push(open);
    } else if (open && /^[-\u2013\u2014]+$/.test(word.text)) return;
    else if (open) open.words.push(word);
  }
}

const endsLine = (rest: readonly Word[], isOption: (word: string) => boolean): boolean =>
  rest.every(({ text }) => isOption(text) || /^@[A-Za-z]/.test(text));

/** The lines between the marks of a comment, without their leading stars. */
function linesOf(text: string, comment: DocComment): readonly Stretch[] {
  const close = text.startsWith("*/", comment.end - 2) && comment.end - 2 >= comment.start + 3 ? comment.end - 2 : comment.end;
  const lines: Stretch[] = [];
  let start = comment.start + 3;
  while (start <= close) {
    const feed = text.slice(start, close).search(/[\n\r]/);
    const end = feed === -1 ? close : start + feed;
    const lead = /^\s*\**/.exec(text.slice(start, end))?.[0].length ?? 0;
    lines.push({ start: start + lead, end });
    start = end + 1;
  }
  return lines;
}

function wordsOf(text: string, { start, end }: Stretch): readonly Word[] {
  return [...text.slice(start, end).matchAll(/\S+/g)].map((match) => {
    const from = start + match.index;
    return { text: match[0], start: from, end: from + match[0].length };
  });
}
