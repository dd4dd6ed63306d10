import type { OptionRow, OptionValues } from '@slipway/react';

type Rows = Readonly<Record<string, OptionRow>>;
type ElementClass = typeof HTMLElement;

/** The attribute of an option: its name in kebab case. */
export function attributeOf(option: string): string {
  return option.replaceAll(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
}

/**
 * Gives an element a property for each option. The attribute holds the value: the property reads it, falls back to the
 * option's initial value when it is missing or unusable, and writes it.
 */
export function withOptions<Options extends Rows>(
  base: ElementClass,
  options: Options,
): abstract new () => HTMLElement & OptionValues<Options> {
  abstract class WithOptions extends base {}
  for (const [name, row] of Object.entries(options)) {
    const attribute = attributeOf(name);
    Object.defineProperty(WithOptions.prototype, name, {
      configurable: true,
      enumerable: true,
      get(this: HTMLElement) {
        return read(row, this.getAttribute(attribute));
      },
      set(this: HTMLElement, value: unknown) {
        if (row.kind === 'flag') this.toggleAttribute(attribute, Boolean(value));
        else if (value === undefined) this.removeAttribute(attribute);
        else this.setAttribute(attribute, String(value));
      },
    });
  }
  return WithOptions as abstract new () => HTMLElement & OptionValues<Options>;
}

function read(row: OptionRow, text: string | null): unknown {
  switch (row.kind) {
    case 'flag':
      return text !== null;
    case 'text':
      return text ?? row.initial;
    case 'count':
      return text !== null && Number.isInteger(Number(text)) && Number(text) > 0
        ? Number(text)
        : undefined;
    case 'choice':
      return text !== null && row.choices.includes(text) ? text : row.initial;
    default:
      return row satisfies never;
  }
}
