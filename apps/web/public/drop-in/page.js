const form = document.querySelector('#request');
const uploader = document.querySelector('slipway-upload');
const hint = document.querySelector('#hint');

const isPending = ({ state }) => !['completed', 'failed', 'canceled'].includes(state.status);
const attachments = () =>
  uploader.uploads
    .filter(({ state }) => state.status === 'completed')
    .map(({ state }) => state.object.objectKey);

// Fired for each file once its object is proven to be in the bucket.
uploader.addEventListener('upload-completed', () => {
  hint.textContent = uploader.uploads.some(isPending) ? '' : 'Your files are here.';
});

uploader.addEventListener('upload-failed', (event) => {
  console.warn(`${event.detail.file.name}: ${event.detail.error.message}`);
});

form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (uploader.uploads.some(isPending)) {
    hint.textContent = 'Your files are still on their way. Send the request once they are here.';
    return;
  }
  // A page of yours would post this to its own server: keys only, the bytes are in the bucket.
  const request = { subject: new FormData(form).get('subject'), attachments: attachments() };
  document.querySelector('#receipt').textContent = JSON.stringify(request, null, 2);
  document.querySelector('#sent').hidden = false;
  hint.textContent = 'Sent.';
});
