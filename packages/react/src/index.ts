/**
 * Slipway for React: the widget, and its hooks for your own interface.
 *
 * @module
 */

export {
  type CompletedObject,
  createEndpointUploader,
  type DropSource,
  type EndpointOptions,
  type FileOrigin,
  type FoundFiles,
  type FoundFiles as DroppedFiles,
  type Narrowing,
  narrowPolicy,
  parseAccept,
  type RequestHeaders,
  readDroppedFiles,
  type UploaderInstance,
  type UploaderSource,
} from '@slipway/core';
export { type UseDropZoneResult, useDropZone } from './hooks/use-drop-zone.ts';
export { type UseUnfinishedResult, useUnfinished } from './hooks/use-unfinished.ts';
export { type UseUploadResult, useUpload } from './hooks/use-upload.ts';
export { useUploadPolicy } from './hooks/use-upload-policy.ts';
export { useUploaderEvent } from './hooks/use-uploader-event.ts';
export { useUploads } from './hooks/use-uploads.ts';
export { english } from './text/english.ts';
export { createFormat, type Format, type PluralForms } from './text/format.ts';
export type { FileKind, Messages, Text } from './text/messages.ts';
export {
  UploaderProvider,
  type UploaderProviderProps,
} from './uploader/uploader-provider.tsx';
export { UploaderContext, useUploader } from './uploader/use-uploader.ts';
export type { ClassNames, Part, RenderDetails, RenderZone } from './widget/options-context.ts';
export type { StoredFile } from './widget/stored-files.tsx';
export { Uploader, type UploaderProps } from './widget/uploader.tsx';
export { Widget, type WidgetProps } from './widget/widget.tsx';
export {
  type OptionRow,
  type OptionValue,
  type OptionValues,
  readOptions,
  type Variant,
  WIDGET_OPTIONS,
  type WidgetOptionProps,
} from './widget/widget-options.ts';
