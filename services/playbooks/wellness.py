"""Gyms, and salons."""

from services.playbooks.types import Playbook, split

GYMS = Playbook(
    slug="gyms",
    name="Gyms and fitness",
    aliases=("gym", "gyms", "fitness", "fitness centre", "yoga", "yoga studio", "personal trainer", "sports academy"),
    services=("Memberships", "Personal training", "Yoga classes"),
    customers="Companies and software firms nearby that want fitness plans for their teams",
    job_titles=("HR manager", "Administrator", "Office manager", "Owner"),
    search_industries=("companies", "software companies", "clinics"),
    interests=("Employee wellness", "Fitness", "Yoga"),
    company_size="11 to 50 people",
    keywords=("gym near me", "personal trainer", "yoga classes near me", "gym membership"),
    whatsapp=(
        "Hi {{name|there}}, this is {{sender}} from {{business}} in {{city}}. We offer fitness plans for teams, with "
        "a free "
        "trial week for everyone. Would {{company|your team}} like to try it?"
    ),
    email_subject="A free fitness week for {{company}}",
    email_body=(
        "Hello {{name|there}},\n\nI am {{sender}} from {{business}}. We look after the fitness of several teams in "
        "{{city}} "
        "and would like to offer yours a free trial week.\n\nPeople come when it suits them, with a trainer to help "
        "them "
        "start safely.\n\nMay I send the timings and team prices?\n\nRegards,\n{{sender}}"
    ),
    meta_headline="Try the gym free for a week",
    meta_text="Friendly trainers, clean equipment and timings that fit your day. Leave your number for a free week.",
    google_headline="Gym near you: free trial",
    google_text="Trainers who help you start. Ask for timings, prices and a free week.",
    form_questions=("What is your goal?", "Which timing suits you?", "When would you like to start?"),
    split_bps=split(1000, 5000, 2500, 1000, 500),
)

SALONS = Playbook(
    slug="salons",
    name="Salons and beauty",
    aliases=("salon", "salons", "beauty", "beauty parlour", "spa", "hair salon", "makeup artist"),
    services=("Hair", "Skin care", "Bridal make-up"),
    customers="Event planners, photographers and hotels whose guests need hair and make-up",
    job_titles=("Owner", "Event manager", "Photographer", "Manager"),
    search_industries=("event planners", "photographers", "hotels"),
    interests=("Weddings", "Events", "Bridal make-up"),
    company_size="1 to 10 people",
    keywords=("salon near me", "bridal makeup", "hair spa", "beauty parlour near me"),
    whatsapp=(
        "Hi {{name|there}}, this is {{sender}} from {{business}}, a salon in {{city}}. We do hair and make-up for "
        "weddings "
        "and events, at the venue and on time. May I send our work and prices for your guests?"
    ),
    email_subject="Hair and make-up for your events in {{city}}",
    email_body=(
        "Hello {{name|there}},\n\nI am {{sender}} from {{business}}. We do hair and make-up for weddings and events in "
        "{{city}}, at the venue and on time.\n\nIf your guests ask you for a name, we would be glad to be it, with "
        "special "
        "prices for those you send.\n\nMay I share our recent work?\n\nRegards,\n{{sender}}"
    ),
    meta_headline="Look your best this week",
    meta_text="Hair, skin and bridal make-up by people who listen. Leave your number to choose a time.",
    google_headline="Salon near you",
    google_text="Hair, skin and bridal make-up. See prices and choose a time.",
    form_questions=("Which service would you like?", "Which day suits you?", "Is it for an event?"),
    split_bps=split(1000, 5000, 2500, 1000, 500),
)

PLAYBOOKS = (GYMS, SALONS)
