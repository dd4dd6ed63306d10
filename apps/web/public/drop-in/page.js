const form = document.querySelector('#request');
const uploader = document.querySelector('slipway-upload');
const hint = document.querySelector('#hint');

// "Send" may be pressed while files are on their way: the request is sent when the last one has arrived.
let isWaiting = false;

const isUploading = () =>
  uploader.uploads.some(({ state }) => !['completed', 'failed', 'canceled'].includes(state.status));

form.querySelector('button').addEventListener('click', (event) => {
  const inputs = [...form.elements].filter((control) => control !== uploader);
  if (!isUploading() || !inputs.every((control) => control.checkValidity())) return;
  event.preventDefault();
  isWaiting = true;
  hint.textContent = 'Your files are on their way. The request is sent when they have arrived.';
});

// Fired for each file once its object is proven to be in the bucket.
uploader.addEventListener('upload-completed', () => {
  if (!uploader.checkValidity()) return;
  if (isWaiting) return form.requestSubmit();
  hint.textContent = 'Your files are here.';
});

for (const ending of ['upload-failed', 'upload-canceled']) {
  uploader.addEventListener(ending, () => {
    isWaiting = false;
    hint.textContent = '';
  });
}

// The browser refuses to submit, and says why, while something is missing or has failed.
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  isWaiting = false;
  hint.textContent = 'Sending…';
  try {
    // What a browser sends by itself, too: texts, and for each file the key of its object.
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
