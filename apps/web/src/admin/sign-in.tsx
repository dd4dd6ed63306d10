import { UploadError } from '@slipway/core';
import { createAdminClient } from '@slipway/react/admin';
import { type FormEvent, type ReactNode, useCallback, useEffect, useState } from 'react';

type Headers = Readonly<Record<string, string>>;

/** The state of the sign-in. */
type State =
  | { readonly status: 'asking' }
  | { readonly status: 'signed-out'; readonly message: string }
  /** The error, if the backend could not identify the caller. */
  | { readonly status: 'failed'; readonly message: string };

/**
 * Finds out whether the backend already knows the caller as an admin: by a proxy's headers, or because the demo's own
 * store is open to this machine. Otherwise it asks for a token, and keeps it only in memory.
 */
export function SignIn(props: { readonly onSignedIn: (headers: Headers) => void }): ReactNode {
  const { onSignedIn } = props;
  const [state, setState] = useState<State>({ status: 'asking' });
  const settle = useCallback(
    (found: State | undefined) => (found ? setState(found) : onSignedIn({})),
    [onSignedIn],
  );
  useEffect(() => void findOut().then(settle), [settle]);
  const askAgain = () => {
    setState({ status: 'asking' });
    void findOut().then(settle);
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const token = String(new FormData(event.currentTarget).get('token') ?? '').trim();
    const headers = { authorization: `Bearer ${token}` };
    try {
      await knock(headers);
      onSignedIn(headers);
    } catch (error) {
      setState({ status: 'signed-out', message: messageOf(error) });
    }
  };
  if (state.status === 'asking') return <p role="status">Checking access…</p>;
  if (state.status === 'failed') {
    return (
      <div className="card sign-in">
        <p role="alert">{state.message}</p>
        <button className="main-button" type="button" onClick={askAgain}>
          Try again
        </button>
      </div>
    );
  }
  return (
    <form className="card sign-in" onSubmit={(event) => void submit(event)}>
      <p role="alert">{state.message}</p>
      <label className="field">
        <span>Admin token (JWT)</span>
        <input name="token" type="password" required autoComplete="off" />
      </label>
      <button className="main-button" type="submit">
        Sign in
      </button>
      <p className="hint">
        <code>SLIPWAY_ADMIN_CLAIM</code> or <code>SLIPWAY_ADMIN_GROUP</code> decides who is an
        admin. The token is forgotten when you leave this page.
      </p>
    </form>
  );
}

/**
 * Calls an admin route that needs no storage, so that admins can sign in even if the bucket refuses requests.
 *
 * @throws UploadError when these headers open no admin route
 */
function knock(headers: Headers): Promise<unknown> {
  return createAdminClient({ endpoint: '/api', headers }).showConfiguration();
}

/** Why the caller cannot sign in without a token. `undefined` for an admin. */
async function findOut(): Promise<State | undefined> {
  try {
    await knock({});
    return undefined;
  } catch (error) {
    const isRefused =
      error instanceof UploadError && /^(?:unauthorized|forbidden)$/.test(error.code);
    return isRefused
      ? { status: 'signed-out', message: 'Sign in with an admin token.' }
      : { status: 'failed', message: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "Can't reach the backend.";
}
