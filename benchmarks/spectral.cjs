// The same checks as a Spectral ruleset. One JSON product a line comes in, the number of results a line goes out.
const { createRequire } = require("node:module");
const { createInterface } = require("node:readline");
const from = createRequire(process.argv[2] + "/");
const { Spectral } = from("@stoplight/spectral-core");
const { length, pattern, enumeration, schema } = from("@stoplight/spectral-functions");

const rule = (given, field, fn, functionOptions) => ({ given, severity: "error", then: { field, function: fn, functionOptions } });
const spectral = new Spectral();
spectral.setRuleset({
  rules: {
    title: rule("$", "title", length, { min: 1, max: 255 }),
    description: rule("$", "body_html", length, { min: 1, max: 10000 }),
    status: rule("$", "status", enumeration, { values: ["active"] }),
    options: rule("$", "options", length, { max: 3 }),
    optionName: rule("$.options[*]", "name", length, { max: 20 }),
    images: rule("$", "images", length, { min: 1, max: 9 }),
    imageWidth: rule("$.images[*]", "width", schema, { schema: { minimum: 300, maximum: 4000 } }),
    imageAddress: rule("$.images[*]", "src", pattern, { match: "^https?://" }),
    variants: rule("$", "variants", length, { min: 1, max: 300 }),
    price: rule("$.variants[*]", "price", pattern, { match: "^(?!0+(\\.0+)?$)[0-9]{1,4}(\\.[0-9]+)?$" }),
    sku: rule("$.variants[*]", "sku", length, { max: 50 }),
    stock: rule("$.variants[*]", "inventory_quantity", schema, { schema: { minimum: 0, maximum: 999999 } }),
  },
});
(async () => {
  for await (const line of createInterface({ input: process.stdin })) {
    console.log((await spectral.run(JSON.parse(line))).length);
  }
})();
