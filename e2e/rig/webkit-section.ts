/** What the scorecard says about WebKit, which has tests of its own. */
export function webKitSection(): string {
  return `
## R42: WebKit

WebKitGTK, behind its WebDriver, runs the tests in \`e2e/webkit\`: \`npm run webkit\`. \`npm test\` runs the quick ones. Large, small and
empty files arrive through the React page and the element. Uploads pause and resume, also after a reload, and send only
what S3 does not have. A second tab follows the first one. Small files go as forms. An upload waits while S3 cannot be
reached, and survives a part whose connection is reset.

Not run in WebKit:

- Folders and drops: WebDriver has no command that drops files or picks a folder.
- R08, R26, R31: WebDriver cannot freeze a page, lower its quota or block its storage. A file has no handle there, because WebKitGTK
  has no file picker for pages and no private file system. So a user picks the file again, which is tested.
- R04 to R07, R12, R27 and R37: WebDriver cannot move the clock of a page, so these rows would wait for minutes.
- The offer of an unfinished upload on the page with the element: after a reload, WebKit did not show it. The cause is not known yet.
  The React page shows it, and on both pages the upload resumes when the user picks the file again.
- The other rows break requests to the backend or to S3. What they need of a browser is the same code in all browsers.
`;
}
