import '@fontsource/inter/latin-400.css';
import '@fontsource/inter/latin-500.css';
import '@fontsource/inter/latin-600.css';
import '@fontsource/noto-sans-hebrew/hebrew-400.css';
import '@fontsource/noto-sans-hebrew/hebrew-600.css';
import '@slipway/react/styles.css';
import './gallery-page.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { GalleryPage } from './gallery-page.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('gallery/index.html has no element with the id "root".');
createRoot(root).render(
  <StrictMode>
    <GalleryPage search={new URLSearchParams(location.search)} />
  </StrictMode>,
);
