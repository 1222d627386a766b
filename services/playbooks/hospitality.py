"""Restaurants, hotels, travel and events."""

from services.playbooks.types import Playbook, split

RESTAURANTS = Playbook(
    slug="restaurants",
    name="Restaurants and catering",
    aliases=("restaurant", "restaurants", "cafe", "catering", "caterer", "cloud kitchen", "food", "bakery"),
    services=("Dining", "Party orders", "Office catering"),
    customers="Companies, schools and event planners who order food for groups",
    job_titles=("HR manager", "Office manager", "Event manager", "Administrator"),
    search_industries=("companies", "event planners", "schools", "software companies"),
    interests=("Office lunch", "Party orders", "Catering"),
    company_size="11 to 50 people",
    keywords=("catering services near me", "party orders", "office lunch", "restaurant near me"),
    whatsapp=(
        "Hi {{name|there}}, this is {{sender}} from {{business}} in {{city}}. We cook for offices and events, from "
        "20 to "
        "500 people, and deliver hot and on time. May I send the menu and prices?"
    ),
    email_subject="Food for your team or event in {{city}}",
    email_body=(
        "Hello {{name|there}},\n\nI am {{sender}} from {{business}}. We cook for offices and events in {{city}}, "
        "from 20 to "
        "500 people, and deliver hot and on time.\n\nWe would be glad to send a small tasting for {{company}} "
        "first.\n\n"
        "May I share the menu and prices?\n\nRegards,\n{{sender}}"
    ),
    meta_headline="Good food for your next gathering",
    meta_text="Party orders and office lunches, cooked fresh and delivered on time. Leave your number for the menu.",
    google_headline="Catering and party orders",
    google_text="Fresh food for 20 to 500 people. Ask for the menu and prices.",
    form_questions=("How many people is it for?", "Which date?", "Veg or non-veg?"),
    split_bps=split(1500, 4500, 2000, 1500, 500),
)

HOTELS = Playbook(
    slug="hotels",
    name="Hotels and resorts",
    aliases=("hotel", "hotels", "resort", "guest house", "homestay", "banquet hall", "hospitality"),
    services=("Rooms", "Banquets", "Conferences"),
    customers="Travel agents, event planners and companies that book rooms and halls",
    job_titles=("Travel manager", "Event manager", "HR manager", "Owner"),
    search_industries=("travel agents", "event planners", "companies"),
    interests=("Group bookings", "Conferences", "Weddings"),
    company_size="1 to 10 people",
    keywords=("hotel near me", "banquet hall", "conference hall booking", "group hotel booking"),
    whatsapp=(
        "Hello {{name|there}}, this is {{sender}} from {{business}} in {{city}}. We offer special rates to partners "
        "who book "
        "rooms or halls for groups. May I send you the rate card and photographs?"
    ),
    email_subject="Partner rates at {{business}}",
    email_body=(
        "Hello {{name|there}},\n\nI am {{sender}} from {{business}} in {{city}}. We would like to offer you partner "
        "rates on "
        "rooms, banquets and conferences.\n\nYou get one person to call, quick confirmation and clear terms on "
        "cancellation.\n\nMay I send the rate card?\n\nRegards,\n{{sender}}"
    ),
    meta_headline="Plan your stay or celebration",
    meta_text="Comfortable rooms and halls for every gathering. Leave your number and we will send rates and photos.",
    google_headline="Rooms and banquet halls",
    google_text="See photos and group rates. Ask for your dates and get a quick answer.",
    form_questions=("Is it for a stay or an event?", "Which dates?", "How many guests?"),
    split_bps=split(1500, 3500, 3500, 1000, 500),
)

TRAVEL = Playbook(
    slug="travel",
    name="Travel agents",
    aliases=("travel", "travels", "travel agency", "travel agents", "tour operator", "tours", "visa services"),
    services=("Holiday packages", "Business travel", "Visa help"),
    customers="Companies and schools that arrange business trips and group tours",
    job_titles=("HR manager", "Administrator", "Principal", "Owner"),
    search_industries=("companies", "schools", "software companies", "colleges"),
    interests=("Group tours", "Business travel", "Holidays"),
    company_size="11 to 50 people",
    keywords=("holiday packages", "tour packages", "travel agent near me", "group tour"),
    whatsapp=(
        "Hello {{name|there}}, this is {{sender}} from {{business}} in {{city}}. We plan group tours and business "
        "trips, "
        "with one person to call at any hour. May I send a sample plan and price for {{company|your team}}?"
    ),
    email_subject="Trips and tours for {{company}}",
    email_body=(
        "Hello {{name|there}},\n\nI am {{sender}} from {{business}}. We plan group tours and business trips from "
        "{{city}}."
        "\n\nYou get a written plan, a fixed price and one person to call at any hour while your people "
        "travel.\n\nMay I "
        "send a sample plan?\n\nRegards,\n{{sender}}"
    ),
    meta_headline="Your next holiday, planned for you",
    meta_text="Tell us where and when. We send a plan and a fixed price, with no charge for asking.",
    google_headline="Holiday and group tours",
    google_text="A written plan and a fixed price. Tell us where you want to go.",
    form_questions=("Where would you like to go?", "When?", "How many people?"),
    split_bps=split(1500, 4000, 3000, 1000, 500),
)

EVENTS = Playbook(
    slug="events",
    name="Event planners",
    aliases=("event", "events", "event management", "event planners", "wedding planner", "wedding", "photography"),
    services=("Weddings", "Company events", "Birthday parties"),
    customers="Companies, hotels and schools that hold events through the year",
    job_titles=("HR manager", "Marketing manager", "Banquet manager", "Principal"),
    search_industries=("hotels", "companies", "schools", "photographers"),
    interests=("Company events", "Weddings", "Annual days"),
    company_size="11 to 50 people",
    keywords=("event planner near me", "wedding planner", "corporate event management", "birthday party planner"),
    whatsapp=(
        "Hi {{name|there}}, this is {{sender}} from {{business}}, event planners in {{city}}. We look after "
        "everything from "
        "stage to food within the agreed budget. Is there an event at {{company|your place}} we could quote for?"
    ),
    email_subject="Your next event in {{city}}",
    email_body=(
        "Hello {{name|there}},\n\nI am {{sender}} from {{business}}. We plan events in {{city}} within the agreed "
        "budget: "
        "venue, stage, food and guests, with one person responsible.\n\nIf something is coming up at {{company}}, "
        "may I "
        "send ideas and an estimate?\n\nRegards,\n{{sender}}"
    ),
    meta_headline="An event people will remember",
    meta_text="Tell us the date and the budget. We send ideas and a clear estimate for your wedding or event.",
    google_headline="Event and wedding planners",
    google_text="Ideas and a clear estimate within your budget. Tell us the date.",
    form_questions=("What is the event?", "Which date?", "How many guests?"),
    split_bps=split(1500, 4500, 2500, 1000, 500),
)

PLAYBOOKS = (RESTAURANTS, HOTELS, TRAVEL, EVENTS)
