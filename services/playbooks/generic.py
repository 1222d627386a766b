"""For any business that has no playbook of its own."""

from services.playbooks.types import Playbook, split

GENERIC = Playbook(
    slug="generic",
    name="Other",
    aliases=(),
    services=(),
    customers="Local businesses that could use what we offer",
    job_titles=("Owner", "Director", "Manager"),
    search_industries=("companies",),
    interests=(),
    company_size="",
    keywords=("services near me", "best price", "trusted local business"),
    whatsapp=(
        "Hello {{name|there}}, this is {{sender}} from {{business}}. We offer {{service|our services}} to businesses "
        "in "
        "{{city}}. Would you like the details and prices?"
    ),
    email_subject="{{business}}: a short introduction",
    email_body=(
        "Hello {{name|there}},\n\nI am {{sender}} from {{business}}. We offer {{service|our services}} to businesses "
        "in "
        "{{city}}.\n\nIf this could be useful to {{company}}, I would be glad to send details and prices, or to call "
        "you at "
        "a time that suits you.\n\nRegards,\n{{sender}}"
    ),
    meta_headline="Tell us what you need",
    meta_text="Leave your number and we will call you with details and prices. There is no charge for asking.",
    google_headline="Ask for details and prices",
    google_text="Tell us what you need and get a clear answer the same day.",
    form_questions=("What do you need?", "Where are you?", "When do you need it?"),
    split_bps=split(2000, 3500, 2500, 1000, 1000),
)
