/** A step of a lasso as a circle: on the stem that leads in once, or on the ring that repeats. Pixels. */
export interface LassoNode {
  readonly step: number;
  readonly x: number;
  readonly y: number;
  readonly part: "stem" | "ring";
  /** Where its words stand: away from the ring's line and from each other. */
  readonly side: "below" | "above" | "right";
}

export interface LassoLayout {
  readonly width: number;
  readonly height: number;
  readonly ring: { readonly x: number; readonly y: number; readonly radius: number };
  readonly nodes: readonly LassoNode[];
  /** Steps of the stem that are not drawn, in its middle. */
  readonly skipped: { readonly count: number; readonly x: number; readonly y: number } | undefined;
  /** On a ring with many steps the circles are small and have no numbers. */
  readonly isDense: boolean;
  /** There is room for words beside each circle of the ring. */
  readonly hasWords: boolean;
}

/**
 * Stem and ring of a run that enters step `loop` again after its last one.
 * The ring is entered at its left, and runs clockwise.
 */
export function layoutLasso(steps: number, loop: number, width: number): LassoLayout {
  const ringSteps = sample(loop, steps, mostOnRing);
  const radius = Math.min(92, Math.max(46, width / 6));
  const height = radius * 2 + 76;
  const room = Math.max(0, width - radius * 2 - left - wordsRoom);
  const stem = shortStem(loop, Math.max(1, Math.floor(room / 46)));
  const pitch = stem.drawn.length === 0 ? 0 : Math.min(64, room / (stem.drawn.length + (stem.skipped > 0 ? 1 : 0)));
  const slots = stem.drawn.length + (stem.skipped > 0 ? 1 : 0);
  const centre = { x: left + slots * pitch + radius, y: height / 2, radius };
  const slotOf = (index: number): number => left + (index + (stem.skipped > 0 && index >= stem.head ? 1 : 0)) * pitch;
  return {
    width: centre.x + radius + wordsRoom,
    height,
    ring: centre,
    nodes: [
      ...stem.drawn.map((step, index): LassoNode => ({ step, x: slotOf(index), y: centre.y, part: "stem", side: "below" })),
      ...ringSteps.map((step, index) => onRing(step, index / ringSteps.length, centre)),
    ],
    skipped: stem.skipped > 0 ? { count: stem.skipped, x: left + stem.head * pitch, y: centre.y } : undefined,
    isDense: ringSteps.length > 12,
    hasWords: ringSteps.length <= 8,
  };
}

const mostOnRing = 48;

/** Pixels before the first circle, and behind the ring for the words of its right side. */
const left = 24;
const wordsRoom = 112;

function onRing(step: number, turn: number, ring: LassoLayout["ring"]): LassoNode {
  const angle = Math.PI + turn * 2 * Math.PI;
  const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
  // Words of the left side stand inside, where the stem leaves them room; all others outside.
  const side = Math.abs(dx) > 0.5 ? "right" : dy < 0 ? "above" : "below";
  return { step, x: ring.x + dx * ring.radius, y: ring.y + dy * ring.radius, part: "ring", side };
}

/** The first and the last steps of a stem that is too long for `room` circles. */
function shortStem(loop: number, room: number): { readonly drawn: readonly number[]; readonly head: number; readonly skipped: number } {
  if (loop <= room) return { drawn: sample(0, loop, loop), head: loop, skipped: 0 };
  const head = Math.max(1, Math.ceil((room - 1) / 2));
  const tail = Math.max(0, Math.min(loop - head, room - 1 - head));
  return { drawn: [...sample(0, head, head), ...sample(loop - tail, loop, tail)], head, skipped: loop - head - tail };
}

/** At most `most` steps of `from` up to `to`, evenly spread, the first always among them. */
function sample(from: number, to: number, most: number): readonly number[] {
  const length = to - from;
  const drawn = Math.min(length, most);
  return Array.from({ length: drawn }, (_, i) => from + Math.floor((i * length) / drawn));
}
