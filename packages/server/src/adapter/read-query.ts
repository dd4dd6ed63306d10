/**
 * The query of a GET as a plain object, for a schema to check. A name that comes twice has a list as its
 * value, which no schema takes for a text.
 */
export function readQuery(query: URLSearchParams): Readonly<Record<string, unknown>> {
  const names = [...new Set(query.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = query.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}
