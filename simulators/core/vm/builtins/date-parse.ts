/** Time zone of everything: UTC. */

/** `Date.parse` where the local time zone is UTC, whatever the machine's is. NaN: no date. */
export function parseDate(text: string): number {
  if (isoWithoutZone.test(text)) return Date.parse(`${text}Z`);
  if (iso.test(text) || explicitZone.test(text)) return Date.parse(text);
  const zoned = Date.parse(`${text} UTC`);
  return Number.isNaN(zoned) ? Number.NaN : zoned;
}

/** A date alone is UTC already; with a time and no zone it would be local. */
const iso = /^\s*[+-]?\d{4,6}(-\d\d(-\d\d)?)?(T\d\d:\d\d(:\d\d([.,]\d+)?)?(Z|[+-]\d\d:?\d\d))?\s*$/i;
const isoWithoutZone = /^\s*[+-]?\d{4,6}(-\d\d(-\d\d)?)?T\d\d:\d\d(:\d\d([.,]\d+)?)?$/i;
const explicitZone = /(\b(Z|UT|UTC|GMT|[ECMP][SD]T)\b|\d\s*Z\b|[+-]\d\d:?\d\d\b)/i;

/** As `Date.prototype.toString` in UTC. */
export const dateText = (time: number): string => `${dayText(time)} ${timeText(time)}`;
export const dayText = (time: number): string => {
  const [weekday = "", day = "", month = "", year = ""] = new Date(time).toUTCString().split(/,? /);
  return `${weekday} ${month} ${day} ${year}`;
};
export const timeText = (time: number): string => `${new Date(time).toUTCString().split(" ")[4]} GMT+0000 (Coordinated Universal Time)`;
