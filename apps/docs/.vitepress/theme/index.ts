import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import { h } from 'vue';
import { LiveGallery } from './live-gallery.ts';
import { notFound } from './not-found.ts';
import { SectionTabs } from './section-tabs.ts';
import { StartPage } from './start-page.ts';
import { TaskList } from './task-list.ts';
import './style.css';

export default {
  extends: DefaultTheme,
  Layout: () => h(DefaultTheme.Layout, null, { 'not-found': notFound }),
  enhanceApp({ app }) {
    // VitePress uses it for the layout of that name.
    app.component('home', StartPage);
    app.component('LiveGallery', LiveGallery);
    app.component('SectionTabs', SectionTabs);
    app.component('TaskList', TaskList);
  },
} satisfies Theme;
