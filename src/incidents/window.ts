// Days of a window, from dates that may be known to the month or the year alone.

const DAY = 86_400_000;

/** Days between two dates (`2017`, `2017-12`, `2017-12-01`): at least and at most. */
export function spanOf(from: string, until: string): [least: number, most: number] {
  const least = (firstDay(until) - lastDay(from)) / DAY;
  const most = (lastDay(until) - firstDay(from)) / DAY;
  return [Math.max(0, Math.round(least)), Math.max(0, Math.round(most))];
}

/** The day so many days after another, both `2017-12-01`. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** Midnight UTC at the beginning of a day, in milliseconds since 1970. */
export function startOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function firstDay(date: string): number {
  const [year = '', month = '01', day = '01'] = date.split('-');
  return Date.parse(`${year}-${month}-${day}T00:00:00Z`);
}

function lastDay(date: string): number {
  const [year = '', month, day] = date.split('-');
  if (day !== undefined) return firstDay(date);
  // Day 0 of the next month is the last of this one.
  return Date.UTC(Number(year), month === undefined ? 12 : Number(month), 0);
}
