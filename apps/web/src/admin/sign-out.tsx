import { createHttpBackend, createUploader } from '@slipway/core';
import { type ReactNode, useState } from 'react';

/** Forgets the user in all tabs of this browser, also what the other pages keep of unfinished uploads. */
export function SignOut(props: { readonly onSignedOut: () => void }): ReactNode {
  const { onSignedOut } = props;
  const [hasFailed, setHasFailed] = useState(false);
  const signOut = async () => {
    const isForgotten = await forgetAll().catch(() => false);
    if (isForgotten) onSignedOut();
    else setHasFailed(true);
  };
  return (
    <div className="sign-out">
      <button className="main-button" type="button" onClick={() => void signOut()}>
        Sign out
      </button>
      {hasFailed && (
        <p role="alert">
          Your browser couldn’t delete your unfinished uploads. Clear this site’s data in your
          browser’s settings.
        </p>
      )}
    </div>
  );
}

/** This page has no uploader. A new one reaches those of all tabs. */
async function forgetAll(): Promise<boolean> {
  const uploader = createUploader({ backend: createHttpBackend({ baseUrl: '/api' }) });
  try {
    return await uploader.forgetAll();
  } finally {
    uploader.close();
  }
}
