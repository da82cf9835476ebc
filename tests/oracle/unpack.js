// Unpacks a ZIP archive as Node programs do: node unpack.js ARCHIVE FOLDER
const { createWriteStream, mkdirSync } = require("fs");
const { dirname, join } = require("path");
const { pipeline } = require("stream/promises");
const yauzl = require("yauzl");

const [archive, folder] = process.argv.slice(2);
const options = { lazyEntries: true, strictFileNames: true, validateEntrySizes: true };

yauzl.open(archive, options, (failed, zip) => {
  if (failed) throw failed;
  zip.on("error", (error) => {
    throw error;
  });
  zip.on("entry", (entry) => {
    const target = join(folder, entry.fileName);
    mkdirSync(dirname(target), { recursive: true });
    zip.openReadStream(entry, (unreadable, content) => {
      if (unreadable) throw unreadable;
      pipeline(content, createWriteStream(target, { flags: "wx" })).then(() => zip.readEntry());
    });
  });
  zip.readEntry();
});
