/** Formats a command of the AWS CLI with a JSON argument, quoted for a POSIX shell. */
export function awsCommand(
  operation: string,
  bucket: string,
  argument: string,
  json: object,
): string {
  return `aws s3api ${operation} --bucket ${quote(bucket)} ${argument} ${quote(JSON.stringify(json))}`;
}

/** Adds the store's endpoint to each command. Leaves them unchanged for AWS, where `endpoint` is `undefined`. */
export function atEndpoint(commands: string, endpoint: string | undefined): string {
  if (endpoint === undefined) return commands;
  return commands.replaceAll(/^aws /gm, () => `aws --endpoint-url ${quote(endpoint)} `);
}

/** Quotes one word for a POSIX shell. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
