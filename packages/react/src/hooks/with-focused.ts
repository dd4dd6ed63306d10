import { defaultRangeExtractor, type Range } from '@tanstack/virtual-core';

/** The rows to draw, and the one with the focus: scrolled out of sight, it keeps the keyboard's place. */
export function withFocused(range: Range, focused: number | undefined): number[] {
  const indexes = defaultRangeExtractor(range);
  if (focused === undefined || focused >= range.count || indexes.includes(focused)) return indexes;
  return [...indexes, focused].sort((a, b) => a - b);
}
