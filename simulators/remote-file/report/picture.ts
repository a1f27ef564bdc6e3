import type { MemoryCell, MemoryMoment, MemoryPicture } from "../../../protocol/picture.ts";
import { checkClaim } from "../nodes/claim.ts";
import type { Breach } from "../properties/breach.ts";
import { bytesBefore } from "../properties/bytes.ts";
import { overlap, type Part, type Work } from "../properties/history.ts";
import type { Cell } from "./state.ts";
import type { ToldStep } from "./steps.ts";
import type { Teller } from "./teller.ts";
import { eventsOf } from "./events.ts";
import { valueText } from "./values.ts";

/** More pieces, or more moments, than this nobody looks at side by side. */
const mostCells = 8;
const mostMoments = 14;

/** The file that matters, at every moment that matters; undefined: no bytes are moved. */
export function pictureOf(
  teller: Teller,
  told: readonly ToldStep[],
  cells: readonly Cell[],
  times: readonly number[],
  breach: Breach | undefined,
): MemoryPicture | undefined {
  const focus = focusOf(teller, breach);
  const wanted = cells.filter(({ path, target }) =>
    focus ? path === focus.path && target === focus.target : cells[0]?.path === path && cells[0]?.target === target,
  );
  const near = focus ? wanted.filter((cell) => focus.from < cell.to && cell.from < focus.to) : wanted;
  const shown = (near.length > 0 ? near : wanted).slice(0, mostCells);
  const [first] = shown;
  if (!first) return undefined;
  const moments = momentsOf(teller, told, shown, focus);
  const compared = comparedOf(teller, breach);
  return {
    kind: "memory",
    file: first.path,
    node: teller.node(first.target),
    cells: shown.map(({ from, to }) => ({ from, to })),
    moments: moments.length <= mostMoments ? moments : [...moments.slice(0, 1), ...moments.slice(1 - mostMoments)],
    ...(compared ? { compared } : {}),
    times,
    systemEvents: checkClaim(eventsOf(teller.run)).bypassEvents,
  };
}

interface Focus {
  readonly path: string;
  readonly target: number;
  readonly from: number;
  readonly to: number;
  /** The write whose bytes count as new; absent: every one. */
  readonly write?: Work;
  readonly torn?: { readonly process: number; readonly index: number };
}

function focusOf({ history }: Teller, breach: Breach | undefined): Focus | undefined {
  const detail = breach?.detail;
  if (detail?.kind !== "torn" && detail?.kind !== "published" && detail?.kind !== "lost") return undefined;
  const write = history.worksOf(detail.kind === "published" ? detail.dataWrite : detail.write).at(-1);
  if (!write) return undefined;
  const flags = detail.kind === "published" ? history.worksOf(detail.flagWrite).flatMap((work) => work.range ?? []) : [];
  const own = [detail.range, ...flags.filter(({ path }) => path === detail.range.path)];
  return {
    path: detail.range.path,
    target: write.target,
    from: Math.min(...own.map(({ from }) => from)),
    to: Math.max(...own.map(({ to }) => to)),
    ...(detail.kind === "torn" ? { write, torn: detail.read } : {}),
  };
}

function momentsOf(teller: Teller, told: readonly ToldStep[], cells: readonly Cell[], focus: Focus | undefined): readonly MemoryMoment[] {
  const { history } = teller;
  const before: MemoryMoment = { step: -1, title: "at the start", cells: cells.map((cell) => cellAt(teller, cell, 0, focus)) };
  const moments = told.flatMap(({ moment }, step): readonly MemoryMoment[] => {
    const part = teller.partAt(moment);
    if (!part || !cells.some((cell) => overlap(cell, part))) return [];
    if (part.kind === "place") return [placed(teller, step, part, cells, focus)];
    // What a read gets is shown once, when its last part is there.
    const isLast = !history.parts.some((other) => other.work === part.work && part.moment < other.moment);
    return part.work.opcode === "READ" && isLast ? [got(teller, step, part.work, cells, focus)] : [];
  });
  return [before, ...moments];
}

function placed(teller: Teller, step: number, part: Part, cells: readonly Cell[], focus: Focus | undefined): MemoryMoment {
  const who = teller.process(part.work.process);
  const isWhole = part.length === part.work.length;
  return {
    step,
    title: isWhole ? `${who} writes` : `${who}: a part lands`,
    cells: cells.map((cell) => {
      const shown = cellAt(teller, cell, part.moment + 1, focus);
      return overlap(cell, part) ? { ...shown, isMoved: true } : shown;
    }),
  };
}

function got(teller: Teller, step: number, read: Work, cells: readonly Cell[], focus: Focus | undefined): MemoryMoment {
  const parts = teller.history.parts.filter((part) => part.work === read);
  const isTorn = focus?.torn?.process === read.process && focus.torn.index === read.index;
  return {
    step,
    title: `${teller.process(read.process)} gets`,
    cells: cells.map((cell): MemoryCell => {
      const part = parts.find((one) => overlap(one, cell));
      return part ? { ...cellAt(teller, cell, part.moment, focus), isMoved: true } : { text: "", age: "none" };
    }),
    ...(isTorn ? { isTorn } : {}),
  };
}

function cellAt(teller: Teller, cell: Cell, moment: number, focus: Focus | undefined): MemoryCell {
  const last = teller.history.parts.findLast((part) => part.kind === "place" && part.moment < moment && overlap(part, cell));
  const isNew = last !== undefined && (focus?.write === undefined || last.work === focus.write);
  return { text: valueText(bytesBefore(teller.history, teller.initial, cell, moment)), age: isNew ? "new" : "old" };
}

function comparedOf(teller: Teller, breach: Breach | undefined): MemoryPicture["compared"] {
  if (breach?.detail.kind !== "torn") return undefined;
  const { allOld, allNew, asRead } = breach.detail.compared;
  const who = teller.process(breach.process);
  return [
    { what: "all old bytes", outcome: `${who} ${teller.outcome(breach.process, allOld)}` },
    { what: "all new bytes", outcome: `${who} ${teller.outcome(breach.process, allNew)}` },
    { what: "this read", outcome: `${who} ${teller.outcome(breach.process, asRead)}`, isHarm: true },
  ];
}
