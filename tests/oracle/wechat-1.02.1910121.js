// The oracle of the dialect that this file is named after: the renderer of the preview in the
// platform's developer tools 1.02.1910121, with its options.
// Reads a JSON array of Markdown texts on stdin, writes a JSON array of HTML texts; null stands for
// one that takes the renderer more than seconds, as its patterns do where a quote is left open.
const { createContext, Script } = require("vm");
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
const context = createContext({ marked });
const script = new Script("marked(text)");
const html = texts.map((text) => {
  context.text = text;
  try {
    return script.runInContext(context, { timeout: 5000 });
  } catch (error) {
    if (error.code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    return null;
  }
});
process.stdout.write(JSON.stringify(html));
