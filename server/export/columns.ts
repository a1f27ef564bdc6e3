/** How many columns of a terminal `text` takes: two for East Asian wide characters and emoji, none for combining marks. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += narrow.test(character) ? 1 : combining.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return columns;
}

/** `text`, or as much of its start as fits into `columns`, with `…` as its last. */
export function cutTo(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  let taken = "";
  let left = columns - 1;
  for (const character of text) {
    left -= columnsOf(character);
    if (left < 0) break;
    taken += character;
  }
  return `${taken}…`;
}

const narrow = /^[\x20-\x7e]$/;
const combining = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]$/u;
