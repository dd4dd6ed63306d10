import { chromium } from 'playwright';

/**
 * Uploads a file with the page at `url`, and waits until the page says that it is complete.
 *
 * @param {string} url
 * @param {string} file its path
 * @param {number} patienceMs the time limit for a hang
 * @param {{ link?: string }} [then] the link that the page then shows. By default none
 * @returns {Promise<string[]>} the page's messages in the console
 * @throws when the console shows an error or a warning (such as a failed hydration), a response is a 404, or no worker
 *   computed the checksums
 */
export async function uploadWithBrowser(url, file, patienceMs, { link } = {}) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage();
    const said = [];
    const faults = [];
    const broken = new Promise((_, reject) => {
      page.once('pageerror', reject);
    });
    // It may happen while the page loads. The race below reports it.
    broken.catch(() => undefined);
    page.on('console', (message) => {
      said.push(message.text());
      const isFault = message.type() === 'error' || message.type() === 'warning';
      // Browsers request an icon, which these pages do not have.
      if (isFault && !message.location().url.endsWith('/favicon.ico')) faults.push(message.text());
    });
    page.on('response', (response) => {
      if (response.status() === 404 && !response.url().endsWith('/favicon.ico')) {
        faults.push(`404: ${response.url()}`);
      }
    });
    // A page that a server rendered takes files once its scripts have run.
    await page.goto(url, { waitUntil: 'networkidle', timeout: patienceMs });
    const upload = async () => {
      await page.locator('input[type=file]').first().setInputFiles(file, { timeout: patienceMs });
      await page
        .getByText(/complete|uploaded/i)
        .first()
        .waitFor({ timeout: patienceMs });
      if (link) await page.getByRole('link', { name: link }).waitFor({ timeout: patienceMs });
    };
    await Promise.race([upload(), broken]).catch(({ message }) => faults.push(message));
    // If a worker fails, the uploader closes it and uses the page's thread.
    if (page.workers().length === 0)
      faults.push('No worker is alive: the page computed checksums.');
    if (faults.length > 0) throw new Error(`${url}: ${faults.join('; ')}`);
    return said;
  } finally {
    await browser.close();
  }
}
