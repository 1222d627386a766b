"""Clinics, and dentists."""

from services.playbooks.types import Playbook, split

CLINICS = Playbook(
    slug="clinics",
    name="Clinics and doctors",
    aliases=("clinic", "clinics", "doctor", "doctors", "hospital", "healthcare", "diagnostic centre", "physiotherapy"),
    services=("Consultation", "Health check-ups", "Home visits"),
    customers="Companies, schools and gyms that arrange check-ups or recommend a doctor to their people",
    job_titles=("HR manager", "Administrator", "Principal", "Owner"),
    search_industries=("companies", "schools", "gyms"),
    interests=("Health check-ups", "Employee wellness", "Preventive care"),
    company_size="11 to 50 people",
    keywords=("doctor near me", "clinic near me", "health check up", "book doctor appointment"),
    whatsapp=(
        "Hello {{name|there}}, this is {{sender}} from {{business}}, a clinic in {{city}}. We arrange health "
        "check-ups for "
        "teams and schools, at our clinic or at your place. May I send you the packages and prices?"
    ),
    email_subject="Health check-ups for {{company}}",
    email_body=(
        "Hello {{name|there}},\n\nI am {{sender}} from {{business}} in {{city}}. We arrange yearly health check-ups "
        "for "
        "teams and schools, with reports explained to each person in private.\n\nWe can come to you or receive your "
        "people "
        "in groups, so that no one waits.\n\nMay I send the packages and prices?\n\nRegards,\n{{sender}}"
    ),
    meta_headline="Book a doctor without the wait",
    meta_text="Choose a time that suits you and be seen on time. Leave your number and we will call to confirm.",
    google_headline="Book a doctor near you",
    google_text="Short waiting times and clear fees. Ask for an appointment today.",
    form_questions=("What do you need help with?", "Which day suits you?", "Have you visited us before?"),
    split_bps=split(1000, 3000, 4500, 1000, 500),
)

DENTISTS = Playbook(
    slug="dentists",
    name="Dentists",
    aliases=("dentist", "dental", "dental clinic", "dental clinics", "orthodontist"),
    services=("Cleaning", "Implants", "Braces and aligners"),
    customers="Schools, companies and gyms that welcome a dental check-up day for their people",
    job_titles=("Principal", "HR manager", "Administrator", "Owner"),
    search_industries=("schools", "companies", "gyms"),
    interests=("Dental check-ups", "School health", "Employee wellness"),
    company_size="11 to 50 people",
    keywords=("dentist near me", "teeth cleaning", "dental implants cost", "braces for teeth"),
    whatsapp=(
        "Hello {{name|there}}, this is {{sender}} from {{business}}, a dental clinic in {{city}}. We hold free dental "
        "check-up days at schools and offices. Would you like one at {{company|your place}}?"
    ),
    email_subject="A dental check-up day at {{company}}",
    email_body=(
        "Hello {{name|there}},\n\nI am {{sender}} from {{business}}. We hold dental check-up days at schools and "
        "offices in "
        "{{city}}: each person is seen for five minutes and gets a written note to take home.\n\nIt is free, and "
        "nobody is "
        "pressed to book a treatment.\n\nShall I suggest two dates?\n\nRegards,\n{{sender}}"
    ),
    meta_headline="A check-up before it hurts",
    meta_text="A gentle dental check-up with a written plan and clear prices. Leave your number to choose a time.",
    google_headline="Dentist near you",
    google_text="Gentle care and clear prices. Book a check-up at a time that suits you.",
    form_questions=("What do you need?", "Are you in pain now?", "Which day suits you?"),
    split_bps=split(1000, 3000, 4500, 1000, 500),
)

PLAYBOOKS = (CLINICS, DENTISTS)
