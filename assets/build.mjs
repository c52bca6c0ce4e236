// Makes what the browser gets: one style sheet, small scripts, three font files. Run by `npm run build`.
import { readFile, writeFile, mkdir, copyFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import subsetFont from "subset-font";

const out = "../sojourn/sites/ui/static/ui";
const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join("");

// Noto Sans, weights 400 to 700, cut along scripts so that a page fetches only what it shows.
const fonts = {
  latin: [range(0x20, 0x7e), range(0xa0, 0xff), "\u2009\u202f–—‘’‚“”„•…‹›€−←→↑↓№"].join(""),
  "latin-ext": "ƏəĞğİıŞşĀāĂăĄąĆćČčĎďĐđĒēĖėĘęĚěĢģĪīĮįĶķĹĺĻļĽľŁłŃńŅņŇňŌōŐőŒœŔŕŘřŚśŠšŢţŤťŪūŮůŰűŲųŸŹźŻżŽžȘșȚț₼₾₺",
  cyrillic: [range(0x410, 0x44f), "ЁёЂђЃѓЄєЅѕІіЇїЈјЉљЊњЋћЌќЎўЏџҐґҒғҚқҢңҮүҰұҲҳҶҷҺһӘәӨөӢӣӮӯ₽"].join(""),
};

async function makeFont(name, text) {
  const source = `node_modules/@fontsource-variable/noto-sans/files/noto-sans-${name}-wght-normal.woff2`;
  const made = await subsetFont(await readFile(source), text, {
    targetFormat: "woff2",
    variationAxes: { wght: { min: 400, max: 700, default: 400 } },
  });
  await writeFile(`${out}/noto-sans-${name}.woff2`, made);
  return [`noto-sans-${name}.woff2`, made.length, made.length];
}

async function bundle(source, name) {
  await build({ entryPoints: [source], outfile: `${out}/${name}`, bundle: true, minify: true, target: ["es2020", "chrome111", "firefox113", "safari16.4"], external: ["*.woff2"], logLevel: "warning", charset: "utf8" });
  const made = await readFile(`${out}/${name}`);
  return [name, made.length, gzipSync(made).length];
}

await mkdir(out, { recursive: true });
const weights = await Promise.all([
  ...Object.entries(fonts).map(([name, text]) => makeFont(name, text)),
  bundle("css/sojourn.css", "sojourn.css"),
  bundle("js/sojourn.js", "sojourn.js"),
]);
await copyFile("crane.svg", `${out}/crane.svg`);
await copyFile("node_modules/htmx.org/dist/htmx.min.js", `${out}/htmx.js`);
const htmx = await readFile(`${out}/htmx.js`);
weights.push(["htmx.js", htmx.length, gzipSync(htmx).length]);
for (const [name, bytes, packed] of weights) console.log(`${name.padEnd(26)} ${String(bytes).padStart(7)} B  ${String(packed).padStart(7)} B gzip`);
