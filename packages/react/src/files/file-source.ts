import type { FoundFiles } from '@slipway/core';

/**
 * A source of files: turns what the user offers, such as the data of an event, into found files. A new source (a
 * camera, the screen, a URL) implements this interface and passes its files to the `take` of `useIncomingFiles`. It
 * finds no files when the user cancels.
 */
export type FileSource<
  Offer,
  Found extends FoundFiles | Promise<FoundFiles> = Promise<FoundFiles>,
> = (offer: Offer) => Found;
