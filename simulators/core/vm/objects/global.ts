import { attribute, type NamedSlot } from "../cell.ts";
import type { Realm } from "../realm.ts";
import type { StateWriter } from "../state-writer.ts";
import { hole, type Key } from "../value.ts";
import { Dictionary } from "./dictionary.ts";
import { OrdinaryObject } from "./ordinary.ts";
import { writeSlot } from "./write-named.ts";

/** The global object: builtins on it are made when they are read first. Until then their slots are holes: read them through `readOwn`. */
export class GlobalObject extends OrdinaryObject {
  readonly #realm: Realm;
  /** What was made on demand: the same for the program as if it had been there before. */
  readonly #made = new Map<Key, NamedSlot>();

  constructor(realm: Realm, proto: OrdinaryObject, names: readonly string[]) {
    const slots = names.map(() => hole as unknown as NamedSlot);
    super(realm.vm.nextId(), proto, realm.emptyShape.unfixed, slots, "global");
    const attributes = names.map((name) => (constants.has(name) ? 0 : attribute.writable | attribute.configurable));
    this.dictionary = new Dictionary(realm.vm.journal, names, attributes);
    this.#realm = realm;
  }

  override readOwn(key: Key): NamedSlot | typeof hole {
    const index = this.slotOf(key);
    if (index < 0) return hole;
    const slot = this.slots[index];
    return slot === hole ? this.#make(index, key) : slot;
  }

  /** Deleting may move slots. */
  override deleteOwn(key: Key): boolean {
    for (const each of this.ownKeys()) this.readOwn(each);
    return super.deleteOwn(key);
  }

  override writeState(out: StateWriter): void {
    out.text(this.kind);
    out.proto(this.proto);
    out.word(this.isExtensible ? 1 : 0);
    for (const [key, slot] of this.namedSlots()) {
      const isBuiltin = isHole(slot) || Object.is(slot, this.#made.get(key));
      out.value(key);
      out.word(this.attributesOf(key));
      if (isBuiltin) out.value(hole);
      else writeSlot(slot, out);
    }
    out.value(hole);
  }

  /** Not journalled: it is as if it had been there before. */
  #make(index: number, key: Key): NamedSlot {
    const made = this.#realm.value(key as string);
    this.slots[index] = made;
    this.#made.set(key, made);
    return made;
  }
}

const isHole = (slot: NamedSlot | typeof hole): boolean => slot === hole;

const constants = new Set(["undefined", "NaN", "Infinity"]);
