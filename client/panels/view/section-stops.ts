const sections = "header, .bar, .sec, footer";

/**
 * Moves the focus to the next section, or the previous one; after the last comes the first.
 * @param stops What gets the focus in each section, in their order.
 * @param fallback Stands for the current section while nothing has the focus.
 */
export function focusNextSection(stops: readonly HTMLElement[], direction: 1 | -1, fallback: Element): void {
  const here = document.activeElement?.closest(sections) ?? fallback;
  const at = stops.findIndex((stop) => stop.closest(sections) === here);
  stops[(at + direction + stops.length) % stops.length]?.focus();
}
