import { Virtualizer, type VirtualizerOptions } from '@tanstack/virtual-core';
import { useLayoutEffect, useReducer, useState } from 'react';

/** Adapts virtual-core to React. The official adapter needs `react-dom`, this one does not. */
export function useVirtualizer<S extends Element, I extends Element>(
  options: VirtualizerOptions<S, I>,
): Virtualizer<S, I> {
  const [, render] = useReducer((turn: number) => turn + 1, 0);
  const [virtualizer] = useState(() => new Virtualizer<S, I>(options));
  virtualizer.setOptions({ ...options, onChange: render });
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  return virtualizer;
}
