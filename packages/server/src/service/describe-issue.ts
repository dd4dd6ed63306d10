import type { z } from 'zod';

/** Names the value to send, by the type that a schema expects. */
const INSTEAD: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  string: 'a string',
};

/** A request can have hundreds of thousands of unknown fields. The message names the first ones. */
const MAX_KEYS = 10;

/** The unit of a bound, by the type of the value. */
const COUNTED: Readonly<Record<string, string>> = { array: ' items', string: ' characters' };

/**
 * Says in one sentence what to send instead. `undefined` keeps Zod's message. A message in the schema itself
 * takes precedence.
 */
export const describeIssue: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return `Send ${INSTEAD[issue.expected] ?? issue.expected}.`;
    case 'too_big':
      return `Send ${bounded(issue.origin)}at most ${issue.maximum}${COUNTED[issue.origin] ?? ''}.`;
    case 'too_small':
      return `Send ${bounded(issue.origin)}at least ${issue.minimum}${COUNTED[issue.origin] ?? ''}.`;
    case 'unrecognized_keys':
      return `Leave out ${listOf(issue.keys.slice(0, MAX_KEYS))}.`;
    case 'invalid_value':
      return `Send one of ${listOf(issue.values)}.`;
    default:
      return undefined;
  }
};

function bounded(origin: string): string {
  return origin in COUNTED ? '' : 'a number of ';
}

function listOf(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(', ');
}
