"""The browsers that a person is told on: this one is added by a button, each can be tried and removed."""

from typing import Any

import reflex as rx

from components import ui
from state.settings.devices import DevicesState

State: Any = DevicesState

# Asked in the press itself: browsers show the question for permission only then.
_SUBSCRIBE = """(async () => {
  const no = (problem) => JSON.stringify({problem});
  if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) {
    return no("unsupported");
  }
  try {
    if (await Notification.requestPermission() !== "granted") return no("denied");
    await navigator.serviceWorker.register("/push-worker.js");
    const worker = await navigator.serviceWorker.ready;
    const applicationServerKey = document.querySelector("[data-push-key]").dataset.pushKey;
    const before = await worker.pushManager.getSubscription();
    const used = before?.options?.applicationServerKey;
    const text = used && btoa(String.fromCharCode(...new Uint8Array(used)));
    const same = text && text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "") === applicationServerKey;
    if (before && !same) await before.unsubscribe();
    const options = {userVisibleOnly: true, applicationServerKey};
    return JSON.stringify(same ? before : await worker.pushManager.subscribe(options));
  } catch { return no("failed"); }
})()"""


def devices_card() -> rx.Component:
    """Draw the card."""
    return ui.card(
        rx.el.p(
            "Push messages appear on the screen, also when this site is closed. Each browser is asked for itself.",
            class_name="ui-dense ui-muted pb-3",
        ),
        rx.cond(
            State.devices.length() > 0,
            rx.el.ul(rx.foreach(State.devices, _device), class_name="ui-ways"),
            rx.el.p("You are told on no device yet.", class_name="ui-dense"),
        ),
        rx.cond(State.problem != "", rx.el.p(State.problem, class_name="ui-error", role="alert")),
        title="Devices",
        foot=rx.cond(
            State.is_known,
            rx.el.span("You are told on this device.", class_name="ui-dense ui-muted"),
            ui.button(
                "Notify me on this device",
                icon="bell",
                on_click=rx.call_script(_SUBSCRIBE, callback=State.subscribed),
                disabled=State.push_key == "",
                custom_attrs={"data-push-key": State.push_key},
            ),
        ),
    )


def _device(device: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.span(device.name, rx.cond(device.is_this, " (this one)", ""), class_name="ui-name block"),
            rx.el.span(device.words, class_name="ui-meta block"),
            class_name="grow min-w-0 basis-40",
        ),
        rx.el.span(
            ui.button("Send a test", on_click=State.send_test(device.id)),
            ui.button("Remove", on_click=State.remove_device(device.id), kind="plain"),
            class_name="flex gap-1",
        ),
    )
