/** Only the user that runs the server can read what it stores, even with a umask of 0. */
export const PRIVATE_FILE = 0o600;
export const PRIVATE_FOLDER = { recursive: true, mode: 0o700 } as const;
