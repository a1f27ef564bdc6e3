/** A list of rows of one height. Heights and offsets in CSS pixels. */
export interface VirtualList {
  readonly count: number;
  readonly rowHeight: number;
  /** Height of the visible part. */
  readonly viewHeight: number;
}

/** Rows `first` up to, not including, `last` are drawn; the first of them at `top` in the scrolled box. */
export interface VirtualWindow {
  readonly first: number;
  readonly last: number;
  readonly top: number;
}

/**
 * Rows to draw for a scroll position, with `overscan` rows on either side.
 * Up to `maximumBox` one pixel of scrolling is one pixel of rows; beyond, the box stays at that height and scrolling is stretched.
 */
export function windowAt(list: VirtualList, scrollTop: number, overscan = 6): VirtualWindow {
  const { count, rowHeight, viewHeight } = list;
  const offset = offsetAt(list, scrollTop);
  const first = Math.max(0, Math.floor(offset / rowHeight) - overscan);
  const last = Math.min(count, Math.ceil((offset + viewHeight) / rowHeight) + overscan);
  return { first, last: Math.max(first, last), top: clampScroll(list, scrollTop) + first * rowHeight - offset };
}

/** Height of the box that scrolls. */
export function boxHeight({ count, rowHeight }: VirtualList): number {
  return Math.min(count * rowHeight, maximumBox);
}

/** Row at `y` of the visible part, or undefined below the last one. */
export function rowAt(list: VirtualList, scrollTop: number, y: number): number | undefined {
  const row = Math.floor((offsetAt(list, scrollTop) + y) / list.rowHeight);
  return 0 <= row && row < list.count ? row : undefined;
}

/** Is the whole of `row` in the visible part? */
export function isVisible(list: VirtualList, scrollTop: number, row: number): boolean {
  const y = row * list.rowHeight - offsetAt(list, scrollTop);
  return y >= -0.5 && y + list.rowHeight <= list.viewHeight + 0.5;
}

/** Scroll position that shows `row` in the middle, as far as the ends allow. */
export function scrollToCentre(list: VirtualList, row: number): number {
  const wanted = row * list.rowHeight + list.rowHeight / 2 - list.viewHeight / 2;
  return scrollFor(list, wanted);
}

/** Scroll position after which `row` is visible, moving as little as possible. */
export function scrollToNearest(list: VirtualList, scrollTop: number, row: number): number {
  if (isVisible(list, scrollTop, row)) return scrollTop;
  const above = row * list.rowHeight < offsetAt(list, scrollTop);
  return scrollFor(list, above ? row * list.rowHeight : (row + 1) * list.rowHeight - list.viewHeight);
}

/** Browsers lose precision, and then rows, in boxes higher than some 16 million pixels. */
export const maximumBox = 8_000_000;

function offsetAt(list: VirtualList, scrollTop: number): number {
  const room = boxHeight(list) - list.viewHeight;
  if (room <= 0) return 0;
  return (clampScroll(list, scrollTop) * (list.count * list.rowHeight - list.viewHeight)) / room;
}

function scrollFor(list: VirtualList, offset: number): number {
  const hidden = list.count * list.rowHeight - list.viewHeight;
  if (hidden <= 0) return 0;
  const inside = Math.min(Math.max(0, offset), hidden);
  return (inside * (boxHeight(list) - list.viewHeight)) / hidden;
}

const clampScroll = (list: VirtualList, scrollTop: number): number =>
  Math.min(Math.max(0, scrollTop), Math.max(0, boxHeight(list) - list.viewHeight));
