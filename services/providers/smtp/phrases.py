"""How mail servers and mail programs word a bounce, for messages without a machine-readable report and with a poor one."""

import re

SENT_BACK = re.compile(
    r"^.{0,20}(?:original message|returned message|copy of (?:your|the) (?:message|mail)|message headers? follow|"
    r"(?:return-path|received|message-id):).*$",
    re.IGNORECASE | re.MULTILINE,
)
DAEMON = re.compile(
    r"mailer-daemon|postmaster|mail delivery (sub)?system|mailerdaemon|mail-daemon|bounce", re.IGNORECASE
)
FAILED = re.compile(
    r"undeliver|non-?deliver|delivery (status )?(notification|failure|failed|report|problem|has failed|error)|failure notice|"
    r"returned (to sender|mail)|mail (delivery )?(failed|failure|error|system error)|(could|can|was|were|is)(n't| ?not) (be )?deliver|"
    r"(message|mail|delivery) (to .{1,80} )?(has |was |is )?(failed|bounced|rejected|not delivered|undeliverable)|unable to deliver|"
    r"did not reach|delivery to the following|permanent (fatal )?error|user unknown|returning (your )?(message|mail)|"
    r"delayed mail|warning: could not send|not (yet )?(been )?delivered|delivery warning|(delivery|it) .{0,60}(postponed|delayed)|配信|不明|エラー|unzustellbar|non remis|no entregado|доставк",
    re.IGNORECASE,
)
DELIVERED = re.compile(
    r'"(?:notificationType|eventType)"\s*:\s*"Delivery"|successfully (delivered|relayed)', re.IGNORECASE
)
JSON_BOUNCE = re.compile(r'"(?:notificationType|eventType)"\s*:\s*"Bounce"', re.IGNORECASE)
JSON_COMPLAINT = re.compile(r'"(?:notificationType|eventType)"\s*:\s*"Complaint"', re.IGNORECASE)
AUTO = re.compile(
    r"^\s*(automatic reply|auto(mated|matic)?[ -]?(reply|response)|out of (the )?office|vacation|away)", re.IGNORECASE
)
ANSWER = re.compile(r"\s*(re|fw|fwd|aw|sv)\s*:", re.IGNORECASE)
# The command that was refused: the sender at MAIL, the content after DATA. Then the recipient had been accepted, or not asked for.
NOT_AT_RCPT = re.compile(
    r"in reply to (the )?(end of data|data|mail from)|(after|response to|following) (end of data|data|mail from)|>>> mail from:[^\n]*\s*\n<<< 5|\A(?!.*>>> rcpt).*>>> data\s*\n<<< 5",
    re.IGNORECASE | re.DOTALL,
)
# In words, what keeps the address good: somebody's full mailbox, a policy, a queue. Looked at before the words of _GONE.
FOR_NOW = re.compile(
    r"(mailbox|mail box|inbox|account|user)\b.{0,40}\b(full|over ?quota|exceed)|over ?quota|quota (exceed|violation)|exceed\w* .{0,30}quota|"
    r"insufficient (disk|system )?(space|storage)|not enough (space|storage)|disk full|storage (limit|allocation)|mailfull|"
    r"gr[ae]y-?list|try (again )?later|temporar(il)?y|timed? ?out|expired|retry (time|timeout)|too (old|long)|delayed|"
    r"spam|block(ed|list| list)|blacklist|black list|reputation|policy|spf|dkim|dmarc|relay(ing)? (denied|not)|not permitted to relay|"
    r"refused to talk|connection (refused|reset|lost)|too (big|large|many)|size (limit|exceed)|access denied|"
    r"suspended|disabled|inactive|not active|deactivated|looping|loop detected|reverse (dns|lookup|mapping)|\bptr\b|rate limit|throttl|virus|sender (address )?(rejected|denied|domain|verify)|(from|sender)\b.{0,40}(not (exist|found|verified|valid)|rejected|denied)|not verified|authentication|mx lookup|lookup timed|name service error|on hold|preferences|refused due to|not authori[sz]ed|restrict",
    re.IGNORECASE,
)
GONE = re.compile(
    r"(user|recipient|mailbox|address|account|alias|addressee|person)\b.{0,60}\b(unknown|not (found|exist|known|listed|recogni[sz]ed)|"
    r"does ?n[o']t exist|does not exist|unavailable|invalid|no longer|rejected|not available|is not a valid)|"
    r"(unknown|no such|invalid|bad|non-?existent|illegal) (local )?(user|recipient|mailbox|address|account|destination|person|local)|"
    r"no mailbox|no mx record|no valid recipient|check (if|whether|that) .{0,20}address|domain\b.{0,20}(not reachable|unreachable)|not our customer|doesn't have an? .{1,30} account|not a (known|valid) (user|mailbox|recipient|address)|"
    r"isn't (a|in) .{0,30}(user|list|directory)|(host|domain)( name)?\b.{0,40}\b(unknown|not found|lookup (failure|failed)|not exist|invalid)|"
    r"(unknown|no such|bad|unrouteable|unroutable|unresolvable) (host|domain|address)|(couldn't|could not|cannot) find (any|a|the) (host|domain)|"
    r"nxdomain|null mx|does not accept mail|delivery attempts? .{0,30}no longer",
    re.IGNORECASE,
)
# So plain that a code which says otherwise is the one that is wrong.
NOBODY = re.compile(
    r"\b(user unknown|no such user|unknown user|invalid recipient|unknown recipient|no such (recipient|mailbox|account))",
    re.IGNORECASE,
)
