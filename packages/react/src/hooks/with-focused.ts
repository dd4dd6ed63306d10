import { defaultRangeExtractor, type Range } from '@tanstack/virtual-core';

/** The rows to render. They include the focused row, so that it keeps the focus when it is scrolled out of sight. */
export function withFocused(range: Range, focused: number | undefined): number[] {
  const indexes = defaultRangeExtractor(range);
  if (focused === undefined || focused >= range.count || indexes.includes(focused)) return indexes;
  return [...indexes, focused].sort((a, b) => a - b);
}
