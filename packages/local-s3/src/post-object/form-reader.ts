import { invalidArgument, S3Error } from '../s3-error.ts';

/** The maximum size in bytes of fields, their headers and boundaries before the file. */
const MAX_PREAMBLE_BYTES = 20 * 1024;

/** The file of a form, as a stream. */
export interface FormFile {
  /** The browser's name of the file. It may be empty. */
  readonly name: string;
  readonly contentType: string | undefined;
  /** Streams the bytes. Throws `MalformedPOSTRequest` if the form ends before the file. */
  read(): AsyncGenerator<Buffer>;
}

/** A multipart/form-data body up to its file. Like S3, it ignores everything after the file. */
export interface Form {
  /** Names in lower case. */
  readonly fields: ReadonlyMap<string, string>;
  readonly file: FormFile;
}

/** Reads the fields of a form and stops at its file. */
export async function readForm(
  source: AsyncIterable<Buffer>,
  contentType: string | undefined,
): Promise<Form> {
  const boundary = /^multipart\/form-data;.*\bboundary="?([^";]{1,70})"?/i.exec(contentType ?? '');
  if (boundary === null) {
    const message = 'Bucket POST must be of the enclosure-type multipart/form-data';
    throw new S3Error('PreconditionFailed', message);
  }
  const body = new Window(source, Buffer.from(`\r\n--${boundary[1]}`));
  const fields = new Map<string, string>();
  await body.skipPast(Buffer.from(`--${boundary[1]}`));
  while (true) {
    if (body.consumed > MAX_PREAMBLE_BYTES) throw new S3Error('MaxPostPreDataLengthExceeded');
    await body.skipPast(Buffer.from('\r\n')); // The end of the boundary's line.
    const head = await body.take(Buffer.from('\r\n\r\n'));
    const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? '';
    const name = /\bname="([^"]*)"/.exec(disposition)?.[1]?.toLowerCase();
    if (name === undefined) throw new S3Error('MalformedPOSTRequest');
    if (name === 'file') {
      return {
        fields,
        file: {
          name: /\bfilename="([^"]*)"/.exec(disposition)?.[1] ?? '',
          contentType: /^content-type:\s*(.*?)\s*$/im.exec(head)?.[1],
          read: () => body.readToBoundary(),
        },
      };
    }
    if (fields.has(name)) throw new S3Error('InvalidArgument', `Duplicate field ${name}`);
    fields.set(name, await body.take(body.boundary));
    if (await body.atEnd()) {
      const message = 'POST requires exactly one file upload per request.';
      throw invalidArgument('file', message);
    }
  }
}

/** The bytes that are read but not yet consumed, with ways to move over them. */
class Window {
  readonly boundary: Buffer;
  readonly #iterator: AsyncIterator<Buffer>;
  #bytes: Buffer = Buffer.alloc(0);
  consumed = 0;

  constructor(source: AsyncIterable<Buffer>, boundary: Buffer) {
    this.#iterator = source[Symbol.asyncIterator]();
    this.boundary = boundary;
  }

  /** Takes the text up to a mark and removes the mark. */
  async take(mark: Buffer): Promise<string> {
    let end = this.#bytes.indexOf(mark);
    while (end < 0) {
      if (this.#bytes.length > MAX_PREAMBLE_BYTES) {
        throw new S3Error('MaxPostPreDataLengthExceeded');
      }
      if (!(await this.#more())) throw new S3Error('MalformedPOSTRequest');
      end = this.#bytes.indexOf(mark);
    }
    const text = this.#bytes.toString('utf8', 0, end);
    this.#drop(end + mark.length);
    return text;
  }

  async skipPast(mark: Buffer): Promise<void> {
    if ((await this.take(mark)).trim() !== '') throw new S3Error('MalformedPOSTRequest');
  }

  /** Whether the last boundary ended the form. */
  async atEnd(): Promise<boolean> {
    while (this.#bytes.length < 2) if (!(await this.#more())) return true;
    return this.#bytes.toString('latin1', 0, 2) === '--';
  }

  /** Streams up to the next boundary. Holds back only bytes that may be the start of one. */
  async *readToBoundary(): AsyncGenerator<Buffer> {
    while (true) {
      const end = this.#bytes.indexOf(this.boundary);
      if (end >= 0) {
        if (end > 0) yield this.#bytes.subarray(0, end);
        this.#drop(end + this.boundary.length);
        while (await this.#more()) this.#drop(this.#bytes.length);
        return;
      }
      const safe = this.#bytes.length - this.boundary.length + 1;
      if (safe > 0) {
        yield this.#bytes.subarray(0, safe);
        this.#drop(safe);
      }
      if (!(await this.#more())) throw new S3Error('MalformedPOSTRequest');
    }
  }

  async #more(): Promise<boolean> {
    const next = await this.#iterator.next();
    if (next.done === true) return false;
    this.#bytes = this.#bytes.length === 0 ? next.value : Buffer.concat([this.#bytes, next.value]);
    return true;
  }

  #drop(length: number): void {
    this.#bytes = this.#bytes.subarray(length);
    this.consumed += length;
  }
}
