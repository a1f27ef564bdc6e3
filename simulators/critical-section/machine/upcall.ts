import type { Value } from "../../core/vm/value.ts";
import type { EventKind } from "../payload.ts";
import { copyCpu, createRecord } from "./record.ts";
import { abortSection, restartSection } from "./section.ts";
import { setTask, stand } from "./standing.ts";
import { assign } from "../../core/program/assign.ts";
import { assignAt } from "./state.ts";
import type { Strand, Upcall } from "./thread.ts";
import type { World } from "./world.ts";

/** A thread is interrupted: its section is taken back, and the handler is started with the four items (US10922128B1). Without a handler it restarts. */
export function interruptThread(world: World, strand: Strand, event: EventKind): void {
  const { payload, state } = world;
  const { top } = strand.task;
  const { section, standing, depth } = strand;
  const lost = strand.pending.filter(({ isRead }) => isRead !== true).length;
  const parts = payload.handler ? copyCpu(world, strand, event) : undefined;
  if (section) restartSection(world, strand, "event");
  if (!parts) return;
  const upcall = {
    thread: strand.index,
    event,
    sequence: state.events,
    inSection: section !== undefined,
    detected: top,
    standing,
    nesting: depth,
    lost,
    parts,
    depth: 0,
    section,
  };
  startInstance(world, strand.cpu, upcall);
}

/** The handler itself is interrupted, in a section of its own: it ends there, and a second instance gets the original record (claim 1). */
export function interruptHandlerInstance(world: World, handler: Strand, event: EventKind): void {
  const upcall = world.state.upcalls[handler.cpu];
  if (!upcall) return;
  restartSection(world, handler, "event");
  startInstance(world, handler.cpu, { ...upcall, depth: upcall.depth + 1, latest: { event, sequence: world.state.events } });
}

function startInstance(world: World, cpu: number, upcall: Upcall): void {
  const { vm, state } = world;
  const handler = world.strand(world.threadCount + cpu);
  const callee = world.exported(world.payload.handler?.name ?? "");
  vm.context = handler.index;
  const record = createRecord(world, upcall);
  assignAt(vm.journal, state.upcalls, cpu, upcall);
  setTask(world, handler, vm.start(callee, undefined, [record]).top);
  stand(world, handler, { kind: "busy", times: 0 });
  world.options.recorder?.upcall(handler, upcall);
}

/** The handler has answered. */
export function finishHandler(world: World, handler: Strand, answer: Value): void {
  const { vm, state } = world;
  const upcall = state.upcalls[handler.cpu];
  if (!upcall) return;
  assignAt(vm.journal, state.upcalls, handler.cpu, undefined);
  setTask(world, handler, undefined);
  stand(world, handler, { kind: "idle" });
  const strand = world.strand(upcall.thread);
  world.options.recorder?.answer(handler, upcall, answer);
  switch (typeof answer === "string" ? answer : "") {
    case "restart":
      return;
    case "runOther":
      return assign(vm.journal, strand, "isYielding", true);
    case "park":
      return park(world, strand);
    case "resume":
      return upcall.inSection ? resumeInSection(world, strand, upcall) : undefined;
    case "abort":
      return upcall.inSection ? abortSection(world, strand, world.abortError(upcall.event, upcall.sequence)) : undefined;
    default:
      world.fail({
        code: "FL1023",
        property: "no-exception",
        strand: handler.index,
        offset: -1,
        text: `${handler.name} answers ${world.toText(answer)}, which is no decision`,
      });
  }
}

function park(world: World, strand: Strand): void {
  const { journal } = world.vm;
  if (strand.hasPermit) assign(journal, strand, "hasPermit", false);
  else assign(journal, strand, "isParked", true);
}

/** Goes on where it was, without what it had written. */
function resumeInSection(world: World, strand: Strand, upcall: Upcall): void {
  const { journal } = world.vm;
  world.learnt.allBoundaries = true;
  setTask(world, strand, upcall.detected);
  stand(world, strand, upcall.standing);
  assign(journal, strand, "depth", upcall.nesting);
  if (upcall.section) assign(journal, strand, "section", { ...upcall.section, slices: [] });
  if (upcall.lost > 0) {
    const text = `${strand.name} goes on in its section after ${upcall.lost === 1 ? "its write was" : `its ${upcall.lost} writes were`} taken back`;
    world.fail({ code: "FL1005", property: "restart-safe", strand: strand.index, offset: world.offsetOf(strand), text });
  }
}
