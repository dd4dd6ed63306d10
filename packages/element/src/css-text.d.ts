/** Vite imports a stylesheet with this suffix as text. */
declare module '*.css?inline' {
  const css: string;
  // biome-ignore lint/style/noDefaultExport: Vite's form.
  export default css;
}
