import type ts from "typescript";
import type { RemoteFiles } from "../config/model.ts";
import { openFlags, type OpenFlags } from "../nodes/flags.ts";
import { type Action, isStream } from "./actions.ts";
import { evaluate } from "./evaluate.ts";
import type { Names } from "./names.ts";
import { placeOf } from "./place.ts";
import { type Extent, type HandleState, keep, overlap, type Point, setHandle, setResult } from "./point.ts";
import type { Sighting, Sightings } from "./sightings.ts";
import { type Transfer, transferOf } from "./transfer.ts";
import { numberOf, textOf, type Value } from "./values.ts";

/** Where in the program a call is met. */
export interface Place {
  readonly names: Names;
  readonly configuration: RemoteFiles;
  readonly sightings: Sightings;
  readonly process?: number;
  /** Tells calls of one place in different runs of a function apart. */
  readonly id: string;
  /** The run of an async function that nobody has waited for yet; "": none. */
  readonly run: string;
  /** Loops around it, callers included, that go round more than a few times. */
  readonly loops: readonly { readonly id: string; readonly node: ts.Node }[];
  /** All of them. */
  readonly around: readonly ts.Node[];
  readonly isSteady: boolean;
}

/** What a call of the file surface does on a path. Undefined: the call is none, because its target is not what it takes. */
export function perform(place: Place, action: Action, call: ts.CallExpression | ts.NewExpression, point: Point): Point | undefined {
  const { names, configuration } = place;
  const valueOf = (node: ts.Expression): Value | undefined => evaluate(names, node, point);
  const target = valueOf(action.target);
  const isHandle = target?.kind === "handle" && action.targetIs !== "path";
  if (action.targetIs === "handle" && !isHandle) return undefined;
  const handleId = isHandle && target.kind === "handle" ? target.id : undefined;
  const handle = handleId === undefined ? undefined : point.handles.get(handleId);
  if (isHandle && !handle) return undefined;
  const at = isHandle ? undefined : placeOf(configuration, target);
  const transfer = transferOf(names, action, valueOf);
  const flags = handle ? handle.flags : flagsOf(names, action, valueOf);
  const mount = handle ? handle.mount : at?.mount;
  const to =
    action.kind === "rename" || action.kind === "copy" ? action.rest[0] && placeOf(configuration, valueOf(action.rest[0])) : undefined;
  const path = handle ? handle.path : at?.path;
  const sighting: Sighting = {
    call,
    action,
    offsets: transfer.positionGiven || action.kind === "writeWhole" || action.kind === "truncate" ? transfer.offsets : [],
    isSteady: place.isSteady,
    loops: place.around,
    ...(transfer.length === undefined ? {} : { moved: transfer.length }),
    ...(place.process === undefined ? {} : { process: place.process }),
    ...(handle ? { handle } : {}),
    ...(path === undefined ? {} : { path }),
    ...(at?.written === undefined ? {} : { written: at.written }),
    ...(at?.beginning === undefined ? {} : { beginning: at.beginning }),
    ...(mount === undefined ? {} : { mount }),
    ...(to ? { to: { ...(to.path === undefined ? {} : { path: to.path }), ...(to.mount === undefined ? {} : { mount: to.mount }) } } : {}),
    ...(flags ? { flags } : {}),
    ...lengthThatCounts(action, transfer),
  };
  place.sightings.add(sighting);
  const result: Value = { kind: "promise", works: [] };
  const done = (next: Point, value: Value | undefined = action.mode === "promise" ? result : undefined): Point =>
    setResult(next, call, value);
  const fromNumber = handleOfStream(action, valueOf);
  if (fromNumber) return setResult(keep(point, fromNumber), call, undefined);
  if (!handle && mount === undefined) return done(point);
  const noted = noteUnplaced(place, action, call, sighting, handleId, point);
  const { kind } = action;
  if (kind === "open") return opened(place, action, call, sighting, noted);
  if (handle?.isField && (kind === "close" || kind === "stream")) return kind === "close" ? done(noted) : setResult(noted, call, undefined);
  if (kind === "close" && handle && handleId !== undefined)
    return done(setHandle(noted, handleId, { ...handle, isClosed: true, closedAt: call }));
  // A stream closes the handle at its end.
  if (kind === "stream" && handle && handleId !== undefined)
    return setResult(setHandle(noted, handleId, { ...handle, isKept: true }), call, undefined);
  if (kind === "readWhole" || kind === "writeWhole" || kind === "appendWhole")
    return done(begun(place, action, call, transfer.extents, meetAgain(place, sighting, call, noted)));
  return isTransfer(kind) ? done(begun(place, action, call, transfer.extents, noted), resultOf(action, place.id)) : done(noted);
}

