import type { FunctionCode, Instruction } from "../code.ts";
import { effects } from "../effects.ts";

/** Registers that are read before they are written again, when the instruction at `pc` runs next. */
export function liveBefore(code: FunctionCode, pc: number): readonly number[] {
  return livenessOf(code).before(pc);
}

/** The same for a frame that waits at `pc` for the result of that instruction. */
export function liveAcross(code: FunctionCode, pc: number): readonly number[] {
  return livenessOf(code).across(pc);
}

const known = new WeakMap<readonly Instruction[], Liveness>();

function livenessOf(code: FunctionCode): Liveness {
  let liveness = known.get(code.instructions);
  if (liveness === undefined) {
    liveness = new Liveness(code);
    known.set(code.instructions, liveness);
  }
  return liveness;
}

/** Data flow, backwards, until nothing changes. One row of bits for each instruction. */
class Liveness {
  readonly #code: FunctionCode;
  readonly #width: number;
  readonly #rows: Uint32Array;
  readonly #lists = new Map<number, readonly number[]>();
  readonly #uses: readonly (readonly number[])[];
  readonly #defines: readonly (readonly number[])[];

  constructor(code: FunctionCode) {
    this.#code = code;
    this.#width = (code.registers + 31) >>> 5;
    this.#rows = new Uint32Array(this.#width * code.instructions.length);
    this.#uses = code.instructions.map((instruction) => registersOf(instruction, "read"));
    this.#defines = code.instructions.map((instruction) => registersOf(instruction, "written"));
    while (this.#pass()) continue;
  }

  before(pc: number): readonly number[] {
    return this.#list(pc * 2, () => this.#rows.slice(pc * this.#width, (pc + 1) * this.#width));
  }

  across(pc: number): readonly number[] {
    return this.#list(pc * 2 + 1, () => {
      const row = this.#after(pc);
      for (const register of this.#defines[pc] ?? []) remove(row, register);
      this.#addHandler(pc, row);
      return row;
    });
  }

  #list(key: number, make: () => Uint32Array): readonly number[] {
    let list = this.#lists.get(key);
    if (list === undefined) {
      const row = make();
      list = Array.from({ length: this.#code.registers }, (_, register) => register).filter((register) => has(row, register));
      this.#lists.set(key, list);
    }
    return list;
  }

  #pass(): boolean {
    let isChanged = false;
    for (let pc = this.#code.instructions.length - 1; pc >= 0; pc -= 1) {
      const row = this.#after(pc);
      for (const register of this.#defines[pc] ?? []) remove(row, register);
      this.#addHandler(pc, row);
      for (const register of this.#uses[pc] ?? []) add(row, register);
      const from = pc * this.#width;
      for (let at = 0; at < this.#width; at += 1) {
        if (this.#rows[from + at] === row[at]) continue;
        isChanged = true;
        this.#rows[from + at] = row[at] as number;
      }
    }
    return isChanged;
  }

  /** Live when the instruction has been executed, wherever it goes on. */
  #after(pc: number): Uint32Array {
    const row = new Uint32Array(this.#width);
    const instruction = this.#code.instructions[pc] as Instruction;
    if (!endsHere.has(instruction.name)) this.#join(row, pc + 1);
    if (instruction.target >= 0) this.#join(row, instruction.target);
    return row;
  }

  /** Any instruction may throw; a frame that waits may be given an exception instead of its result. */
  #addHandler(pc: number, row: Uint32Array): void {
    for (const { start, end, target, register } of this.#code.handlers) {
      if (pc < start || pc >= end) continue;
      const had = has(row, register);
      this.#join(row, target);
      if (!had) remove(row, register);
      // Only the innermost handler gets it.
      return;
    }
  }

  #join(row: Uint32Array, pc: number): void {
    const from = pc * this.#width;
    for (let at = 0; at < this.#width; at += 1) row[at] = (row[at] as number) | (this.#rows[from + at] as number);
  }
}

const endsHere: ReadonlySet<string> = new Set(["jump", "return", "throw", "throwError", "notModelled"]);

function registersOf(instruction: Instruction, kind: "read" | "written"): readonly number[] {
  const [written = "", read = ""] = effects[instruction.name].split("=");
  const registers = (kind === "read" ? read : written).split("").flatMap((letter) => {
    if (letter === "*") return Array.from({ length: instruction.e }, (_, at) => instruction.d + at);
    return [instruction[letter as "a" | "b" | "c" | "d"]];
  });
  return registers.filter((register) => register >= 0);
}

const has = (row: Uint32Array, register: number): boolean => (((row[register >>> 5] ?? 0) >>> (register & 31)) & 1) === 1;

function add(row: Uint32Array, register: number): void {
  row[register >>> 5] = (row[register >>> 5] ?? 0) | (1 << (register & 31));
}

function remove(row: Uint32Array, register: number): void {
  row[register >>> 5] = (row[register >>> 5] ?? 0) & ~(1 << (register & 31));
}

/** The first instruction after which nothing is read any more of how the function was called. */
export function callIsRead(code: FunctionCode, pc: number): boolean {
  let end = ends.get(code.instructions);
  if (end === undefined) {
    end = code.instructions.findLastIndex(({ name }) => readsCall.has(name));
    ends.set(code.instructions, end);
  }
  return pc <= end;
}

const ends = new WeakMap<readonly Instruction[], number>();
const readsCall: ReadonlySet<string> = new Set([
  "loadThis",
  "loadNewTarget",
  "loadCallee",
  "createArguments",
  "restArguments",
  "startGenerator",
]);
