const form = document.querySelector('#request');
const uploader = document.querySelector('slipway-upload');
const hint = document.querySelector('#hint');

// The user can press "Send" while files are uploading. Then the page sends the request after the last one.
let isWaiting = false;

const isUploading = () =>
  uploader.uploads.some(({ state }) => !['completed', 'failed', 'canceled'].includes(state.status));

form.querySelector('button').addEventListener('click', (event) => {
  const inputs = [...form.elements].filter((control) => control !== uploader);
  if (!isUploading() || !inputs.every((control) => control.checkValidity())) return;
  event.preventDefault();
  isWaiting = true;
  hint.textContent = 'Uploading your files. The request is sent when they’re done.';
});

// Fires for each file once the backend has verified that its object is in the bucket.
uploader.addEventListener('upload-completed', () => {
  if (!uploader.checkValidity()) return;
  if (isWaiting) return form.requestSubmit();
  hint.textContent = 'Your files are uploaded.';
});

for (const ending of ['upload-failed', 'upload-canceled']) {
  uploader.addEventListener(ending, () => {
    isWaiting = false;
    hint.textContent = '';
  });
}

// While a field is missing or a file has failed, the browser does not submit the form. It shows the reason.
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  isWaiting = false;
  hint.textContent = 'Sending…';
  try {
    // The same data that a browser submits: the texts, and the object key of each file.
    const body = new URLSearchParams(new FormData(form));
    const response = await fetch(form.action, { method: 'POST', body });
    if (!response.ok) throw new Error(`The server answered ${response.status}.`);
    const { received } = await response.json();
    document.querySelector('#receipt').textContent = JSON.stringify(received, null, 2);
    document.querySelector('#sent').hidden = false;
    document.querySelector('#sent-title').focus();
    hint.textContent = 'Sent.';
  } catch (error) {
    hint.textContent = `Not sent: ${error.message} Try again.`;
  }
});
