/* Archives, and a morgue-serve for each, on ports that are free. */
import { spawn, execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { hostileArticles } from "./hostile.mjs";

const BIN = process.env.MORGUE_BIN;
const SAMPLES = join(process.env.MORGUE_SOURCE, "samples", "archive");
const PATIENCE_MS = 30000;

const sites = new Map();

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

const index = (folder, name, ...paths) => {
  const archive = join(folder, name);
  execFileSync(join(BIN, "morgue-index"), ["--tag=none", archive, ...paths], { stdio: "ignore" });
  return archive;
};

/* Until it answers; a server that ended or stays silent is an error. */
const answers = async (site) => {
  let why;
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; ) {
    if (site.child.exitCode !== null) throw new Error(`morgue-serve ended with ${site.child.exitCode}`);
    try {
      return await fetch(`${site.url}/help`);
    } catch (error) {
      why = error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  throw new Error(`morgue-serve does not answer: ${why.cause ?? why}`);
};

/* No server outlives this process, however it ends. */
const children = new Set();
process.on("exit", () => children.forEach((child) => child.kill("SIGKILL")));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

const serve = async (archive, title) => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(join(BIN, "morgue-serve"), [`--listen=127.0.0.1:${port}`, `--title=${title}`, archive], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  children.add(child);
  child.once("exit", () => children.delete(child));
  const site = { url, child };
  await answers(site);
  return site;
};

const makers = {
  /* The articles of samples/. */
  samples: async (folder) => serve(index(folder, "archive", SAMPLES), "The Harbour Archive"),
  /* The same, and those of somebody who wants the page to run a script of his. */
  hostile: async (folder) => {
    const file = join(folder, "hostile.jsonl");
    writeFileSync(file, hostileArticles.map((article) => JSON.stringify(article)).join("\n"));
    return serve(index(folder, "archive", SAMPLES, file), `<script>alert("title")</script>`);
  },
  /* The samples as one shard of two, of which the other is not there: nobody listens on port 1. */
  spread: async (folder) => {
    const list = join(folder, "spread");
    index(folder, "archive", SAMPLES);
    writeFileSync(list, "local archive\ntcp 127.0.0.1:1\n");
    return serve(list, "The Harbour Archive");
  },
  /* What --archive names. */
  given: async () => serve(process.env.MORGUE_ARCHIVE, "The archive"),
};

/* The site of that name; made by the first who asks. */
export const siteNamed = (name) => {
  if (!sites.has(name)) {
    const folder = mkdtempSync(join(tmpdir(), "morgue-web-"));
    sites.set(name, { folder, starting: makers[name](folder) });
  }
  return sites.get(name).starting;
};

/* Each is still there, and ends by itself when it is told to, without complaint. */
const stop = async (child) => {
  const ended = () => child.exitCode ?? child.signalCode;
  if (ended() === null) {
    child.kill("SIGTERM");
    await once(child, "exit");
  } else throw new Error(`morgue-serve ended with ${ended()} by itself`);
  if (ended() !== 0) throw new Error(`morgue-serve ended with ${ended()}`);
};

export const stopSites = async () => {
  for (const { folder, starting } of sites.values()) {
    const site = await starting.catch(() => null);
    try {
      if (site) await stop(site.child);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
};
