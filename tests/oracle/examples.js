// Writes the examples of the CommonMark specification as a JSON array of Markdown texts.
const { tests } = require("commonmark-spec");

process.stdout.write(JSON.stringify(tests.map((test) => test.markdown.replace(/→/g, "\t"))));
