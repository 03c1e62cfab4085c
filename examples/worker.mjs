// A worker in JavaScript, without dependencies: does what programs ask of topic text.upper, through the HTTP API.
//
//   flowmetal-vm serve &
//   node examples/worker.mjs          # FLOWMETAL_URL and FLOWMETAL_TOKEN say where, and as whom
//   flowmetal-vm run examples/shout.fm text=hello
//
// It says each request's id on standard output as it begins it. Killed at any moment, it loses none: its lease ends,
// and whoever takes the request next does it. SIGTERM lets what has begun end.
const { FLOWMETAL_URL: url = "http://127.0.0.1:8400", FLOWMETAL_TOKEN: token } = process.env;
const leaseSeconds = parseFloat(process.env.FLOWMETAL_LEASE ?? "30s");
const topic = "text.upper";
const atOnce = 4;

async function upper({ text }) {
  if (typeof text !== "string") {
    throw Object.assign(new TypeError("text is to be a text"), { details: { given: typeof text } });
  }
  return text.toUpperCase();
}

let stopping = false;
process.on("SIGTERM", () => { stopping = true; });
const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

/** The answer of the server; undefined if there was none. */
async function post(path, body) {
  const headers = { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) };
  try {
    const answer = await fetch(url + path, { method: "POST", headers, body: JSON.stringify(body) });
    return { status: answer.status, body: await answer.json() };
  } catch {
    return undefined;
  }
}

async function serve(request, lease) {
  console.log(request.id);
  const beat = () => post(`/v1/requests/${request.id}/heartbeat`, { lease, extend: `${leaseSeconds}s` });
  const heart = setInterval(beat, (leaseSeconds * 1000) / 3);
  let outcome;
  try {
    outcome = { value: await upper(request.payload) };
  } catch (error) {
    outcome = { error: { type: error.name, message: error.message, details: error.details ?? {} } };
  }
  for (;;) { // until it is recorded, or refused: 409 says that it came too late
    const answer = await post(`/v1/requests/${request.id}/outcome`, { lease, ...outcome });
    if (answer && answer.status < 500) {
      if (answer.status !== 200) console.error(`${request.id}: ${answer.body.error}`);
      break;
    }
    await pause(0.2);
  }
  clearInterval(heart);
}

while (!stopping) {
  const answer = await post(`/v1/topics/${topic}/take?wait=5s`, { limit: atOnce, lease: `${leaseSeconds}s` });
  if (answer?.status === 401 || answer?.status === 403) {
    console.error(answer.body.error);
    process.exit(1);
  }
  if (answer?.status === 200) {
    await Promise.all(answer.body.requests.map((request) => serve(request, answer.body.lease)));
  } else {
    await pause(0.2); // the server is being restarted, say
  }
}
