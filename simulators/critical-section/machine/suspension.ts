import type { Value } from "../../core/vm/value.ts";
import { VFunction } from "../../core/vm/objects/function.ts";
import type { World } from "./world.ts";

/**
 * FL1006: a function is suspended by `await` or `yield`, and the section that it or one of its callees has begun stays open: whoever called it goes on
 * inside. A function that the section calls may be suspended: the section goes on, and is as whole as it was.
 */
export function noteSuspension(world: World): void {
  const { memory, vm, state } = world;
  const { strand } = memory;
  const isLoose = memory.isUndivided;
  const frames = isLoose ? (state.looseDepth > 0 ? world.looseFrames : -1) : (strand?.section?.frames ?? -1);
  if (!strand || frames < 0 || vm.currentStack().length > frames) return;
  world.options.recorder?.awaits(strand);
  fail(world, strand.index, world.currentOffset(), "it is suspended here, so what follows is no longer one unit with what came before");
}

/** The body of a section that has ended: did it do its work? */
export function noteBody(world: World, body: Value): void {
  const code = body instanceof VFunction ? body.code : undefined;
  const { strand } = world.memory;
  if (!code || !strand || (!code.isAsync && !code.isGenerator)) return;
  const text = code.isGenerator
    ? "its body is a generator: a call of it runs nothing"
    : "its body is async: it may only return a promise of its work";
  fail(world, strand.index, code.offset, text);
}

function fail(world: World, strand: number, offset: number, text: string): void {
  world.fail({ code: "FL1006", property: "no-await-in-section", strand, offset, text });
}
