/** @throws TypeError when an option is not a lifetime of 1 second to `max` */
export function assertSeconds(name: string, value: number, max = 365 * 24 * 60 * 60): void {
  if (Number.isInteger(value) && value >= 1 && value <= max) return;
  throw new TypeError(
    `${name} has to be a whole number of seconds from 1 to ${max}, not ${value}.`,
  );
}
