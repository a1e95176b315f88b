// page.mjs CHROMIUM FILE…: opens each page as a phone, a desk and paper show it. Ends with 1, and says what it
// saw, where something is cut off or lies over something else, where axe finds a fault, or where a page asks for
// anything but itself.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const paperHeight = ((297 - 2 * 15) * 96) / 25.4;
const views = [
  { name: 'phone', width: 360, height: 740, media: 'screen' },
  { name: 'desk', width: 1280, height: 900, media: 'screen' },
  { name: 'a4', width: Math.floor(((210 - 2 * 15) * 96) / 25.4), height: Math.floor(paperHeight), media: 'print' },
];

// Runs in the page: what stands outside of what holds it, but for tables that scroll on a screen.
function clipped(media) {
  const found = [];
  const room = 1; // pixels, of rounding
  const say = (what, element) =>
    found.push(`${what}: <${element.nodeName.toLowerCase()}> "${element.textContent.trim().slice(0, 40)}"`);
  const scrolls = (element) => media === 'screen' && element.closest('.scroll') !== null;
  if (document.documentElement.scrollWidth > window.innerWidth) say('the page is too wide', document.body);
  for (const element of document.body.querySelectorAll('*')) {
    if (element.closest('svg') && element.nodeName !== 'svg') continue;
    const box = element.getBoundingClientRect();
    const inline = getComputedStyle(element).display === 'inline';
    if (!inline && !element.matches('.scroll') && element.scrollWidth > element.clientWidth + room &&
        element.nodeName !== 'svg') say('holds more than it shows', element);
    const parent = element.parentElement.getBoundingClientRect();
    if (!(element.parentElement.matches('.scroll') && media === 'screen') &&
        (box.right > parent.right + room || box.left < parent.left - room)) say('outside of its parent', element);
    if (!scrolls(element) && box.right > window.innerWidth + room) say('outside of the window', element);
    for (const text of element.childNodes) {
      if (text.nodeType !== Node.TEXT_NODE || text.textContent.trim() === '') continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      for (const line of range.getClientRects()) {
        if (line.right > box.right + room || line.left < box.left - room) say('text outside', element);
      }
    }
  }
  return found;
}

// Runs in the page: parts of a drawing that lie over each other, leave it or do not fit on a page.
function overlapping(mostHeight) {
  const found = [];
  const room = 0.5;
  for (const svg of document.querySelectorAll('svg')) {
    const frame = svg.getBoundingClientRect();
    const name = svg.querySelector('title').textContent;
    if (frame.height > mostHeight) found.push(`too high for a page: ${name}`);
    if (frame.width < 100) found.push(`too small to read: ${name}`);
    const parts = [...svg.querySelectorAll('text, rect')].map((part) => ({
      part,
      box: part.getBoundingClientRect(),
    }));
    for (const [at, one] of parts.entries()) {
      if (one.box.right > frame.right + room || one.box.bottom > frame.bottom + room ||
          one.box.left < frame.left - room || one.box.top < frame.top - room) {
        found.push(`leaves its drawing: ${name}: ${one.part.textContent}`);
      }
      for (const other of parts.slice(at + 1)) {
        const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        if (wide > room && high > room) {
          found.push(`over each other in ${name}: "${one.part.textContent}" and "${other.part.textContent}"`);
        }
      }
    }
  }
  return found;
}

async function look(browser, file, view) {
  const page = await browser.newPage({ viewport: { width: view.width, height: view.height } });
  const faults = [];
  const url = pathToFileURL(file).href;
  page.on('request', (request) => {
    if (request.url() !== url) faults.push(`asks for ${request.url()}`);
  });
  page.on('console', (message) => faults.push(`the browser says: ${message.text()}`));
  await page.emulateMedia({ media: view.media });
  await page.goto(url);
  faults.push(...(await page.evaluate(clipped, view.media)));
  faults.push(...(await page.evaluate(overlapping, paperHeight)));
  const charts = await page.evaluate(() => document.querySelectorAll('svg').length);
  if (charts < 20) faults.push(`only ${charts} charts`);
  await page.screenshot({ path: `${file.replace('.html', '')}-${view.name}.png`, fullPage: true });
  await page.evaluate(axe);
  const report = await page.evaluate(() => globalThis.axe.run(document));
  if (report.passes.length < 10) faults.push('axe has looked at next to nothing');
  for (const violation of report.violations) {
    faults.push(`axe, ${violation.id}: ${violation.help}: ${violation.nodes[0].html.slice(0, 120)}`);
  }
  await page.close();
  return faults.map((fault) => `${file}, ${view.name}: ${fault}`);
}

const [executablePath, ...files] = process.argv.slice(2);
// Chromium's own sandbox does not start for the superuser; what it opens here are our own files.
const args = process.getuid() === 0 ? ['--no-sandbox'] : [];
const browser = await chromium.launch({ executablePath, args });
let worst = 0;
try {
  for (const file of files) {
    for (const view of views) {
      const faults = await look(browser, file, view);
      for (const fault of faults.slice(0, 20)) console.log(fault);
      if (faults.length > 0) worst = 1;
      else console.log(`${file}, ${view.name}: nothing cut off, nothing over anything else, axe finds nothing`);
    }
  }
} finally {
  await browser.close();
}
process.exitCode = worst;
