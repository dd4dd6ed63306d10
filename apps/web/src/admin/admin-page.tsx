import { type ReactNode, useState } from 'react';
import { SiteHeader } from '../site-header.tsx';
import { Console } from './console.tsx';
import { SignIn } from './sign-in.tsx';

/** The console for admins. A backend that knows its callers by tokens asks for one; it is gone with the page. */
export function AdminPage(): ReactNode {
  const [headers, setHeaders] = useState<Readonly<Record<string, string>>>();
  return (
    <>
      <SiteHeader page="/admin/" />
      <main className="page" data-wide="">
        <h1>Admin console</h1>
        {headers ? <Console headers={headers} /> : <SignIn onSignedIn={setHeaders} />}
      </main>
    </>
  );
}
