// SPDX-License-Identifier: MIT
// A peer for scripts/bench: CPython compiled to WebAssembly, under node.  Where
// `npm install pyodide` has been run:
//   scripts/bench --peer 'pyodide=node scripts/bench.d/pyodide.mjs {}' start
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { loadPyodide } = createRequire(process.cwd() + "/")("pyodide");
const pyodide = await loadPyodide();
pyodide.runPython(readFileSync(process.argv[2], "utf8"));
