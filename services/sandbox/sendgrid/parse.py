"""Inbound Parse: the e-mail as the multipart form that SendGrid posts."""

import json
import uuid
from email.utils import formataddr

from services.sandbox.mail.compose import Mail, as_html, header_block


def parse_form(mail: Mail, message_id: str) -> tuple[str, bytes]:
    """Content type and body of the form that Inbound Parse posts."""
    fields = {
        "headers": header_block(mail, message_id),
        "dkim": f"{{@{mail.sender.rpartition('@')[2]} : pass}}",
        "to": mail.recipient,
        "from": formataddr((mail.sender_name, mail.sender)),
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html or f"<div>{as_html(mail.text)}</div>",
        "sender_ip": "209.85.220.41",
        "envelope": json.dumps({"to": [mail.recipient], "from": mail.sender}),
        "attachments": "0",
        "charsets": json.dumps(dict.fromkeys(("to", "from", "subject", "text", "html"), "UTF-8")),
        "SPF": "pass",
        "spam_score": "0.1",
    }
    boundary = f"xYzZY{uuid.uuid4().hex}"
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    return f"multipart/form-data; boundary={boundary}", f"{''.join(parts)}--{boundary}--\r\n".encode()
