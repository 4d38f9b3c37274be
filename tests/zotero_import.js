// A file read by one of Zotero's own import translators: node zotero_import.js FOLDER TRANSLATOR FILE prints the items and
// what was warned of, as JSON. FOLDER holds checkouts of zotero/translators, zotero/utilities and zotero/zotero-schema.
"use strict";

const fs = require("fs");
const path = require("path");
const vm = require("vm");

const [folder, translator, file] = process.argv.slice(2);
const code = (...names) => fs.readFileSync(path.join(folder, ...names), "utf8");
const text = fs.readFileSync(file, "utf8");
const items = [];
const warnings = [];
let at = 0;

class Item {
  constructor(type) {
    Object.assign(this, { itemType: type, creators: [], notes: [], attachments: [], tags: [], seeAlso: [] });
  }

  complete() {
    items.push({ ...this });
  }
}

/** The next characters of the file, or without a number its next line; false at its end. */
function read(length) {
  if (at >= text.length) return false;
  const lineEnd = text.indexOf("\n", at);
  const end = length !== undefined ? at + length : lineEnd < 0 ? text.length : lineEnd + 1;
  const part = text.slice(at, end);
  at = end;
  return length !== undefined ? part : part.replace(/\r?\n$/, "");
}

const WARNING = 2; // Zotero's levels: 1 is an error, 3 what is done
const nothing = () => undefined;
const Zotero = {
  Item,
  Collection: class { complete() {} },
  DataObject: class {},
  Prefs: { get: nothing },
  debug: (message, level) => level <= WARNING && warnings.push(String(message)),
  logError: (error) => warnings.push(String(error)),
  getOption: nothing,
  getHiddenPref: nothing,
  setProgress: nothing,
  setCharacterSet: nothing,
  locale: "en-US",
  read,
};
const world = vm.createContext({ Zotero, Z: Zotero, console, setTimeout });
vm.runInContext(code("utilities", "resource", "zoteroTypeSchemaData.js"), world);
for (const name of ["xregexp-all", "utilities", "date", "cachedTypes", "schema", "utilities_item"]) {
  vm.runInContext(code("utilities", `${name}.js`), world);
}
Zotero.Schema = Zotero.Schema ?? vm.runInContext("Schema", world);
Zotero.Schema.init(code("zotero-schema", "schema.json"));
Zotero.Date.init(JSON.parse(code("utilities", "resource", "dateFormats.json")));
const ZU = (world.ZU = Zotero.Utilities);
ZU.XRegExp = ZU.XRegExp ?? world.XRegExp;
ZU.itemFromCSLJSON = ZU.Item.itemFromCSLJSON.bind(ZU.Item);
for (const name of ["strToDate", "strToISO", "formatDate"]) ZU[name] = Zotero.Date[name].bind(Zotero.Date);
const entities = { amp: "&", lt: "<", gt: ">", quot: '"' };
ZU.unescapeHTML = (html) => html.replace(/&(amp|lt|gt|quot);/g, (entity, name) => entities[name]); // Zotero's has a browser
ZU.getCreatorsForType = () => ["author"];
ZU.fieldIsValidForType = (field, type) => {
  const id = Zotero.ItemFields.getID(field);
  return Boolean(id) && Zotero.ItemFields.isValidForType(id, Zotero.ItemTypes.getID(type));
};
vm.runInContext(code("translators", translator).replace(/^\{[^]*?\n\}\n/, ""), world);
const detected = vm.runInContext("detectImport()", world);
at = 0;
Promise.resolve(vm.runInContext("doImport()", world)).then(() => {
  console.log(JSON.stringify({ detected, items, warnings }));
});
