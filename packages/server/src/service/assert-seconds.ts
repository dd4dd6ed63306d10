/** @throws TypeError if an option is not a whole number of seconds from 1 to `max` */
export function assertSeconds(name: string, value: number, max = 365 * 24 * 60 * 60): void {
  if (Number.isInteger(value) && value >= 1 && value <= max) return;
  throw new TypeError(
    `${name} must be a whole number of seconds from 1 to ${max}. It is ${value}.`,
  );
}
