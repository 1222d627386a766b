"""Accountants, insurance, and IT services."""

from services.playbooks.types import Playbook, split

ACCOUNTING = Playbook(
    slug="accounting",
    name="CA and accounting",
    aliases=(
        "ca",
        "accounting",
        "accountant",
        "chartered accountants",
        "tax consultant",
        "gst",
        "legal",
        "company secretary",
    ),
    services=("GST returns", "Income tax", "Audit and bookkeeping"),
    customers="Owners of shops, restaurants and small companies who file GST and income tax returns",
    job_titles=("Owner", "Proprietor", "Director", "Accounts manager"),
    search_industries=("companies", "clothing shops", "restaurants", "manufacturers"),
    interests=("GST", "Income tax", "Bookkeeping"),
    company_size="1 to 10 people",
    keywords=("ca near me", "gst return filing", "income tax consultant", "accountant for small business"),
    whatsapp=(
        "Hello {{name|there}}, this is {{sender}} from {{business}} in {{city}}. We file GST and income tax returns "
        "for small "
        "businesses and remind you before every due date. Would a free look at your last return be useful?"
    ),
    email_subject="GST and income tax for {{company}}",
    email_body=(
        "Hello {{name|there}},\n\nI am {{sender}} from {{business}}. We keep books and file GST and income tax "
        "returns for "
        "small businesses in {{city}}.\n\nYou get a reminder before every due date and one person who knows your "
        "accounts."
        "\n\nWould you like a free look at your last return?\n\nRegards,\n{{sender}}"
    ),
    meta_headline="Returns filed before the due date",
    meta_text="GST, income tax and books for small businesses. Leave your number and an accountant will call you.",
    google_headline="GST and income tax help",
    google_text="Returns filed on time at a fixed monthly fee. Talk to an accountant.",
    form_questions=("What do you need help with?", "What is your business?", "Are you registered for GST?"),
    split_bps=split(2500, 2000, 3500, 1000, 1000),
)

INSURANCE = Playbook(
    slug="insurance",
    name="Insurance and finance",
    aliases=(
        "insurance",
        "insurance agents",
        "finance",
        "loans",
        "loan",
        "mutual funds",
        "financial advisor",
        "investment",
    ),
    services=("Health cover", "Business cover", "Vehicle cover"),
    customers="Owners of shops, clinics and small companies who need cover for their people and premises",
    job_titles=("Owner", "Proprietor", "Director", "HR manager"),
    search_industries=("companies", "clinics", "manufacturers", "jewellers"),
    interests=("Group health cover", "Business insurance", "Savings"),
    company_size="1 to 10 people",
    keywords=("health insurance", "group health insurance", "business insurance", "insurance agent near me"),
    whatsapp=(
        "Hello {{name|there}}, this is {{sender}} from {{business}} in {{city}}. We compare covers for small "
        "businesses and "
        "help with every claim. Would you like a comparison for {{company|your business}}? It is free."
    ),
    email_subject="Cover for {{company}}: a free comparison",
    email_body=(
        "Hello {{name|there}},\n\nI am {{sender}} from {{business}}. We compare health, fire and liability covers "
        "for small "
        "businesses in {{city}} and help with the claim when one is needed.\n\nThe comparison is free and in plain "
        "words."
        "\n\nMay I send you one?\n\nRegards,\n{{sender}}"
    ),
    meta_headline="Compare covers in plain words",
    meta_text="See what is covered and what is not before you choose. Leave your number for a free comparison.",
    google_headline="Compare insurance covers",
    google_text="Plain words, free comparison and help with claims. Ask an advisor.",
    form_questions=("Which cover do you need?", "How many people?", "When does your cover end?"),
    split_bps=split(2000, 3000, 3500, 1000, 500),
)

IT_SERVICES = Playbook(
    slug="it-services",
    name="IT services",
    aliases=(
        "it",
        "it services",
        "software",
        "software companies",
        "web design",
        "digital marketing",
        "saas",
        "app development",
    ),
    services=("Websites", "Business software", "Support"),
    customers="Owners of growing businesses whose website or software no longer fits",
    job_titles=("Owner", "Director", "IT manager", "Operations manager"),
    search_industries=("companies", "manufacturers", "hospitals", "schools"),
    interests=("Websites", "Automation", "Cloud software"),
    company_size="11 to 50 people",
    keywords=("software company near me", "website development", "erp for small business", "it support services"),
    whatsapp=(
        "Hello {{name|there}}, this is {{sender}} from {{business}} in {{city}}. We build websites and software for "
        "businesses like yours and stay to support them. Is there a task {{company|your team}} still does by hand that "
        "we could look at, free of charge?"
    ),
    email_subject="One task less by hand at {{company}}",
    email_body=(
        "Hello {{name|there}},\n\nI am {{sender}} from {{business}}. We build websites and software for businesses in "
        "{{city}} and stay to support them.\n\nIf there is a task your team still does by hand, we would be glad to "
        "look at "
        "it with you for half an hour and say honestly whether software would pay.\n\nWould a call this week suit "
        "you?\n\n"
        "Regards,\n{{sender}}"
    ),
    meta_headline="Software that fits your business",
    meta_text="Tell us what takes too long. We show what software could do and what it would cost.",
    google_headline="Websites and software",
    google_text="Built for your business and supported after. Ask for an estimate.",
    form_questions=("What would you like built?", "What is your budget?", "When do you need it?"),
    split_bps=split(3000, 1500, 3000, 1000, 1500),
)

PLAYBOOKS = (ACCOUNTING, INSURANCE, IT_SERVICES)
