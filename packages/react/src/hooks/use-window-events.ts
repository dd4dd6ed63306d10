import { useEffect, useRef } from 'react';

/**
 * Listens to events of the window, after all listeners of elements have had them.
 *
 * @param types must be the same list in each render
 */
export function useWindowEvents<Type extends keyof WindowEventMap>(
  types: readonly Type[],
  listener: (event: WindowEventMap[Type]) => void,
): void {
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => {
    const listen = (event: WindowEventMap[Type]) => latest.current(event);
    for (const type of types) window.addEventListener(type, listen);
    return () => {
      for (const type of types) window.removeEventListener(type, listen);
    };
  }, [types]);
}
