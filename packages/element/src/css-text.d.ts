/** A stylesheet as text, the way Vite hands it out. */
declare module '*.css?inline' {
  const css: string;
  // biome-ignore lint/style/noDefaultExport: Vite's form.
  export default css;
}
