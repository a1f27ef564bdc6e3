import type { Programs } from "./program.ts";

/** `Intl` in "en-US" and UTC. */
export const intlPrograms: Programs = {
  "DateTimeFormat: texts and parts":
    'const f = new Intl.DateTimeFormat("en-US", { timeZone: "UTC", dateStyle: "full", timeStyle: "long" }); const at = new Date(Date.UTC(2024, 1, 29, 12, 30)); return [f.format(at), f.format(at.getTime()), f.formatToParts(at), f.formatRange(at, Date.UTC(2024, 2, 1)), f.format === f.format];',
  "DateTimeFormat: single fields":
    'return ["year", "month", "day", "weekday", "hour", "minute", "second", "era"].map((name) => Intl.DateTimeFormat("en-US", { timeZone: "UTC", [name]: name === "weekday" || name === "era" ? "short" : "numeric" }).format(0));',
  "DateTimeFormat: as libraries ask for offsets":
    'const f = new Intl.DateTimeFormat("en-US", { hour12: false, timeZone: "UTC", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", era: "short" }); return f.formatToParts(new Date(1e12)).map(({ type, value }) => type + "=" + value).join(" ");',
  "DateTimeFormat: options and kind":
    'const f = new Intl.DateTimeFormat("en-US", { timeZone: "utc" }); const { locale, timeZone, numberingSystem, calendar } = f.resolvedOptions(); return [locale, timeZone, numberingSystem, calendar, String(f), f instanceof Intl.DateTimeFormat, f.constructor === Intl.DateTimeFormat, Intl.DateTimeFormat.name, Intl.DateTimeFormat.length, Object.keys(f), Object.prototype.toString.call(Intl)];',
  "DateTimeFormat: errors":
    'const thrown = []; for (const run of [() => new Intl.DateTimeFormat("en-US", { timeZone: "UTC" }).format(NaN), () => new Intl.DateTimeFormat("en-US", { timeZone: "UTC", dateStyle: "short", year: "numeric" }), () => new Intl.DateTimeFormat("en-US", { timeZone: "UTC", month: "wide" })]) try { run(); } catch (error) { thrown.push(String(error)); } return thrown;',
  NumberFormat:
    'const f = new Intl.NumberFormat("en-US", { style: "currency", currency: "EUR" }); return [f.format(1234.5), f.formatToParts(-1), [1, 2.5].map(f.format), Intl.NumberFormat("en").format(12345678901234567890n), new Intl.NumberFormat("en-US", { notation: "compact" }).format(1234567), new Intl.NumberFormat("en-US", { style: "unit", unit: "gigabyte" }).format(3), f.resolvedOptions().currency];',
  Collator:
    'return [["b", "a10", "a9", "A"].sort(new Intl.Collator("en", { numeric: true }).compare), Intl.Collator("en-US", { sensitivity: "base" }).compare("a", "A"), new Intl.Collator("en-US").resolvedOptions().usage];',
  "PluralRules, ListFormat, RelativeTimeFormat":
    'const rules = new Intl.PluralRules("en-US", { type: "ordinal" }); const list = new Intl.ListFormat("en", { type: "disjunction" }); const ago = new Intl.RelativeTimeFormat("en", { numeric: "auto" }); return [[1, 2, 3, 4, 11].map((n) => rules.select(n)), list.format(["a", "b", "c"]), list.format(new Set(["x"])), list.formatToParts(["a", "b"]), ago.format(-1, "day"), ago.format(3, "hours"), ago.formatToParts(2, "week")];',
  "Intl: what needs new, and subclasses":
    'const thrown = []; for (const run of [() => Intl.PluralRules("en"), () => Intl.ListFormat("en"), () => new Intl.ListFormat("en").format([1])]) try { run(); } catch (error) { thrown.push(error.name); } class Mine extends Intl.NumberFormat { constructor() { super("en-US"); } twice(n) { return this.format(n) + this.format(n); } } return [thrown, new Mine().twice(1000), new Mine() instanceof Intl.NumberFormat, Intl.NumberFormat.supportedLocalesOf(["en-US"]), typeof Intl.Segmenter];',
};
