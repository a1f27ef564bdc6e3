import { type Handler, Instruction, type LocalName } from "../code.ts";
import type { OperationName } from "../effects.ts";

/** A place in the code that is jumped to, perhaps before it is known. */
export class Label {
  index = -1;
  readonly jumps: Instruction[] = [];
}

/** Code whose exceptions go to `target`, apart from gaps in it. */
export interface Region {
  readonly target: Label;
  /** Where the thrown value goes. */
  readonly register: number;
  readonly isCatch?: true;
}

interface OpenRegion extends Region {
  start: number;
  readonly pieces: { readonly start: number; readonly end: number }[];
}

/** Collects the instructions of one function, hands out its registers. */
export class Builder {
  readonly instructions: Instruction[] = [];
  readonly locals: LocalName[] = [];
  /** Registers in use: 0 .. `used` - 1. */
  used = 0;
  /** Most registers ever in use. */
  registers = 0;
  /** Offset in the source that instructions get. */
  offset = 0;
  readonly #finished: (Handler & { readonly label: Label })[] = [];
  #regions: OpenRegion[] = [];

  get here(): number {
    return this.instructions.length;
  }

  emit(name: OperationName, registers: readonly number[] = [], constant?: unknown): Instruction {
    const instruction = new Instruction(name, registers, constant, this.offset);
    this.instructions.push(instruction);
    return instruction;
  }

  jump(label: Label, name: OperationName = "jump", registers: readonly number[] = [], constant?: unknown): Instruction {
    const instruction = this.emit(name, registers, constant);
    if (label.index < 0) label.jumps.push(instruction);
    else instruction.target = label.index;
    return instruction;
  }

  place(label: Label): void {
    label.index = this.here;
    for (const instruction of label.jumps) instruction.target = label.index;
  }

  register(): number {
    const register = this.used;
    this.used += 1;
    if (this.used > this.registers) this.registers = this.used;
    return register;
  }

  /** Instructions emitted by `emit` act at `offset`. */
  at<T>(offset: number, emit: () => T): T {
    const before = this.offset;
    this.offset = offset;
    const result = emit();
    this.offset = before;
    return result;
  }

  /** Registers taken by `use` are free again afterwards. */
  scratch<T>(use: () => T): T {
    const mark = this.used;
    const result = use();
    this.used = mark;
    return result;
  }

  constant(register: number, value: unknown): number {
    this.emit("constant", [register], value);
    return register;
  }

  move(to: number, from: number): void {
    if (to !== from) this.emit("move", [to, from]);
  }

  /** Exceptions of what `emit` emits go to the label, with the thrown value in `register`. */
  protect(region: Region, emit: () => void): void {
    const open: OpenRegion = { ...region, start: this.here, pieces: [] };
    this.#regions.push(open);
    emit();
    this.#regions.pop();
    const pieces = [...open.pieces, { start: open.start, end: this.here }];
    for (const { start, end } of pieces) {
      if (start < end) this.#finished.push({ ...region, start, end, target: -1, label: region.target });
    }
  }

  /** Regions open now: a depth for `outside`. */
  get depth(): number {
    return this.#regions.length;
  }

  /** What `emit` emits is not in the regions opened at `depth` and deeper. */
  outside(depth: number, emit: () => void): void {
    const left = this.#regions.slice(depth);
    for (const region of left) region.pieces.push({ start: region.start, end: this.here });
    this.#regions = this.#regions.slice(0, depth);
    emit();
    this.#regions = [...this.#regions, ...left];
    for (const region of left) region.start = this.here;
  }

  handlers(): readonly Handler[] {
    return this.#finished.map(({ start, end, register, label, isCatch }) => ({
      start,
      end,
      target: label.index,
      register,
      ...(isCatch && { isCatch }),
    }));
  }
}
