/**
 * Makes a failing schedule easier to follow by trying others: with fewer switches, then with fewer steps.
 *
 * For systems that are run rather than explored. Each attempt takes a block of steps of one process away, or moves it beside another block
 * of that process, or takes away a single step; the first one that still fails and is easier is kept, until none is.
 *
 * @param schedule Which process makes each step.
 * @param run Runs a schedule as far as it goes and says how it really went (a process that cannot move is left out, what comes after
 *   the failure is cut off); undefined when it does not fail in the same way. Must be deterministic.
 * @param maxAttempts Runs at most.
 */
export function minimiseSchedule(
  schedule: readonly number[],
  run: (schedule: readonly number[]) => readonly number[] | undefined,
  maxAttempts = 1000,
): readonly number[] {
  let best = schedule;
  let attempts = 0;
  for (let isBetter = true; isBetter; ) {
    isBetter = false;
    for (const candidate of candidates(best)) {
      if (!isEasier(candidate, best)) continue;
      if (maxAttempts <= attempts) return best;
      attempts += 1;
      const real = run(candidate);
      if (real === undefined || !isEasier(real, best)) continue;
      best = real;
      isBetter = true;
      break;
    }
  }
  return best;
}

export const switchesOf = (schedule: readonly number[]): number =>
  schedule.filter((process, i) => i > 0 && process !== schedule[i - 1]).length;

const isEasier = (a: readonly number[], b: readonly number[]): boolean => (switchesOf(a) - switchesOf(b) || a.length - b.length) < 0;

interface Block {
  readonly process: number;
  readonly steps: number;
}

/** Those that save most first. */
function* candidates(schedule: readonly number[]): Generator<readonly number[]> {
  const blocks = blocksOf(schedule);
  for (const [i] of blocks.entries()) yield stepsOf(blocks.filter((_, j) => j !== i));
  for (const [i, block] of blocks.entries()) {
    const others = blocks.filter((_, j) => j !== i);
    for (const [j, other] of others.entries()) if (other.process === block.process) yield stepsOf(others.toSpliced(j + 1, 0, block));
  }
  for (const [i, block] of blocks.entries()) yield stepsOf(blocks.with(i, { ...block, steps: block.steps - 1 }));
}

function blocksOf(schedule: readonly number[]): readonly Block[] {
  const blocks: Block[] = [];
  for (const process of schedule) {
    const last = blocks.at(-1);
    if (last?.process === process) blocks[blocks.length - 1] = { process, steps: last.steps + 1 };
    else blocks.push({ process, steps: 1 });
  }
  return blocks;
}

const stepsOf = (blocks: readonly Block[]): readonly number[] =>
  blocks.flatMap(({ process, steps }) => Array.from({ length: steps }, () => process));
