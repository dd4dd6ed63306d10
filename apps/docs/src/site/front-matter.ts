/**
 * Settings of single pages, by their paths from the repository's root. They are not in the Markdown, because the formatter
 * does not know front matter, and code hosts would show it.
 */
export const FRONT_MATTER: Readonly<Record<string, object>> = {
  'apps/docs/site/index.md': {
    layout: 'home',
    titleTemplate: 'Uploads from the browser straight to S3',
    hero: {
      name: 'Slipway',
      text: 'Uploads that arrive',
      tagline:
        'From the browser straight to S3. Uploads pause, resume and survive a reload. File bytes never pass through your server.',
      image: {
        light: '/widget-light.png',
        dark: '/widget-dark.png',
        alt: 'The widget with four files: one uploaded, one paused, one refused with advice, one uploading.',
        width: 712,
        height: 513,
      },
      actions: [
        { theme: 'brand', text: 'Get started', link: '/getting-started.html' },
        { theme: 'alt', text: 'Try the widget', link: '/playground.html' },
      ],
    },
  },
  // The widget needs the room.
  'apps/docs/site/playground.md': { aside: false },
};
