/** Reads until there is enough, or until the body ends. The rest can still be read. */
export async function readUntil(
  body: AsyncGenerator<Buffer>,
  isEnough: () => boolean,
): Promise<void> {
  // By hand: leaving a `for await` loop would end the generator and the request.
  while (!isEnough() && !(await body.next()).done);
}

/** Returns the same body with one bit flipped in the byte at `offset`. */
export async function* corrupted(
  body: AsyncIterable<Buffer>,
  offset: number,
): AsyncGenerator<Buffer> {
  let passed = 0;
  for await (const chunk of body) {
    const at = offset - passed;
    passed += chunk.length;
    if (at >= 0 && at < chunk.length) chunk.writeUInt8(chunk.readUInt8(at) ^ 1, at);
    yield chunk;
  }
}
