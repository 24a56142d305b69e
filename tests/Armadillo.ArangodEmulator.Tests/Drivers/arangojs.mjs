// What a user of arangojs does with a server, as one run. Usage: node arangojs.mjs <url> <password of root>
// Ends with 0 and the line "all steps done", or with 1 and the step that failed.
import assert from "node:assert/strict";
import { Database, aql } from "arangojs";

const [url, password] = process.argv.slice(2);
const connect = (databaseName, username = "root", secret = password) =>
  new Database({ url, databaseName, auth: { username, password: secret } });
const system = connect("_system");
const role = (await system.request({ pathname: "/_admin/server/role" }, (res) => res.parsedBody)).role;

const steps = {
  async version() {
    const version = await system.version();
    assert.equal(version.server, "arango");
    assert.match(version.version, /^3\.12\./);
    const { details } = await system.version(true);
    assert.equal(details.role, role);
    assert.equal(await system.availability(), "default");
    assert.ok((await system.time()) > 1_700_000_000);
  },

  async databases() {
    const shop = await system.createDatabase("shop", { users: [{ username: "keeper", passwd: "secret" }] });
    assert.equal(await shop.exists(), true);
    assert.equal(await system.database("nowhere").exists(), false);
    assert.deepEqual((await system.listDatabases()).sort(), ["_system", "shop"]);
    const properties = await shop.get();
    assert.equal(properties.name, "shop");
    assert.equal(properties.isSystem, false);
    await assert.rejects(system.createDatabase("shop"), { errorNum: 1207, code: 409 });
    assert.deepEqual(await connect("shop", "keeper", "secret").listUserDatabases(), ["shop"]);
  },

  async collections() {
    const shop = connect("shop");
    const products = await shop.createCollection("products");
    assert.equal(await products.exists(), true);
    assert.equal(await shop.collection("nothing").exists(), false);
    assert.equal((await products.get()).name, "products");
    assert.equal((await products.properties()).waitForSync, false);
    assert.equal((await products.properties({ waitForSync: true })).waitForSync, true);
    await products.properties({ waitForSync: false });
    await shop.createEdgeCollection("sold");
    assert.deepEqual((await shop.listCollections()).map((c) => [c.name, c.type]).sort(), [["products", 2], ["sold", 3]]);
    assert.equal((await products.count()).count, 0);
    await assert.rejects(shop.createCollection("products"), { errorNum: 1207, code: 409 });
  },

  async documents() {
    const products = connect("shop").collection("products");
    const saved = await products.save({ _key: "tea", price: 4, tags: ["hot"] }, { returnNew: true });
    assert.equal(saved._id, "products/tea");
    assert.equal(saved.new.price, 4);
    const many = await products.saveAll([{ _key: "milk", price: 1 }, { _key: "cake", price: 3 }, { _key: "tea" }]);
    assert.deepEqual(many.map((m) => m.errorNum ?? 0), [0, 0, 1210]);
    assert.equal((await products.document("tea")).price, 4);
    assert.equal(await products.documentExists("tea"), true);
    assert.equal(await products.documentExists("coffee"), false);
    assert.equal(await products.document("coffee", { graceful: true }), null);
    await assert.rejects(products.document("coffee"), { errorNum: 1202, code: 404 });
    assert.deepEqual((await products.documents(["milk", "cake"])).map((d) => d.price), [1, 3]);
    const updated = await products.update("tea", { price: 5 }, { returnOld: true, returnNew: true });
    assert.deepEqual([updated.old.price, updated.new.price, updated.new.tags], [4, 5, ["hot"]]);
    await assert.rejects(products.replace("tea", { price: 6 }, { ifMatch: saved._rev }), { errorNum: 1200, code: 412 });
    await products.replace("tea", { price: 6 });
    assert.equal((await products.document("tea")).tags, undefined);
    await products.updateAll([{ _key: "milk", price: 2 }, { _key: "cake", price: 4 }]);
    await products.remove("cake");
    assert.equal((await products.count()).count, 2);
    await connect("shop").collection("sold").save({ _from: "products/tea", _to: "products/milk" });
  },

  async queries() {
    const shop = connect("shop");
    const products = shop.collection("products");
    assert.deepEqual(await (await shop.query(aql`RETURN 1`)).all(), [1]);
    await products.saveAll(Array.from({ length: 25 }, (_, i) => ({ _key: `p${i}`, number: i, kind: i % 2 ? "odd" : "even" })));
    const odd = await shop.query(aql`FOR p IN ${products} FILTER p.kind == ${"odd"} SORT p.number LIMIT 3 RETURN p.number`);
    assert.deepEqual(await odd.all(), [1, 3, 5]);
    const cursor = await shop.query("FOR p IN products FILTER p.kind == @kind RETURN p", { kind: "even" }, { batchSize: 5, count: true });
    assert.equal(cursor.count, 13);
    const seen = [];
    for await (const p of cursor) seen.push(p.number);
    assert.equal(seen.length, 13);
    const abandoned = await shop.query("FOR p IN products RETURN p._key", {}, { batchSize: 2 });
    await abandoned.kill();
    await (await shop.query(aql`INSERT { _key: "inserted", number: 100 } INTO ${products}`)).all();
    await (await shop.query(aql`FOR p IN ${products} FILTER p.number == 100 UPDATE p WITH { number: 101 } IN ${products}`)).all();
    assert.equal((await products.document("inserted")).number, 101);
    await (await shop.query(aql`FOR p IN ${products} FILTER p.number == 101 REMOVE p IN ${products}`)).all();
    assert.equal(await products.documentExists("inserted"), false);
  },

  async indexes() {
    const products = connect("shop").collection("products");
    const created = await products.ensureIndex({ type: "persistent", fields: ["sku"], unique: true, sparse: true, name: "bySku" });
    assert.equal(created.isNewlyCreated, true);
    assert.equal((await products.ensureIndex({ type: "persistent", fields: ["sku"], unique: true, sparse: true })).isNewlyCreated, false);
    assert.deepEqual((await products.indexes()).map((i) => i.name), ["primary", "bySku"]);
    assert.equal((await products.index(created.id)).fields[0], "sku");
    await products.save({ sku: "a" });
    await assert.rejects(products.save({ sku: "a" }), { errorNum: 1210, code: 409 });
    await products.dropIndex("bySku");
    await products.save({ sku: "a" });
  },

  async renaming() {
    const shop = connect("shop");
    const products = shop.collection("products");
    const { count } = await products.count();
    await products.rename("goods");
    assert.equal((await shop.collection("goods").count()).count, count);
    await shop.collection("goods").rename("products");
    assert.ok((await shop.collection("products").figures()).figures.documentsSize > 0);
  },

  async users() {
    await system.createUser("reader", { passwd: "one", extra: { shoe: 42 } });
    assert.equal((await system.getUser("reader")).extra.shoe, 42);
    assert.ok((await system.listUsers()).some((u) => u.user === "reader"));
    await assert.rejects(system.createUser("reader", { passwd: "two" }), { errorNum: 1702, code: 409 });
    await system.updateUser("reader", { passwd: "two" });
    await system.setUserAccessLevel("reader", { database: "shop" }, "ro");
    assert.equal(await system.getUserAccessLevel("reader", { database: "shop" }), "ro");
    assert.equal((await system.getUserDatabases("reader")).shop, "ro");
    const reader = new Database({ url, databaseName: "shop" });
    await assert.rejects(reader.login("reader", "one"), { code: 401 });
    await reader.login("reader", "two");
    await reader.collection("products").count();
    await assert.rejects(reader.collection("products").save({}), { code: 403 });
    await system.clearUserAccessLevel("reader", { database: "shop" });
    await system.removeUser("reader");
    await assert.rejects(system.getUser("reader"), { errorNum: 1703, code: 404 });
  },

  async logs() {
    const before = (await system.getLogLevel()).queries;
    assert.equal((await system.setLogLevel({ queries: "DEBUG" })).queries, "DEBUG");
    assert.equal((await system.getLogLevel()).queries, "DEBUG");
    await system.setLogLevel({ queries: before });
    const entries = await system.getLogEntries({ upto: "info", sort: "desc", size: 5 });
    assert.ok(entries.total > 0);
  },

  async jobs() {
    const job = await system.createJob(() => system.version());
    while (!job.isLoaded) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      await job.load();
    }
    assert.equal(job.result.server, "arango");
    assert.ok(system.queueTime.getLatest() >= 0);
  },

  async cleaning() {
    const shop = connect("shop");
    await shop.collection("products").truncate();
    assert.equal((await shop.collection("products").count()).count, 0);
    await shop.collection("sold").drop();
    assert.equal(await shop.collection("sold").exists(), false);
    await system.dropDatabase("shop");
    assert.deepEqual(await system.listDatabases(), ["_system"]);
  },
};

// Only single servers rename collections.
if (role === "COORDINATOR") {
  delete steps.renaming;
}

for (const [name, step] of Object.entries(steps)) {
  try {
    await step();
    console.log(`done: ${name}`);
  } catch (error) {
    console.error(`failed: ${name}`);
    console.error(error);
    process.exit(1);
  }
}
console.log("all steps done");
