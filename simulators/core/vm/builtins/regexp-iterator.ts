import type { Realm } from "../realm.ts";
import type { StateWriter } from "../state-writer.ts";
import { hole, type Slot, type Value, whole } from "../value.ts";
import type { Vm } from "../vm.ts";
import { definePrototype } from "./install.ts";
import { BuiltinIterator, nextNative } from "./iterator.ts";
import type { VRegExp } from "./regexp-object.ts";
import { matchObject, setLastIndex } from "./regexp-run.ts";

/** What `matchAll` answers. Its pattern is its own, so that all accesses are to the iterator. */
export class RegExpStringIterator extends BuiltinIterator {
  readonly regexp: VRegExp;
  readonly text: string;
  isDone = false;

  constructor(id: number, realm: Realm, regexp: VRegExp, text: string) {
    super(id, realm.intrinsic("RegExpStringIteratorPrototype"), realm.emptyShape, [], "RegExp String Iterator");
    this.regexp = regexp;
    this.text = text;
  }

  advance(vm: Vm): Slot {
    vm.touch(this, whole, "write");
    if (this.isDone) return hole;
    vm.beacon();
    const { compiled } = this.regexp;
    compiled.lastIndex = this.regexp.readOwn("lastIndex") as Value as number;
    const match = compiled.exec(this.text);
    if (match === null || !compiled.global) {
      vm.journal.save(this, "isDone");
      this.isDone = true;
    }
    if (match === null) return hole;
    if (compiled.global) setLastIndex(vm, this.regexp, match[0] === "" ? afterNext(this.text, compiled) : compiled.lastIndex);
    return matchObject(vm, match);
  }

  override writeState(out: StateWriter): void {
    out.text(this.kind);
    out.cell(this.regexp);
    out.text(this.text);
    out.word(this.isDone ? 1 : 0);
    this.writeNamed(out);
  }
}

/** An empty match goes on behind the next character (code point, for Unicode patterns). */
function afterNext(text: string, { lastIndex, unicode, unicodeSets }: RegExp & { readonly unicodeSets?: boolean }): number {
  const code = unicode || unicodeSets === true ? text.codePointAt(lastIndex) : undefined;
  return lastIndex + (code !== undefined && code > 0xffff ? 2 : 1);
}

export function installRegExpStringIterator(vm: Vm): void {
  const title = "RegExp String Iterator";
  definePrototype(vm, "RegExpStringIteratorPrototype", vm.realm.intrinsic("IteratorPrototype"), [["next", 0, nextNative(title)]], title);
}
