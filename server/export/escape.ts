/**
 * Makes text that came from users safe on a terminal: control characters, marks that turn the writing direction
 * and halves of surrogate pairs are shown as escapes, so that no file name or message can move the cursor, hide or fake output.
 * Line ends and tabs are escaped too: whoever wants lines splits first.
 */
export function escapeControls(text: string): string {
  return text.replace(unsafe, (character) => shortEscapes[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

const shortEscapes: { readonly [character: string]: string } = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** C0, DEL, C1, line and paragraph separators, bidirectional controls, the byte order mark, lone surrogates. */
const unsafe = /[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]/gu;
