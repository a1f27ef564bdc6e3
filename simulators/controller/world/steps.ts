import type { StoredObject } from "../cluster/types.ts";
import { Aftermath } from "./aftermath.ts";
import { progress, read, word } from "./layout.ts";
import { keyOf } from "./past.ts";
import type { StepInfo, World } from "./world.ts";

/** What all steps from a state have in common: the state that they go out from, the words of the one afterwards, and how caches show it. */
export abstract class Steps {
  readonly world: World;
  /** The state afterwards. */
  readonly next: Int32Array;
  /** Undefined: made only when it is asked for. */
  #info: StepInfo | undefined;
  protected readonly after: Aftermath;
  /** The state that the steps go out from begins at `at`. */
  protected from: Int32Array = new Int32Array(0);
  protected at = 0;

  protected constructor(world: World, keepsPast: boolean) {
    this.world = world;
    this.next = new Int32Array(world.width);
    this.after = new Aftermath(world, this.next, { keepsPast });
  }

  protected word(index: number): number {
    return this.from[this.at + index] as number;
  }

  protected copy(): void {
    const { next, from, at } = this;
    for (let index = 0; index < next.length; index += 1) next[index] = from[at + index] as number;
  }

  /** What the step was about. */
  get info(): StepInfo {
    return (this.#info ??= this.looked());
  }

  /** What a step was about that came without. */
  protected abstract looked(): StepInfo;

  protected emit(code: number, info: StepInfo | undefined, emit: (code: number) => void): void {
    this.after.settle();
    this.#info = info;
    emit(code);
  }

  /** The object of the key as the cache shows it. */
  protected shown(slot: number): StoredObject | undefined {
    const { world } = this;
    if (this.isBehind(world.processOf(slot), 0)) {
      return world.contents.shelfOf(this.word(word.shelf)).find((object) => keyOf(object) === world.keyOf(slot));
    }
    return world.resourceOf(world.contents.clusterOf(this.word(word.cluster)), world.keyOf(slot));
  }

  /** The object of the key on the server; what has gone: as it was last. */
  protected truth(slot: number): StoredObject | undefined {
    const { world } = this;
    const object = world.resourceOf(world.contents.clusterOf(this.word(word.cluster)), world.keyOf(slot));
    const gone = this.word(word.gone);
    return object ?? (world.keyNumberOf(slot) === 0 && gone !== 0 ? world.contents.objectOf(gone) : undefined);
  }

  protected isBehind(process: number, kind: number): boolean {
    const value = this.word(word.progress);
    return read(value, progress.window) === kind + 1 && read(value, progress.windowProcess) === process;
  }

  /** What the server holds of a kind. */
  protected held(kind: number): number {
    const { contents, kinds } = this.world;
    return contents.shelfNumber(contents.clusterOf(this.word(word.cluster)).list(kinds.watched[kind]?.served.resource ?? ""));
  }
}
