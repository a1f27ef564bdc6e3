import { attribute, type VObject } from "../cell.ts";
import { isObject } from "../convert.ts";
import { type Content, OrdinaryObject } from "../objects/ordinary.ts";
import type { Shape } from "../shape.ts";
import type { StateWriter } from "../state-writer.ts";
import type { Value } from "../value.ts";
import type { Vm } from "../vm.ts";

/** A regular expression. V8 runs it; `lastIndex` is an own property, as in V8, and goes in and out of V8's at each run. */
export class VRegExp extends OrdinaryObject {
  readonly source: string;
  /** In V8's order. */
  readonly flags: string;
  /** V8's own; its `lastIndex` means nothing between runs. */
  readonly compiled: RegExp;

  constructor(id: number, proto: VObject | null, shape: Shape, compiled: RegExp) {
    super(id, proto, shape, [0], "regexp");
    this.source = compiled.source;
    this.flags = compiled.flags;
    this.compiled = compiled;
  }

  override writeState(out: StateWriter): void {
    out.text(this.kind);
    out.text(this.source);
    out.text(this.flags);
    this.writeNamed(out);
  }

  override content(): Content {
    return { text: `/${this.source}/${this.flags}` };
  }
}

/** What `/source/flags` makes; the user's SyntaxError if it is none. */
export function makeRegExp(vm: Vm, source: string, flags: string, proto: VObject = vm.realm.intrinsic("RegExpPrototype")): VRegExp {
  const compiled = compile(vm, source, flags);
  const shape = vm.realm.emptyShape.add("lastIndex", attribute.writable);
  return new VRegExp(vm.nextId(), proto, shape, compiled);
}

/** Not that of V8's realm: a run leaves nothing behind but `lastIndex`, which every run sets first. */
function compile(vm: Vm, source: string, flags: string): RegExp {
  try {
    return new RegExp(source, flags);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return vm.fail("SyntaxError", error.message);
  }
}

/** IsRegExp. */
export function isPattern(vm: Vm, value: Value): boolean {
  if (!isObject(value)) return false;
  const matcher = vm.get(value, Symbol.match);
  return matcher === undefined ? value instanceof VRegExp : Boolean(matcher);
}
