/** Random numbers. A port, so that tests can control them. */
export interface Random {
  /** A number from 0 (included) to 1 (excluded). */
  next(): number;
}
