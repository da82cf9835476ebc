// Elements of the preview's own interface, made without any HTML text.

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) set(made, key, value);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

function set(made, key, value) {
  if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
  else if (value === true) made.setAttribute(key, "");
  else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
}

const SVG = "http://www.w3.org/2000/svg";

// Drawn on a field of 16 × 16 with round lines.
const ICONS = {
  tick: "M3.5 8.5l3 3 6-7",
  cross: "M4 4l8 8M12 4l-8 8",
  alert: "M8 3.5v5.5M8 12.2v.1",
  down: "M4 6l4 4 4-4",
  desktop: "M2.5 3h11v7.5h-11zM6 13.5h4M8 10.5v3",
  phone: "M5 1.75h6v12.5H5zM7.25 12h1.5",
  beside: "M1.75 3h7.5v8h-7.5zM11.25 4.5h3v8.5h-3z",
  auto: "M8 2a6 6 0 100 12A6 6 0 008 2zM8 2v12M8 5l4.8-1M8 8h6M8 11l4.8 1",
  sun: "M8 5.25a2.75 2.75 0 100 5.5 2.75 2.75 0 000-5.5zM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1"
    + "M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7",
  moon: "M13 9.6A5.5 5.5 0 016.4 3 5.5 5.5 0 1013 9.6z",
  bundle: "M2.5 5L8 2.25 13.5 5v6L8 13.75 2.5 11zM2.5 5L8 7.75 13.5 5M8 7.75v6",
  upload: "M8 10.5v-8M4.75 5.5L8 2.25l3.25 3.25M2.5 10.5v3h11v-3",
  copy: "M5.5 5.5h8v8h-8zM3.5 10.5h-1v-8h8v1",
  compare: "M8 2v7M4.5 5.5h7M4.5 13h7",
  up: "M4 10l4-4 4 4",
  edit: "M9.5 3.5l3 3L6 13H3v-3zM8 5l3 3",
  show: "M8 2.75v2M8 11.25v2M2.75 8h2M11.25 8h2M8 5.5a2.5 2.5 0 100 5 2.5 2.5 0 000-5z",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", "docbuild-icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

export function moves() {
  return !matchMedia("(prefers-reduced-motion: reduce)").matches;
}

// How much of something there is; the number itself stands beside it. No inline style: the
// page's policy forbids that.
export function track(value, most) {
  return element("progress", { class: "docbuild-track", value, max: most, "aria-hidden": "true" });
}
