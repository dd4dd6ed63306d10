// Hooks and rules of both backends. See docs/config-file.md for everything that it takes.
import { defineConfig } from '@slipway/server/config';

export default defineConfig({
  // Replace this by a call of your own API.
  onCompleted({ objectKey, principal, object }) {
    console.log(JSON.stringify({ uploaded: objectKey, by: principal.subject, bytes: object.size }));
  },
});
