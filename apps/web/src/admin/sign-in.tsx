import { createAdminClient } from '@slipway/react/admin';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';

type Headers = Readonly<Record<string, string>>;

/** Where the question who is there has led. */
type State =
  | { readonly status: 'asking' }
  | { readonly status: 'signed-out'; readonly message: string };

/**
 * Finds out whether the backend knows the caller as an admin already: by a proxy's headers, or because it is the demo,
 * whose store of its own is open to this machine. Otherwise it asks for a token, and keeps it nowhere but here.
 */
export function SignIn(props: { readonly onSignedIn: (headers: Headers) => void }): ReactNode {
  const { onSignedIn } = props;
  const [state, setState] = useState<State>({ status: 'asking' });
  useEffect(() => {
    void knock({}).then(
      () => onSignedIn({}),
      () => setState({ status: 'signed-out', message: 'Sign in with an admin’s token.' }),
    );
  }, [onSignedIn]);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const token = String(new FormData(event.currentTarget).get('token') ?? '').trim();
    const headers = { authorization: `Bearer ${token}` };
    try {
      await knock(headers);
      onSignedIn(headers);
    } catch (error) {
      const message = error instanceof Error ? error.message : 'The backend does not answer.';
      setState({ status: 'signed-out', message });
    }
  };
  if (state.status === 'asking') return <p role="status">Looking who is there…</p>;
  return (
    <form className="card sign-in" onSubmit={(event) => void submit(event)}>
      <p role="alert">{state.message}</p>
      <label className="field">
        <span>Token (a JWT that makes its bearer an admin)</span>
        <input name="token" type="password" required autoComplete="off" />
      </label>
      <button className="main-button" type="submit">
        Sign in
      </button>
      <p className="hint">
        Who is an admin is said by <code>SLIPWAY_ADMIN_CLAIM</code> or{' '}
        <code>SLIPWAY_ADMIN_GROUP</code>. The token stays in this page, and is gone with it.
      </p>
    </form>
  );
}

/** @throws UploadError when these headers open no admin route */
function knock(headers: Headers): Promise<unknown> {
  return createAdminClient({ endpoint: '/api', headers }).listUploads({ limit: 1 });
}
