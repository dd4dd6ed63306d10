import { type ReactNode, useState } from 'react';
import { SiteHeader } from '../site-header.tsx';
import { Console } from './console.tsx';
import { SignIn } from './sign-in.tsx';
import { SignOut } from './sign-out.tsx';

/** The admin console. If the backend uses tokens, the page asks for one and never stores it. */
export function AdminPage(): ReactNode {
  const [headers, setHeaders] = useState<Readonly<Record<string, string>>>();
  return (
    <>
      <SiteHeader page="/admin/" />
      <main className="page" data-wide="">
        <h1>Admin console</h1>
        {headers?.authorization && <SignOut onSignedOut={() => setHeaders(undefined)} />}
        {headers ? <Console headers={headers} /> : <SignIn onSignedIn={setHeaders} />}
      </main>
    </>
  );
}
