/* node audit.mjs SITE PAGE...: serves a built book as a host does, compressed, and prints what Lighthouse says
   of each page on a phone and on a desk, as JSON. */
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";

const CATEGORIES = ["performance", "accessibility", "best-practices"];
const FORMS = { phone: undefined, desk: desktopConfig };
const TYPES = { ".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".json": "application/json",
  ".svg": "image/svg+xml", ".xml": "application/xml" };
const CHROME = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
  "--disable-background-networking"];

function serve(site) {
  const server = createServer(async (request, response) => {
    const path = join(site, normalize(decodeURIComponent(new URL(request.url, "http://host").pathname)));
    try {
      const content = await readFile(path);
      const type = TYPES[extname(path)];
      const head = type ? { "Content-Type": `${type}; charset=utf-8`, "Content-Encoding": "gzip" } : {};
      response.writeHead(200, head).end(type ? gzipSync(content) : content);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

/* The audits that found a fault, with the elements or files that they name. */
function faults(report, category) {
  return report.categories[category].auditRefs
    .map(({ id, weight }) => ({ weight, ...report.audits[id] }))
    .filter(({ score, weight }) => weight > 0 && score !== null && score < 1)
    .map(({ id, title, details }) => ({ id, title, items: (details?.items ?? []).slice?.(0, 5) }));
}

function summary(page, form, report) {
  const requests = report.audits["network-requests"].details.items;
  return {
    page,
    form,
    scores: Object.fromEntries(CATEGORIES.map((it) => [it, Math.round(100 * report.categories[it].score)])),
    faults: Object.fromEntries(CATEGORIES.map((it) => [it, faults(report, it)])),
    bytes: requests.reduce((sum, { transferSize }) => sum + transferSize, 0),
    requests: requests.map(({ url, transferSize }) => [new URL(url).pathname, transferSize]),
    blocking: report.audits["render-blocking-resources"].details.items.map(({ url }) => new URL(url).pathname),
    shift: report.audits["cumulative-layout-shift"].numericValue,
    milliseconds: Object.fromEntries(["first-contentful-paint", "largest-contentful-paint", "total-blocking-time",
      "speed-index"].map((id) => [id, Math.round(report.audits[id].numericValue)])),
  };
}

const [site, ...pages] = process.argv.slice(2);
const server = await serve(site);
const chrome = await launch({ chromePath: process.env.CHROME_PATH, chromeFlags: CHROME });
const found = [];
try {
  for (const page of pages)
    for (const [form, config] of Object.entries(FORMS)) {
      const url = `http://127.0.0.1:${server.address().port}/${page}`;
      const flags = { port: chrome.port, onlyCategories: CATEGORIES, logLevel: "error" };
      found.push(summary(page, form, (await lighthouse(url, flags, config)).lhr));
      process.stderr.write(`${page} ${form}\n`);
    }
} finally {
  chrome.kill();
  server.close();
}
console.log(JSON.stringify(found));
