/**
 * The first day without security fixes, by product and release line.
 *
 * - Node: https://github.com/nodejs/release#release-schedule
 * - Debian, the base of the Node image, without LTS: https://www.debian.org/releases/
 * - Redis names no dates: https://github.com/redis/redis/security/policy. A release counts as old after one year.
 * - nginx retires the stable line each April: https://nginx.org/en/download.html
 */
const END_OF_LIFE = {
  node: { 20: '2026-04-30', 22: '2027-04-30', 24: '2028-04-30', 26: '2029-04-30' },
  debian: { bookworm: '2026-06-10', trixie: '2028-08-09' },
  redis: { '8.10': '2027-07-31' },
  'nginx-unprivileged': { 1.28: '2026-04-30', '1.30': '2027-04-30' },
};

/**
 * Finds images and engines past their end of life.
 *
 * @param {Readonly<Record<string, string>>} files texts by name: Dockerfiles, compose files and `package.json`
 * @param {string} today such as `2026-12-01`
 * @returns {string[]} one line for each fault; also for a version that the table does not know
 */
export function findEndOfLife(files, today) {
  return Object.entries(files).flatMap(([name, text]) => {
    const versions = name.endsWith('package.json')
      ? versionsOfEngines(text)
      : versionsOfImages(text);
    if (versions.length === 0) return [`${name} names no version.`];
    return versions.flatMap(([product, line]) => {
      const end = END_OF_LIFE[product]?.[line];
      if (!end) return [`${name}: add the end of life of ${product} ${line} to the table.`];
      return end <= today
        ? [`${name}: ${product} ${line} has had no security fixes since ${end}.`]
        : [];
    });
  });
}

/** The lowest Node that a package supports. */
function versionsOfEngines(text) {
  const [, major] = /^>=(\d+)/.exec(JSON.parse(text).engines?.node ?? '') ?? [];
  return major ? [['node', major]] : [];
}

function versionsOfImages(text) {
  const images = text.matchAll(
    /^\s*(?:FROM|image:)\s+(?:[\w.-]+\/)*([\w-]+):(\d+)\.(\d+)\S*?(?:-(bookworm|trixie))?(?:-slim)?(?:\s|$)/gm,
  );
  return [...images].flatMap(([, product, major, minor, debian]) => {
    const image = [product, product === 'node' ? major : `${major}.${minor}`];
    return debian ? [image, ['debian', debian]] : [image];
  });
}
