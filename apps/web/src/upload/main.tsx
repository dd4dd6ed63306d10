import '@slipway/react/styles.css';
import './upload-page.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { UploadPage } from './upload-page.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('upload/index.html has no element with the id "root".');
createRoot(root).render(
  <StrictMode>
    <UploadPage />
  </StrictMode>,
);
