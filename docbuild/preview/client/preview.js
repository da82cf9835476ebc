"use strict";
// What a live page links. Everything else is a module, and this file is linked as a plain script.
import("./main.js");
