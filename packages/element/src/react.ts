/**
 * The part of React that the widget uses, on Preact. `preact/compat` covers all of React and is five times the size.
 *
 * @module
 */
import { type ComponentType, createElement, type FunctionComponent, options } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

export { createContext, createElement, Fragment } from 'preact';
export {
  useCallback,
  useContext,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
} from 'preact/hooks';

type Props = Readonly<Record<string, unknown>>;

/** Renders a component again only when one of its props has changed. */
export function memo(component: ComponentType<Props>): FunctionComponent<Props> {
  function shouldComponentUpdate(this: { readonly props: Props }, next: Props): boolean {
    const { props } = this;
    return Object.keys({ ...props, ...next }).some((name) => props[name] !== next[name]);
  }
  return function Memo(this: object, props: Props) {
    Object.assign(this, { shouldComponentUpdate });
    return createElement(component, props);
  };
}

/** Renders a component again when the snapshot of a store has changed. */
export function useSyncExternalStore<T>(
  subscribe: (onChange: () => void) => () => void,
  getSnapshot: () => T,
): T {
  const value = getSnapshot();
  const latestRef = useRef({ value, getSnapshot });
  const [, setTurn] = useState({});
  useLayoutEffect(() => {
    latestRef.current = { value, getSnapshot };
  });
  useEffect(() => {
    const look = () => {
      const { current } = latestRef;
      if (!Object.is(current.value, current.getSnapshot())) setTurn({});
    };
    look();
    return subscribe(look);
  }, [subscribe]);
  return value;
}

// React's focus events bubble.
options.vnode = ({ type, props }) => {
  if (typeof type !== 'string') return;
  for (const name in props) {
    if (name === 'onFocus' || name === 'onBlur') {
      Reflect.set(props, name === 'onBlur' ? 'onfocusout' : 'onfocusin', Reflect.get(props, name));
      Reflect.deleteProperty(props, name);
    }
  }
};

options.event = (event: Event & { nativeEvent?: Event }) => {
  event.nativeEvent = event;
  return event;
};
