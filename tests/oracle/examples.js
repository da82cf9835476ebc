// Writes the examples of the specifications as a JSON object: their Markdown texts by the name of
// the specification. The examples of GitHub's Markdown stand in its text, as CommonMark's do.
const { readFileSync } = require("fs");
const { dirname, join } = require("path");
const { tests } = require("commonmark-spec");

const EXAMPLE = /^`{32} example.*\n([^]*?)^\.\n[^]*?^`{32}$/gm;
const cmark = join(dirname(require.resolve("cmark-gfm/package.json")), "cmark", "test");
const inFile = (name) =>
  [...readFileSync(join(cmark, name), "utf8").matchAll(EXAMPLE)].map((match) => match[1]);

const markdown = {
  commonmark: tests.map((test) => test.markdown),
  gfm: inFile("spec.txt"),
  "gfm-extensions": inFile("extensions.txt"),
  "gfm-regressions": inFile("regression.txt"),
};
for (const name of Object.keys(markdown)) {
  markdown[name] = markdown[name].map((text) => text.replace(/→/g, "\t"));
}
process.stdout.write(JSON.stringify(markdown));
