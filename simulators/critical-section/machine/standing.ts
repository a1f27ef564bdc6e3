import type { Frame } from "../../core/vm/frame.ts";
import { assign } from "../../core/program/assign.ts";
import type { Standing, Strand } from "./thread.ts";
import type { World } from "./world.ts";

/** Where a strand stands from now on. */
export function stand(world: World, strand: Strand, standing: Standing): void {
  assign(world.vm.journal, strand, "standing", standing);
}

/** The frames that a strand runs next; none: it has no task. */
export function setTask(world: World, strand: Strand, top: Frame | undefined): void {
  world.vm.journal.save(strand.task, "top");
  strand.task.top = top;
  if (top !== undefined) world.vm.save(strand.task);
}
