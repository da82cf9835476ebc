// The oracle of the dialect that this file is named after: the renderer of the preview in the
// platform's developer tools 1.02.1910121, with its options.
// Reads a JSON array of Markdown texts on stdin, writes a JSON array of HTML texts.
const marked = require("marked");

marked.setOptions({
  gfm: true,
  tables: true,
  breaks: true,
  pedantic: false,
  sanitize: true,
  smartLists: true,
  smartypants: false,
  baseUrl: "/__plugindoc__/",
});
const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(texts.map((text) => marked(text))));
