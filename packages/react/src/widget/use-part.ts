import { type Part, useOptions } from './options-context.ts';

/** The class names and the part name of an element of the widget. The class names include the page's own. */
export interface PartProps {
  readonly className: string;
  readonly part: Part;
}

/** Returns a function that gives an element its class names and part name. */
export function usePart(): (part: Part, ownClass?: string) => PartProps {
  const { classNames } = useOptions();
  return (part, ownClass = `slipway-${part}`) => {
    const chosen = classNames?.[part];
    return { className: chosen ? `${ownClass} ${chosen}` : ownClass, part };
  };
}
