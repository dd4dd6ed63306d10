import type { EmitFn, HTMLAttributes } from 'vue';
import type { SlipwayUploadEventMap } from './events.ts';
import type { SlipwayUploadProperties } from './properties.ts';
import type { SlipwayUploadElement } from './slipway-upload-element.ts';

/** The events with their listeners' parameters, as Vue declares them. */
type SlipwayUploadEmits = {
  readonly [Name in keyof SlipwayUploadEventMap]: (event: SlipwayUploadEventMap[Name]) => void;
};

/** The type of `<slipway-upload>` in Vue's templates, active once a program imports it. */
export type SlipwayUploadComponent = new () => SlipwayUploadElement & {
  /** Only for the template compiler. The element has no such property. */
  readonly $props: SlipwayUploadProperties & Omit<HTMLAttributes, keyof SlipwayUploadProperties>;
  /** Only for the template compiler. The element has no such property. */
  readonly $emit: EmitFn<SlipwayUploadEmits>;
};

declare module 'vue' {
  interface GlobalComponents {
    'slipway-upload': SlipwayUploadComponent;
  }
}
