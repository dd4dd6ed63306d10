import '@slipway/react/admin.css';
import './admin-page.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { AdminPage } from './admin-page.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('admin/index.html has no element with the id "root".');
createRoot(root).render(
  <StrictMode>
    <AdminPage />
  </StrictMode>,
);
