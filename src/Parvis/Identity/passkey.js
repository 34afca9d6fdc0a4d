// The browser's half of the two passkey ceremonies. Buttons are hidden until it is clear that they work here.
(() => {
  const supported = window.PublicKeyCredential?.parseCreationOptionsFromJSON && navigator.credentials;
  if (!supported) return;

  const post = async (address, body) => {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body ?? {}),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.status === 204 ? null : answer.json();
  };

  const ceremonies = {
    "sign-in": async ({ address, back }) => {
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(await post(`${address}/options`));
      const credential = await navigator.credentials.get({ publicKey });
      const { location: next } = await post(address, { credential: credential.toJSON(), return: back });
      location.assign(next);
    },
    "registration": async ({ address, name }) => {
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(await post(`${address}/options`));
      const credential = await navigator.credentials.create({ publicKey });
      await post(address, { name, credential: credential.toJSON() });
      location.reload();
    },
  };

  for (const part of document.querySelectorAll("[data-passkey]")) {
    const button = part.querySelector("button");
    const failed = part.querySelector("[role=alert]");
    part.hidden = false;
    button.addEventListener("click", async () => {
      button.disabled = true;
      failed.hidden = true;
      try {
        const { passkey, address, back } = part.dataset;
        await ceremonies[passkey]({ address, back, name: part.querySelector("input")?.value ?? "" });
      } catch {
        failed.hidden = false;
      } finally {
        button.disabled = false;
      }
    });
  }
})();
