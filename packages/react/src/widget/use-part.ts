import { type Part, useOptions } from './options-context.ts';

/** What marks an element as a piece of the widget: its own class, the page's, and its part. */
export interface PartProps {
  readonly className: string;
  readonly part: Part;
}

/** Marks elements as pieces of the widget. */
export function usePart(): (part: Part, ownClass?: string) => PartProps {
  const { classNames } = useOptions();
  return (part, ownClass = `slipway-${part}`) => {
    const chosen = classNames?.[part];
    return { className: chosen ? `${ownClass} ${chosen}` : ownClass, part };
  };
}
