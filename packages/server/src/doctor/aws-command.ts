/** A command of the AWS CLI with a JSON argument, quoted for a POSIX shell. */
export function awsCommand(
  operation: string,
  bucket: string,
  argument: string,
  json: object,
): string {
  return `aws s3api ${operation} --bucket ${quote(bucket)} ${argument} ${quote(JSON.stringify(json))}`;
}

/** Quotes one word for a POSIX shell. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
