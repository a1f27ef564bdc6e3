import { rangeBetween } from "../../core/lines.ts";
import { type EventKind, type MachineOptions, machineDefaults } from "../payload.ts";
import { badTag, type Complaint } from "../../core/source/complaint.ts";
import { bareWords, type Option, readChoice, readCount, readOptions, strayWord } from "./options.ts";
import type { Parsed } from "../../core/source/parse.ts";
import type { Tag, Word } from "../../core/source/tags.ts";
import { eventKinds, isolations, models } from "./vocabulary.ts";
import { quote } from "../../core/source/words.ts";

/** `@machine` and `@serialisable` of a file. The model is the default one unless it is written. */
export function readMachine(parsed: Parsed, tags: readonly Tag[], complaints: Complaint[]): MachineOptions {
  const [machine, ...others] = tags.filter(({ name }) => name === "machine");
  for (const other of others) complaints.push(badTag(other, "error", "A second `@machine`: a file has one machine"));
  const serialisable = tags.filter(({ name }) => name === "serialisable");
  for (const tag of serialisable) for (const word of tag.words) complaints.push(strayWord(parsed, tag, word));
  const base = { ...machineDefaults, isSerialisable: serialisable.length > 0 };
  if (!machine) return base;
  for (const word of bareWords(machine)) complaints.push(strayWord(parsed, machine, word));
  const options = readOptions(parsed, machine, complaints);
  const isolation = options.get("isolation");
  const events = options.get("events");
  const model = options.get("model");
  const chosenModel = model && readChoice(parsed, model.value, "model", models, complaints);
  return {
    ...base,
    cpus: readCount(options.get("cpus"), 1, 16, complaints) ?? base.cpus,
    isolation: (isolation && readChoice(parsed, isolation.value, "isolation", isolations, complaints)) ?? base.isolation,
    events: events ? readEvents(parsed, events, complaints) : base.events,
    maxEvents: readCount(options.get("maxEvents"), 0, 16, complaints) ?? base.maxEvents,
    quantum: readCount(options.get("quantum"), 1, 1_000_000, complaints) ?? base.quantum,
    model: chosenModel ?? base.model,
    isModelExplicit: chosenModel !== undefined,
    range: rangeBetween(parsed.lines, machine.start, machine.end),
  };
}

function readEvents(parsed: Parsed, { value }: Option, complaints: Complaint[]): readonly EventKind[] {
  const kinds: EventKind[] = [];
  let start = value.start;
  for (const text of value.text.split(",")) {
    const word: Word = { text, start, end: start + text.length };
    start = word.end + 1;
    const kind = readChoice(parsed, word, "events", eventKinds, complaints);
    if (kind === undefined) continue;
    if (kinds.includes(kind)) complaints.push(badTag(word, "error", `The event ${quote(text)} is named twice`));
    else kinds.push(kind);
  }
  return kinds;
}
