/** A link of the navigation. `path` is the page's path from the repository's root. */
export interface NavigationItem {
  readonly text: string;
  readonly path: string;
}

export interface NavigationGroup {
  readonly text: string;
  /** Closed until the reader opens it or one of its pages. */
  readonly isClosed?: boolean;
  readonly items: readonly NavigationItem[];
}

function group(
  text: string,
  pages: Readonly<Record<string, string>>,
  isClosed = false,
): NavigationGroup {
  const items = Object.entries(pages).map(([text, path]) => ({ text, path }));
  return { text, isClosed, items };
}

/** The navigation beside each page. Its groups are what readers come for, as in `docs/README.md`. */
export const GUIDE: readonly NavigationGroup[] = [
  group('Start', {
    'Getting started': 'docs/getting-started.md',
    'Your bundler or framework': 'docs/stacks.md',
    'Your backend': 'docs/frameworks.md',
    'A backend by one command': 'packages/create-slipway/README.md',
    Playground: 'apps/docs/site/playground.md',
    'Pages of the demo': 'docs/pages.md',
    'All topics': 'docs/README.md',
  }),
  group('Recipes', {
    'All recipes': 'docs/recipes/README.md',
    'Next.js': 'docs/recipes/next.md',
    'Files in your database': 'docs/recipes/database.md',
    'Cookie sessions': 'docs/recipes/sessions.md',
    'Identity providers: JWT': 'docs/recipes/jwt.md',
    'Auth.js': 'docs/recipes/auth-js.md',
    'Your own interface': 'docs/recipes/custom-ui.md',
    Avatars: 'docs/recipes/avatars.md',
    'Metadata for your hooks': 'docs/recipes/metadata.md',
    'Test your app': 'docs/recipes/testing.md',
    Monitoring: 'docs/recipes/monitoring.md',
    'R2, B2, MinIO, GCS …': 'docs/recipes/stores.md',
    'Vercel, Lambda, Workers': 'docs/recipes/serverless.md',
  }),
  group('The widget', {
    'In React': 'packages/react/docs/widget.md',
    'As an element': 'packages/element/README.md',
    'In Vue, Svelte, Angular …': 'packages/element/docs/frameworks.md',
    'In a form': 'packages/element/docs/forms.md',
    'By one script tag': 'packages/element/docs/script.md',
    Theming: 'docs/theming.md',
    Languages: 'docs/languages.md',
  }),
  group('Your own interface', {
    'How uploads behave': 'packages/core/docs/uploads.md',
    'React hooks': 'packages/react/README.md',
    Vue: 'packages/vue/README.md',
    Svelte: 'packages/svelte/README.md',
    Angular: 'packages/angular/README.md',
    'Without a framework': 'packages/core/README.md',
  }),
  group('The backend', {
    'Routes and options': 'packages/server/README.md',
    'Policy and hooks': 'packages/server/docs/policy-and-hooks.md',
    Webhooks: 'packages/server/docs/webhooks.md',
    'S3 parameters': 'docs/s3.md',
    Stores: 'docs/stores.md',
    'Buckets and stores': 'packages/server/docs/storage.md',
    'Limits and admin routes': 'packages/server/docs/limits-and-admin.md',
    'Admin console': 'packages/react/docs/admin.md',
  }),
  group('Production', {
    Checklist: 'docs/production.md',
    'Doctor for buckets': 'packages/server/docs/doctor.md',
    Security: 'docs/security.md',
    'Report a vulnerability': 'SECURITY.md',
    'The runnable backend': 'apps/server/README.md',
    'At scale': 'docs/scale.md',
    OpenTelemetry: 'docs/opentelemetry.md',
    'Its config file': 'docs/config-file.md',
    'In containers': 'deploy/README.md',
  }),
  group('When something fails', {
    'Errors and their fixes': 'docs/troubleshooting.md',
    'Scorecard of failures': 'docs/scorecard.md',
    'A local S3 for tests': 'packages/local-s3/README.md',
  }),
  group('How fast it is', {
    Benchmarks: 'docs/benchmarks.md',
    'Why it is fast': 'docs/performance.md',
    'How they measure': 'apps/bench/README.md',
  }),
  group('Move and update', {
    'From Uppy': 'docs/migrating-from-uppy.md',
    'From Better Upload': 'docs/migrating-from-better-upload.md',
    Versions: 'docs/versions.md',
    Changelog: 'CHANGELOG.md',
  }),
  group(
    'Inside Slipway',
    {
      'The map of the code': 'packages/README.md',
      'What both sides share': 'packages/protocol/README.md',
      'Compared with Ceph': 'packages/local-s3/docs/ceph.md',
    },
    true,
  ),
];

/** The navigation beside the reference. */
export const REFERENCE: readonly NavigationGroup[] = [
  group('Over HTTP', { 'HTTP API': 'docs/http-api.md' }),
  group('@slipway/core', {
    Entries: 'docs/reference/core/README.md',
    core: 'docs/reference/core/index.md',
    'core/opentelemetry': 'docs/reference/core/opentelemetry.md',
    'core/testing': 'docs/reference/core/testing.md',
  }),
  group('@slipway/react', {
    Entries: 'docs/reference/react/README.md',
    react: 'docs/reference/react/index.md',
    'react/admin': 'docs/reference/react/admin.md',
  }),
  group('Other frameworks', {
    vue: 'docs/reference/vue/README.md',
    svelte: 'docs/reference/svelte/README.md',
    angular: 'docs/reference/angular/README.md',
    element: 'docs/reference/element/README.md',
  }),
  group('@slipway/server', {
    Entries: 'docs/reference/server/README.md',
    'server/config': 'docs/reference/server/config.md',
    'server/express': 'docs/reference/server/express.md',
    'server/fetch': 'docs/reference/server/fetch.md',
    'server/node': 'docs/reference/server/node.md',
    'server/opentelemetry': 'docs/reference/server/opentelemetry.md',
    'server/redis': 'docs/reference/server/redis.md',
  }),
  group('For tests', { 'local-s3': 'docs/reference/local-s3/README.md' }),
];