/** The file that `createReadStream("", { fd })` reads and closes. */
function handleOfStream(action: Action, valueOf: (node: ts.Expression) => Value | undefined): readonly string[] | undefined {
  if (!isStream(action)) return undefined;
  const options = action.rest[0] && valueOf(action.rest[0]);
  const fd = options?.kind === "object" ? options.fields.get("fd") : undefined;
  return fd?.kind === "handle" ? [fd.id] : undefined;
}

const isTransfer = (kind: Action["kind"]): boolean =>
  kind === "read" || kind === "write" || kind === "sync" || kind === "truncate" || kind === "atomic";

const resultOf = ({ mode }: Action, id: string): Value | undefined => (mode === "promise" ? { kind: "promise", works: [id] } : undefined);

/** Of a read only a length that is written: fewer bytes come at the end of a file. */
function lengthThatCounts(action: Action, { length, isLengthGiven, positionGiven }: Transfer): { readonly length: number } | undefined {
  if (length === undefined) return undefined;
  return action.kind === "read" && !(isLengthGiven && positionGiven) ? undefined : { length };
}

function flagsOf(names: Names, action: Action, valueOf: (node: ts.Expression) => Value | undefined): OpenFlags | undefined {
  const { kind, rest } = action;
  const [first, second] = rest;
  if (kind === "open") {
    if (!first) return openFlags("r");
    const value = valueOf(first);
    if (value?.kind === "constant" && value.value === undefined) return openFlags("r");
    const flags = textOf(value) ?? numberOf(value);
    return flags === undefined ? undefined : openFlags(flags);
  }
  if (kind === "readWhole") return openFlags("r");
  if (kind !== "appendWhole" && kind !== "writeWhole") return undefined;
  const options = action.name.startsWith("create") ? first : second;
  const usual = openFlags(kind === "appendWhole" ? "a" : "w");
  if (!options) return usual;
  const value = valueOf(options);
  // A text is an encoding.
  if (textOf(value) !== undefined) return usual;
  if (value?.kind !== "object" || !names.parsed.compiler.isObjectLiteralExpression(options)) return undefined;
  const isGiven = options.properties.some((one) => one.name?.getText(names.parsed.source).startsWith("flag"));
  const flag = textOf(value.fields.get("flag") ?? value.fields.get("flags"));
  return isGiven ? (flag === undefined ? undefined : openFlags(flag)) : usual;
}

function opened(place: Place, action: Action, call: ts.CallExpression | ts.NewExpression, sighting: Sighting, before: Point): Point {
  const { id, sightings } = place;
  const point = meetAgain(place, sighting, call, before);
  const last = point.handles.get(id);
  if (last && !last.isClosed && !last.isKept) sightings.leak({ open: call });
  const state: HandleState = {
    open: call,
    isClosed: false,
    isKept: false,
    ...(sighting.path === undefined ? {} : { path: sighting.path }),
    ...(sighting.mount === undefined ? {} : { mount: sighting.mount }),
    ...(sighting.flags ? { flags: sighting.flags } : {}),
  };
  const handle: Value = { kind: "handle", id };
  // Names that held the handle of the round before hold another one now.
  const values = new Map([...point.values].filter(([, value]) => !(value.kind === "handle" && value.id === id)));
  return setResult(
    setHandle({ ...point, values }, id, state),
    call,
    action.mode === "promise" ? { kind: "promise", works: [], of: handle } : handle,
  );
}

