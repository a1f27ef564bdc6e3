import type { VObject } from "../../core/vm/cell.ts";
import { hole, type Value } from "../../core/vm/value.ts";
import type { EventKind } from "../payload.ts";
import { peek } from "./peek.ts";
import type { Strand, Upcall } from "./thread.ts";
import type { World } from "./world.ts";

/** What the handler's record is made of: a copy of the CPU's state, made before the revert. */
export interface RecordParts {
  readonly cpu: VObject;
  readonly event: VObject;
}

/** Copies the state of the CPU on which the strand runs. */
export function copyCpu(world: World, strand: Strand, event: EventKind): RecordParts {
  const { vm } = world;
  vm.context = world.threadCount + strand.cpu;
  return { cpu: cpuState(world, strand), event: eventObject(world, event, world.state.events) };
}

/** An `Interrupt` for one instance of the handler. */
export function createRecord(world: World, upcall: Upcall): VObject {
  const fields: Record<string, Value> = {
    thread: world.strand(upcall.thread).name,
    event: upcall.parts.event,
    cpu: upcall.parts.cpu,
    inSection: upcall.inSection,
  };
  if (upcall.latest) {
    const event = eventObject(world, upcall.latest.event, upcall.latest.sequence);
    fields["nestedIn"] = objectOf(world, { depth: upcall.depth, event });
  }
  const record = objectOf(world, fields);
  world.records.watch(record, "record");
  return record;
}

function eventObject(world: World, kind: EventKind, sequence: number): VObject {
  const event = objectOf(world, { kind, sequence });
  world.records.watch(event, "event");
  return event;
}

function cpuState(world: World, strand: Strand): VObject {
  const { vm } = world;
  const place = world.placeOf(strand);
  const locals = Object.fromEntries(
    vm.locals(strand.task, (offset) => world.names.locate(offset) !== undefined).map(({ name, value }) => [name, value]),
  );
  const writes = strand.pending.filter(({ isRead }) => isRead !== true);
  const pending = writes.map(({ cell, place: where, before }) => {
    const after = peek(cell, where);
    return objectOf(world, {
      location: world.locationName(cell, where),
      before: before === hole ? undefined : before,
      after: after === hole ? undefined : after,
    });
  });
  return objectOf(world, {
    cpu: strand.cpu,
    position: objectOf(world, { path: place?.path ?? "", line: place?.line ?? 0, column: place?.column ?? 0 }),
    locals: objectOf(world, locals),
    pending: vm.array(pending),
  });
}

function objectOf(world: World, fields: Readonly<Record<string, Value>>): VObject {
  const object = world.vm.object();
  for (const [name, value] of Object.entries(fields)) world.vm.set(object, name, value);
  return object;
}
