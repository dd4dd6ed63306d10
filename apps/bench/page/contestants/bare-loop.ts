import { createBatchSigner } from '../contestant.ts';

const PART_SIZE = 16 * 1024 ** 2;
const CONNECTIONS = 6;

interface Piece {
  readonly url: string;
  readonly body: Blob;
}

/**
 * The baseline: six parallel PUTs of bare slices to URLs that were signed in advance. It does not create, complete or
 * retry anything. The clock starts when the URLs are there.
 */
export async function prepareBareLoop(files: readonly File[]): Promise<() => Promise<void>> {
  const sign = createBatchSigner();
  const pieces: Piece[] = (
    await Promise.all(
      files.map((file, i) => (file.size > PART_SIZE ? cut(file, `bare/${i}`) : whole(file, i))),
    )
  ).flat();

  async function whole(file: File, i: number): Promise<Piece[]> {
    return [{ url: await sign({ method: 'PUT', key: `bare/${i}` }), body: file.slice() }];
  }

  async function cut(file: File, key: string): Promise<Piece[]> {
    const created = await fetch(await sign({ method: 'POST', key }), { method: 'POST' });
    const uploadId = /<UploadId>(.+)<\/UploadId>/.exec(await created.text())?.[1];
    return Promise.all(
      Array.from({ length: Math.ceil(file.size / PART_SIZE) }, async (_, n) => ({
        url: await sign({ method: 'PUT', key, uploadId, partNumber: n + 1 }),
        body: file.slice(n * PART_SIZE, (n + 1) * PART_SIZE),
      })),
    );
  }

  return async () => {
    let next = 0;
    const lane = async () => {
      for (let piece = pieces[next++]; piece; piece = pieces[next++]) await put(piece);
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  };
}

function put({ url, body }: Piece): Promise<void> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open('PUT', url);
    xhr.addEventListener('load', () => {
      if (xhr.status === 200) resolve();
      else reject(new Error(`S3 answered ${xhr.status}.`));
    });
    xhr.addEventListener('error', () => reject(new Error('The connection broke.')));
    xhr.send(body);
  });
}
