const form = document.querySelector('#request');
const uploader = document.querySelector('slipway-upload');
const hint = document.querySelector('#hint');

// Fired for each file once its object is proven to be in the bucket.
uploader.addEventListener('upload-completed', () => {
  hint.textContent = uploader.checkValidity() ? 'Your files are here.' : '';
});

uploader.addEventListener('upload-failed', (event) => {
  console.warn(`${event.detail.file.name}: ${event.detail.error.message}`);
});

// The browser refuses to submit, and says why, while files are missing, on their way or failed.
form.addEventListener('submit', (event) => {
  event.preventDefault();
  // A page of yours would let the form go to its own server: keys only, the bytes are in the bucket.
  const data = new FormData(form);
  const request = { subject: data.get('subject'), attachments: data.getAll('attachments') };
  document.querySelector('#receipt').textContent = JSON.stringify(request, null, 2);
  document.querySelector('#sent').hidden = false;
  hint.textContent = 'Sent.';
});
