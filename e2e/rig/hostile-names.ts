/** File names that a page must show as text. Each sets `globalThis.ran = true` if the page runs it. */
export const HOSTILE_NAMES: readonly string[] = [
  '<img src=x onerror="globalThis.ran=true">.png',
  '"><svg onload=globalThis.ran=true>.txt',
  "'><script>globalThis.ran=true</script>.txt",
  '</title></style></textarea><script>globalThis.ran=true</script>.txt',
  '<iframe srcdoc="<script>parent.ran=true</script>">.txt',
  '" onmouseover="globalThis.ran=true" autofocus onfocus="globalThis.ran=true',
  'javascript:globalThis.ran=true',
  '{{constructor.constructor("globalThis.ran=true")()}}.txt',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the test checks that this is not a template.
  '${globalThis.ran=true}.txt',
  '&lt;b&gt;bold&lt;/b&gt;&amp;.txt',
  '../../../etc/passwd',
  '__proto__',
  'line\r\nSet-Cookie: ran=true.txt',
  'nul\u0000byte.txt',
  'invoice\u202efdp.exe',
  '\u2067\u2066isolated\u2069.txt',
  `${'long '.repeat(50)}.txt`,
];
