import { Content } from 'vitepress';
import { VPHomeContent, VPHomeHero } from 'vitepress/theme-without-fonts';
import { defineComponent, h } from 'vue';

/** The layout of the start page. VitePress has one, but without `<main>`. */
export const StartPage = defineComponent({
  setup: () => () =>
    h('main', { class: 'VPHome' }, [h(VPHomeHero), h(VPHomeContent, null, () => h(Content))]),
});
