// Shows what happened while no tab was open, and opens it when it is pressed.
self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("push", (event) => {
  const told = event.data ? event.data.json() : {};
  const options = { body: told.body || "", tag: told.tag || "", icon: "/favicon.svg", data: { link: told.link || "/" } };
  event.waitUntil(self.registration.showNotification(told.title || "LeadGen", options));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const link = new URL(event.notification.data.link, self.location.origin);
  if (link.origin !== self.location.origin) return;
  event.waitUntil(open(link.href));
});

async function open(address) {
  const tabs = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const shown = tabs.find((tab) => tab.url === address);
  return shown ? shown.focus() : self.clients.openWindow(address);
}
