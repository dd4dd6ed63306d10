import { acceptOf } from '@slipway/protocol';
import { memo, type ReactNode, useCallback, useEffect, useId, useRef } from 'react';
import { useUploadPolicy } from '../hooks/use-upload-policy.ts';
import { useUploader } from '../hooks/use-uploader.ts';
import { idleUploader } from '../idle-uploader.ts';
import { describePolicy } from '../text/policy-text.ts';
import { useText } from '../text/text-context.ts';
import { Icon } from './icon.tsx';

/** Where files come in: by browsing, with the keyboard too, and the place that invites a drop. */
export const DropZone = memo(function DropZone({
  isOver,
  isDisabled,
  capture,
  onFiles,
}: {
  readonly isOver: boolean;
  readonly isDisabled: boolean;
  readonly capture?: 'user' | 'environment' | undefined;
  readonly onFiles: (files: readonly File[]) => void;
}): ReactNode {
  const { messages, format } = useText();
  const policy = useUploadPolicy();
  const isReady = useUploader() !== idleUploader;
  const input = useRef<HTMLInputElement>(null);
  const id = useId();

  const take = useCallback(() => {
    const files = Array.from(input.current?.files ?? []);
    if (!input.current || !isReady || files.length === 0) return;
    // Else the browser would not report the same file picked again, which is how one resumes.
    input.current.value = '';
    onFiles(files);
  }, [isReady, onFiles]);
  // Files picked before a page of the server came alive wait in the input.
  useEffect(take, [take]);

  return (
    <div className="slipway-zone" part="zone">
      <input
        ref={input}
        id={id}
        className="slipway-input"
        type="file"
        disabled={isDisabled}
        capture={capture}
        multiple={policy?.maxFiles !== 1}
        accept={policy && acceptOf(policy).join(',')}
        aria-labelledby={`${id}-browse`}
        aria-describedby={`${id}-policy`}
        // A browser must not bring back, by itself, what an earlier visit had picked.
        autoComplete="off"
        onChange={take}
      />
      <label className="slipway-zone-label" htmlFor={id}>
        <span className="slipway-zone-icon">
          <Icon name="upload" />
        </span>
        <span className="slipway-zone-words">
          <span className="slipway-zone-drop">{isOver ? messages.dropNow : messages.drop}</span>
          <span className="slipway-policy" part="policy" id={`${id}-policy`}>
            {policy && describePolicy(policy, messages, format)}
          </span>
        </span>
        <span className="slipway-browse" part="browse" id={`${id}-browse`}>
          {messages.browse}
        </span>
      </label>
    </div>
  );
});
