import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** The least that a store must do: it writes each body to a file and returns the MD5. It checks nothing. */
const folder = process.argv[2];
if (!folder) throw new Error('Usage: bare-server FOLDER');
let count = 0;

const server = createServer(async (request, response) => {
  const digest = createHash('md5');
  count += 1;
  await pipeline(
    request,
    async function* (chunks) {
      for await (const chunk of chunks) {
        digest.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(join(folder, String(count))),
  );
  response.writeHead(200, { ETag: `"${digest.digest('hex')}"` }).end();
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(`ready: http://127.0.0.1:${port}`);
});