/** FL4004: the same path is opened in another round of a loop. */
function meetAgain(place: Place, sighting: Sighting, call: ts.CallExpression | ts.NewExpression, point: Point): Point {
  if (sighting.handle || sighting.path === undefined || sighting.flags?.exclusive) return point;
  const keyIn = (loop: Place["loops"][number]): string => `${loop.id}:${call.pos} ${sighting.path}`;
  const [outermost] = place.loops.filter((loop) => point.met.has(keyIn(loop)));
  if (outermost) place.sightings.repeat({ open: call, loop: outermost.node });
  if (place.loops.every((loop) => point.met.has(keyIn(loop)))) return point;
  return { ...point, met: new Set([...point.met, ...place.loops.map(keyIn)]) };
}

/** Work begins: what it shares a buffer with must be over. */
function begun(place: Place, action: Action, call: ts.CallExpression | ts.NewExpression, extents: readonly Extent[], point: Point): Point {
  const kind = action.kind === "read" ? "read" : action.kind === "write" || action.kind === "writeWhole" ? "write" : "other";
  for (const extent of extents) touch(place, extent, call, kind === "read" ? "read" : "second", point);
  if (action.mode !== "promise") return point;
  const works = new Map(point.works);
  const [buffer] = extents;
  const work = { call, kind, ...(buffer ? { buffer } : {}) } as const;
  // The round before may still be under way: it keeps its place as an older one.
  const last = works.get(place.id);
  if (last && isUnderWay(last.awaitedIn, place.run)) works.set(`${place.id}'`, last);
  works.set(place.id, work);
  return { ...point, works };
}

const isUnderWay = (awaitedIn: string | undefined, run: string): boolean => awaitedIn === undefined || !run.startsWith(awaitedIn);

/** FL4016: a buffer is touched; complains when work on it is under way. */
export function touch(place: Place, extent: Extent, at: ts.Node, by: "second" | "read" | "change", point: Point): void {
  for (const work of point.works.values()) {
    if (!work.buffer || work.kind === "other" || !isUnderWay(work.awaitedIn, place.run) || !overlap(work.buffer, extent)) continue;
    // Reading from the memory of a read that is under way is another matter.
    if (by === "second" && work.kind === "read") continue;
    place.sightings.reuse({ begun: work.call, at, by });
  }
}

/** FL4012: with `transmit` a write may be placed after what follows it. */
function noteUnplaced(
  place: Place,
  action: Action,
  call: ts.CallExpression | ts.NewExpression,
  sighting: Sighting,
  handleId: string | undefined,
  point: Point,
): Point {
  const { configuration, sightings } = place;
  if (configuration.completion !== "transmit" || place.names.parsed.compiler.isNewExpression(call)) return point;
  const key = sighting.path ?? handleId;
  const { kind } = action;
  const isWrite = kind === "write" || kind === "writeWhole" || kind === "appendWhole";
  for (const [written, node] of point.dirty) {
    if (kind === "rename" && (sighting.path === undefined || written === sighting.path))
      sightings.unplacedAt({ written: node, at: call, why: "rename" });
    else if (kind === "unlink" && written !== sighting.path) sightings.unplacedAt({ written: node, at: call, why: "unlink" });
    else if (isWrite && written !== key && hasManyChannels(configuration))
      sightings.unplacedAt({ written: node, at: call, why: "channel" });
  }
  const isPlaced = kind === "sync" || kind === "read" || kind === "readWhole";
  if (key === undefined || !(isWrite || isPlaced || kind === "rename" || kind === "unlink")) return point;
  const dirty = new Map(point.dirty);
  if (isWrite) dirty.set(key, call);
  else dirty.delete(key);
  return { ...point, dirty };
}

/** On one channel a later message begins when the one before is placed. */
const hasManyChannels = ({ channels, nodes }: RemoteFiles): boolean =>
  channels === "handle" || nodes.filter(({ role }) => role === "memory").length > 1;
