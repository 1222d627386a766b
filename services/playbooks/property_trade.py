"""Real estate, and interior design."""

from services.playbooks.types import Playbook, split

REAL_ESTATE = Playbook(
    slug="real-estate",
    name="Real estate",
    aliases=("realty", "builder", "builders", "property", "property developer", "real estate agents", "broker"),
    services=("2 and 3 BHK flats", "Commercial space", "Site visits"),
    customers="Brokers and property consultants who can bring buyers for our projects",
    job_titles=("Broker", "Agent", "Sales manager", "Owner"),
    search_industries=("real estate agents", "architects", "interior designers"),
    interests=("New projects", "Site visits", "Home loans"),
    company_size="1 to 10 people",
    keywords=("flats for sale", "3 bhk flat", "property near me", "ready to move flats", "new projects"),
    whatsapp=(
        "Hi {{name|there}}, this is {{sender}} from {{business}}. I noticed you work in real estate in {{city}}. "
        "We partner with local consultants on our projects and pay fees on time. "
        "Would you like the project details?\n\nReply YES if interested, or STOP and we won't write again."
    ),
    email_subject="Channel partners for our projects in {{city}}",
    email_body=(
        "Hello {{name|there}},\n\nI am {{sender}} from {{business}}. We are looking for property consultants in "
        "{{city}} "
        "to work with us as channel partners.\n\nYou get the full brochure and price list, help with site visits, and "
        "clear terms in writing before you introduce anybody.\n\nMay I send you the details, or call you this week?\n\n"
        "Regards,\n{{sender}}"
    ),
    meta_headline="Visit your next home this weekend",
    meta_text="Flats planned for light, air and everyday life. Leave your number and we will send plans and prices.",
    google_headline="Flats: plans and prices",
    google_text="See floor plans, prices and photos. Book a site visit at a time that suits you.",
    form_questions=("What are you looking for?", "What is your budget?", "When do you plan to buy?"),
    split_bps=split(1500, 4000, 3000, 1000, 500),
)

INTERIORS = Playbook(
    slug="interior-designers",
    name="Interior designers",
    aliases=("interior design", "interiors", "modular kitchen", "architects", "home decor"),
    services=("Home interiors", "Modular kitchens", "Office interiors"),
    customers="Property consultants, builders and new offices whose clients are about to furnish a space",
    job_titles=("Owner", "Director", "Project manager", "Broker"),
    search_industries=("real estate agents", "builders", "architects", "furniture shops"),
    interests=("Home interiors", "Office fit-outs", "Renovation"),
    company_size="1 to 10 people",
    keywords=("interior designer near me", "modular kitchen", "home interior design", "office interiors"),
    whatsapp=(
        "Hi {{name|there}}, this is {{sender}} from {{business}}, interior designers in {{city}}. "
        "Your clients may need a home or office fitted out once they have the keys. "
        "We give a fixed quotation and finish on the promised date. May I send our recent work?"
    ),
    email_subject="Interiors for your clients in {{city}}",
    email_body=(
        "Hello {{name|there}},\n\nI am {{sender}} from {{business}}. We design and build home and office interiors in "
        "{{city}}.\n\nIf your clients ask you whom to trust with their interiors, we would like to earn that place: "
        "fixed "
        "quotation, one person responsible, and photographs every week.\n\nMay I send a few recent "
        "projects?\n\nRegards,\n"
        "{{sender}}"
    ),
    meta_headline="Interiors done on time, at a fixed price",
    meta_text="Tell us about your home and get a design idea and a clear estimate from our team.",
    google_headline="Home and office interiors",
    google_text="Design, quotation and work from one team. Ask for an estimate today.",
    form_questions=("Which space is it?", "What is your budget?", "When do you want to start?"),
    split_bps=split(1500, 4500, 2500, 1000, 500),
)

PLAYBOOKS = (REAL_ESTATE, INTERIORS)
