// How far the document is on its way to its readers, from what was recorded of it.

export const STAGES = ["mend", "describe", "upload", "publish"];

// The stage that is to be gone through next; "done" where readers see what is there now.
export function stageOf({ prepared, uploaded, published }, errors) {
  if (prepared?.same) return "upload";
  if (published?.same) return "done";
  if (uploaded?.same) return "publish";
  return errors ? "mend" : "describe";
}

// Whether somebody still has to publish what was uploaded last.
export function waitsForPublishing({ uploaded, published }) {
  return uploaded !== null && uploaded.id !== published?.id;
}

// Why the upload would refuse a version, as a word's name; null where it takes it.
export function versionProblem(version, above) {
  if (!/^[0-9]{1,3}(?:\.[0-9]{1,3}){2}$/.test(version)) return "versionForm";
  return above !== null && order(version, above) <= 0 ? "versionLow" : null;
}

// The same for a description; line ends and what nobody sees are for the server to say.
export function descriptionProblem(description, longest) {
  if (!description.trim()) return "descriptionEmpty";
  return description.length > longest ? "descriptionLong" : null;
}

function order(one, other) {
  const numbers = other.split(".").map(Number);
  return one.split(".").reduce((sign, number, index) => sign || number - numbers[index], 0);
}
