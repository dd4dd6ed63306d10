import type { FoundFiles } from '@slipway/core';
import { acceptOf } from '@slipway/protocol';
import { memo, type ReactNode, useId } from 'react';
import { useUploadPolicy } from '../hooks/use-upload-policy.ts';
import { describePolicy } from '../text/policy-text.ts';
import { useText } from '../text/text-context.ts';
import { FileInput } from './file-input.tsx';
import { Icon } from './icon.tsx';
import { useOptions } from './options-context.ts';
import { usePart } from './use-part.ts';
import type { WidgetOptionProps } from './widget-options.ts';

/** Invites the user to drop files or to browse for them, with the keyboard too. */
export const DropZone = memo(function DropZone({
  isOver,
  isDisabled,
  capture,
  folders,
  onFiles,
}: Pick<WidgetOptionProps, 'capture' | 'folders'> & {
  readonly isOver: boolean;
  readonly isDisabled: boolean;
  readonly onFiles: (found: FoundFiles) => void;
}): ReactNode {
  const part = usePart();
  const { renderZone } = useOptions();
  const { messages, format } = useText();
  const policy = useUploadPolicy();
  const id = useId();
  const takesMany = policy?.maxFiles !== 1;
  const common = { isDisabled, describedBy: renderZone ? undefined : `${id}-policy`, onFiles };

  return (
    <div {...part('zone')}>
      <FileInput
        {...common}
        id={id}
        capture={capture}
        multiple={takesMany}
        accept={policy && acceptOf(policy)}
        labelledBy={`${id}-browse`}
      />
      <label className="slipway-zone-label" htmlFor={id}>
        {renderZone ? (
          renderZone({ isOver, policy })
        ) : (
          <>
            <span className="slipway-zone-icon">
              <Icon name="upload" />
            </span>
            <span className="slipway-zone-words">
              <span className="slipway-zone-drop">{isOver ? messages.dropNow : messages.drop}</span>
              <span {...part('policy')} id={`${id}-policy`}>
                {policy && describePolicy(policy, messages, format)}
              </span>
            </span>
          </>
        )}
        <span {...part('browse')} id={`${id}-browse`}>
          {messages.browse}
        </span>
      </label>
      {folders && takesMany && (
        <>
          <FileInput
            {...common}
            id={`${id}-folder`}
            multiple
            isFolder
            labelledBy={`${id}-browse-folder`}
          />
          <label {...part('browse-folder')} id={`${id}-browse-folder`} htmlFor={`${id}-folder`}>
            {messages.browseFolder}
          </label>
        </>
      )}
    </div>
  );
});
