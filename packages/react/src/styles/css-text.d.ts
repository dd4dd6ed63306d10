/** A stylesheet as text. @see flat-styles.js */
declare module '*.css?inline' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: Vite's form.
  export default text;
}
