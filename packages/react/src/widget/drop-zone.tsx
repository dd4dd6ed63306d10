import { type ChangeEvent, memo, type ReactNode, useId } from 'react';
import { useUploadPolicy } from '../hooks/use-upload-policy.ts';
import { describePolicy } from '../text/policy-text.ts';
import { useText } from '../text/text-context.ts';
import { Icon } from './icon.tsx';

/** Where files come in: by browsing, with the keyboard too, and the place that invites a drop. */
export const DropZone = memo(function DropZone(props: {
  readonly isOver: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}): ReactNode {
  const { messages, format } = useText();
  const policy = useUploadPolicy();
  const id = useId();

  const pick = ({ currentTarget: input }: ChangeEvent<HTMLInputElement>) => {
    props.onFiles(Array.from(input.files ?? []));
    // Else the browser would not report the same file picked again, which is how one resumes.
    input.value = '';
  };

  return (
    <div className="slipway-zone" part="zone">
      <input
        id={id}
        className="slipway-input"
        type="file"
        multiple={policy?.maxFiles !== 1}
        accept={policy?.accept?.join(',')}
        aria-labelledby={`${id}-browse`}
        aria-describedby={`${id}-policy`}
        onChange={pick}
      />
      <label className="slipway-zone-label" htmlFor={id}>
        <span className="slipway-zone-icon">
          <Icon name="upload" />
        </span>
        <span className="slipway-zone-words">
          <span className="slipway-zone-drop">
            {props.isOver ? messages.dropNow : messages.drop}
          </span>
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
