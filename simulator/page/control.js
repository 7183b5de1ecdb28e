// Talks to the control API; every wish of the page goes through here.

export async function get(path) {
  const answer = await fetch(`/control/${path}`);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

export async function post(path, wish = {}) {
  const body = wish instanceof FormData ? wish : JSON.stringify(wish);
  const headers = wish instanceof FormData ? {} : { "Content-Type": "application/json" };
  const answer = await fetch(`/control/${path}`, { method: "POST", body, headers });
  const value = await answer.json();
  if (!answer.ok) throw new Error(value.error);
  return value;
}

export const fileAddress = (fileId) => `/control/files/${encodeURIComponent(fileId)}`;
