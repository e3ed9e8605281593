// The published JavaScript client against a stand-in server: node autosendjs.mjs <folder with node_modules> <base URL>.
// Prints what it was answered, one entry a step.
import { createRequire } from "node:module";

const [folder, baseUrl] = process.argv.slice(2);
const { Autosend } = createRequire(`${folder}/`)("autosendjs");

const client = (key) => new Autosend(key, { baseUrl, maxRetries: 1, timeout: 5000 }).http;
const http = client("AS_sandbox");
const steps = {};

// What the client makes of an answer, with what differs from run to run left out.
const tell = (step, { success, statusCode, data, error }) => {
  const domain = data?.domain ?? (data?.domainName ? data : undefined);
  steps[step] = {
    success,
    status: statusCode ?? null,
    names: data?.domains?.map((one) => one.domainName) ?? null,
    name: domain?.domainName ?? null,
    verification: domain ? [domain.verificationStatus, data.verificationInProgress] : null,
    records: domain ? Object.keys(domain.dnsRecords) : null,
    code: error?.code ?? null,
    message: data?.message ?? null,
  };
  return data;
};

tell("list, empty", await http.get("/domains"));
const { id } = tell("add", await http.post("/domains", { domain: "mail.example.org", regionKey: "us-east-1" }));
tell("add again", await http.post("/domains", { domain: "mail.example.org" }));
tell("list", await http.get("/domains"));
tell("get", await http.get(`/domains/${id}`));
tell("verify", await http.post(`/domains/${id}/verify`, undefined));
tell("delete", await http.delete(`/domains/${id}`));
tell("get what is deleted", await http.get(`/domains/${id}`));
tell("another key", await client("AS_refused").get("/domains"));
tell("too often", await http.post("/domains", { domain: "busy.example.org" }));
tell("list at the end", await http.get("/domains"));
console.log(JSON.stringify(steps));
