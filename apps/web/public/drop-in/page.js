const form = document.querySelector('#request');
const uploader = document.querySelector('slipway-upload');
const hint = document.querySelector('#hint');

/** Keys of the objects that have arrived, in the order of their arrival. */
const objectKeys = [];

uploader.addEventListener('upload-completed', (event) => {
  objectKeys.push(event.detail.object.objectKey);
  hint.textContent = '';
});

uploader.addEventListener('upload-failed', (event) => {
  console.warn(`${event.detail.file.name}: ${event.detail.error.message}`);
});

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const unfinished = uploader.uploads.filter(
    ({ state }) => !['completed', 'canceled', 'failed'].includes(state.status),
  );
  if (unfinished.length > 0) {
    hint.textContent = 'Wait until your files are uploaded, then send the request.';
    return;
  }
  // A page of yours would post this to its own server. File bytes are in the bucket already.
  const request = { subject: new FormData(form).get('subject'), attachments: objectKeys };
  document.querySelector('#receipt').textContent = JSON.stringify(request, null, 2);
  document.querySelector('#sent').hidden = false;
  hint.textContent = 'Sent.';
});
