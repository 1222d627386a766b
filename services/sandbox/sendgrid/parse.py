"""Inbound Parse: the e-mail as the multipart form that SendGrid posts."""

import base64
import json
import uuid
from email.utils import formataddr

from services.sandbox.mail.compose import Mail, as_html, header_block
from services.sandbox.smtp.callbacks import composed


def parse_form(mail: Mail, message_id: str, at: float) -> tuple[str, bytes]:
    """Content type and body of the form that Inbound Parse posts; in raw mode the mail stands in it as it came."""
    fields = {
        "dkim": f"{{@{mail.sender.rpartition('@')[2]} : pass}}",
        "to": mail.recipient,
        "from": formataddr((mail.sender_name, mail.sender)),
        "subject": mail.subject,
        "sender_ip": "209.85.220.41",
        "envelope": json.dumps({"to": [mail.recipient], "from": mail.sender}),
        "charsets": json.dumps(dict.fromkeys(("to", "from", "subject", "text", "html"), "UTF-8")),
        "SPF": "pass",
        "spam_score": "0.1",
    }
    texts = {name: value.encode() for name, value in fields.items()}
    if mail.is_raw:
        return _form({**texts, "email": composed(mail, message_id, at)}, {})
    html = mail.html or f"<div>{as_html(mail.text)}</div>"
    info, ids = {}, {}
    for place, file in enumerate(mail.files, 1):
        info[f"attachment{place}"] = {"filename": file["name"], "name": file["name"], "type": file["type"]}
        if file.get("cid"):
            info[f"attachment{place}"]["content-id"] = ids[file["cid"]] = f"attachment{place}"
    shown = {
        "headers": header_block(mail, message_id),
        "text": mail.text,
        "html": html,
        "attachments": str(len(mail.files)),
        **({"attachment-info": json.dumps(info)} if info else {}),
        **({"content-ids": json.dumps(ids)} if ids else {}),
    }
    uploads = {f"attachment{place}": file for place, file in enumerate(mail.files, 1)}
    return _form({**texts, **{name: value.encode() for name, value in shown.items()}}, uploads)


def _form(fields: dict[str, bytes], uploads: dict[str, dict[str, str]]) -> tuple[str, bytes]:
    boundary = f"xYzZY{uuid.uuid4().hex}"
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value + b"\r\n"
        for name, value in fields.items()
    ]
    for name, file in uploads.items():
        quoted = file["name"].replace('"', "%22")
        head = f'Content-Disposition: form-data; name="{name}"; filename="{quoted}"\r\nContent-Type: {file["type"]}'
        content = base64.b64decode(file["content"])
        parts.append(f"--{boundary}\r\n{head}\r\n\r\n".encode() + content + b"\r\n")
    return f"multipart/form-data; boundary={boundary}", b"".join(parts) + f"--{boundary}--\r\n".encode()
