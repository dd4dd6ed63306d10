import { createEndpointUploader, Uploader } from '@slipway/react';
import { useState } from 'react';

export function TryIt() {
  const [uploader] = useState(() => createEndpointUploader({ endpoint: '/api' }));
  const addSample = () => uploader.add(makeSample());
  return (
    <>
      <Uploader uploader={uploader} />
      <button type="button" onClick={addSample}>
        Upload a 24 MB sample file
      </button>
    </>
  );
}

function makeSample(): File {
  const block = crypto.getRandomValues(new Uint8Array(65_536));
  return new File(Array(366).fill(block), 'sample.bin');
}
