"""Manufacturing, retail, and automobiles."""

from services.playbooks.types import Playbook, split

MANUFACTURING = Playbook(
    slug="manufacturing",
    name="Manufacturing",
    aliases=(
        "manufacturing",
        "manufacturer",
        "manufacturers",
        "factory",
        "industrial",
        "wholesale",
        "export",
        "packaging",
    ),
    services=("Bulk orders", "Custom parts", "Samples"),
    customers="Manufacturers, builders and hardware shops who buy in bulk",
    job_titles=("Purchase manager", "Owner", "Plant head", "Director"),
    search_industries=("manufacturers", "hardware shops", "builders", "companies"),
    interests=("Bulk supply", "Raw material", "Packaging"),
    company_size="51 to 200 people",
    keywords=("manufacturer near me", "bulk supplier", "industrial supplier", "wholesale manufacturer"),
    whatsapp=(
        "Hello {{name|there}}, this is {{sender}} from {{business}} in {{city}}. We supply {{service|our products}} "
        "in bulk, "
        "with samples before every first order. May I send our catalogue and price list?"
    ),
    email_subject="A supplier in {{city}} for {{company}}",
    email_body=(
        "Hello {{name|there}},\n\nI am {{sender}} from {{business}}. We make and supply {{service|our products}} for "
        "businesses in {{city}}.\n\nYou see a sample before the first order, get a written delivery date, and can "
        "return "
        "what does not meet the specification.\n\nMay I send the catalogue and price list?\n\nRegards,\n{{sender}}"
    ),
    meta_headline="Samples before you order",
    meta_text="Direct from the maker, in the quantity you need. Leave your number for the catalogue and prices.",
    google_headline="Direct from the manufacturer",
    google_text="Bulk orders with samples and written delivery dates. Ask for prices.",
    form_questions=("Which product do you need?", "What quantity?", "Where should it be delivered?"),
    split_bps=split(3500, 1000, 3000, 1000, 1500),
)

RETAIL = Playbook(
    slug="retail",
    name="Retail shops",
    aliases=(
        "retail",
        "shop",
        "store",
        "clothing",
        "jewellery",
        "jeweller",
        "electronics",
        "furniture",
        "grocery",
        "ecommerce",
    ),
    services=("Gifts in bulk", "Home delivery", "Made to order"),
    customers="Companies, event planners and schools that buy gifts, uniforms and supplies in quantity",
    job_titles=("HR manager", "Purchase manager", "Event manager", "Administrator"),
    search_industries=("companies", "event planners", "schools", "hotels"),
    interests=("Company gifts", "Uniforms", "Festive orders"),
    company_size="11 to 50 people",
    keywords=("shop near me", "bulk gifts", "corporate gifts", "wholesale price"),
    whatsapp=(
        "Hello {{name|there}}, this is {{sender}} from {{business}} in {{city}}. We take bulk orders for offices and "
        "events "
        "at special prices and deliver to your door. May I send our catalogue?"
    ),
    email_subject="Bulk orders for {{company}}",
    email_body=(
        "Hello {{name|there}},\n\nI am {{sender}} from {{business}}, a shop in {{city}}. Offices and schools order "
        "from us in "
        "quantity, at special prices and with delivery to the door.\n\nIf something is due for a festival or an "
        "event, we "
        "would be glad to quote.\n\nMay I send the catalogue?\n\nRegards,\n{{sender}}"
    ),
    meta_headline="See what is new in our shop",
    meta_text="New arrivals and honest prices, with delivery to your door. Leave your number for this week's offers.",
    google_headline="New arrivals near you",
    google_text="Honest prices and home delivery. Ask for this week's offers.",
    form_questions=("What are you looking for?", "Is it for you or in bulk?", "When do you need it?"),
    split_bps=split(1500, 5000, 2000, 1000, 500),
)

AUTOMOBILE = Playbook(
    slug="automobile",
    name="Automobile",
    aliases=(
        "automobile",
        "auto",
        "car dealer",
        "car dealers",
        "garage",
        "car service",
        "two wheeler",
        "vehicle",
        "driving school",
    ),
    services=("Vehicle sales", "Service and repair", "Fleet plans"),
    customers="Transport companies, travel agents and firms that run several vehicles",
    job_titles=("Owner", "Fleet manager", "Transport manager", "Administrator"),
    search_industries=("transport companies", "travel agents", "companies", "hotels"),
    interests=("Fleet service", "New vehicles", "Vehicle finance"),
    company_size="11 to 50 people",
    keywords=("car service near me", "car dealer near me", "used cars", "fleet maintenance"),
    whatsapp=(
        "Hello {{name|there}}, this is {{sender}} from {{business}} in {{city}}. We look after fleets with pick-up, "
        "drop and "
        "one monthly bill. May I send a plan for the vehicles at {{company|your business}}?"
    ),
    email_subject="Fleet service for {{company}}",
    email_body=(
        "Hello {{name|there}},\n\nI am {{sender}} from {{business}} in {{city}}. We service fleets with pick-up and "
        "drop, "
        "photographs of every part replaced and one monthly bill.\n\nTell me how many vehicles you run, and I will "
        "send a "
        "plan with prices.\n\nRegards,\n{{sender}}"
    ),
    meta_headline="Book a test drive or a service",
    meta_text="Choose a day and we will be ready for you. Leave your number and we will call to confirm.",
    google_headline="Car sales and service",
    google_text="Clear prices, pick-up and drop. Book a test drive or a service.",
    form_questions=("Is it for buying or service?", "Which vehicle?", "Which day suits you?"),
    split_bps=split(1500, 4000, 3000, 1000, 500),
)

PLAYBOOKS = (MANUFACTURING, RETAIL, AUTOMOBILE)
