declare module '*.svelte' {
  import type { Component } from 'svelte';

  const component: Component<Record<string, unknown>>;
  // biome-ignore lint/style/noDefaultExport: the compiler's modules have one.
  export default component;
}
