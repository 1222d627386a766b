"""Coaching, and schools."""

from services.playbooks.types import Playbook, split

COACHING = Playbook(
    slug="coaching",
    name="Coaching and training",
    aliases=(
        "education",
        "coaching",
        "coaching centres",
        "training institute",
        "tuition",
        "edtech",
        "academy",
        "classes",
    ),
    services=("Entrance exam coaching", "School tuition", "Skill courses"),
    customers="Schools and colleges whose students prepare for entrance exams or need extra help",
    job_titles=("Principal", "Director", "Academic head", "Coordinator"),
    search_industries=("schools", "colleges"),
    interests=("Entrance exams", "Career guidance", "Skill courses"),
    company_size="11 to 50 people",
    keywords=("coaching near me", "jee coaching", "neet coaching", "tuition classes", "best coaching institute"),
    whatsapp=(
        "Hello {{name|there}}, this is {{sender}} from {{business}}. We run coaching classes in {{city}} and hold free "
        "guidance sessions for students at their own school. Would one be useful for your students this term?"
    ),
    email_subject="A free guidance session for students of {{company}}",
    email_body=(
        "Hello {{name|there}},\n\nI am {{sender}} from {{business}}. We help students in {{city}} prepare for their "
        "exams."
        "\n\nWe would be glad to hold a free session on study plans and careers for your students, on a day that suits "
        "you. There is nothing to buy.\n\nShall I send the outline of the session?\n\nRegards,\n{{sender}}"
    ),
    meta_headline="Join a free demo class",
    meta_text="Small batches, regular tests and teachers who know every student. Leave your number for a demo class.",
    google_headline="Coaching with small batches",
    google_text="Experienced teachers and regular tests. Book a free demo class near you.",
    form_questions=("Which class or exam is it for?", "Which subject needs help?", "When would you like to start?"),
    split_bps=split(1500, 4000, 3000, 1000, 500),
)

SCHOOLS = Playbook(
    slug="schools",
    name="Schools and preschools",
    aliases=("school", "schools", "preschool", "play school", "kindergarten", "college", "university"),
    services=("Admissions", "Day care", "After-school activities"),
    customers="Preschools, companies and housing projects where families with young children live and work",
    job_titles=("Owner", "Centre head", "HR manager", "Principal"),
    search_industries=("schools", "companies", "coaching centres"),
    interests=("Admissions", "Day care", "After-school activities"),
    company_size="11 to 50 people",
    keywords=("school admission", "best school near me", "preschool near me", "day care near me"),
    whatsapp=(
        "Hello {{name|there}}, this is {{sender}} from {{business}} in {{city}}. Admissions are open, and we would "
        "be happy "
        "to show families you know around the campus. May I send you the prospectus and visiting days?"
    ),
    email_subject="Campus visits at {{business}}",
    email_body=(
        "Hello {{name|there}},\n\nI am {{sender}} from {{business}}. Admissions for the coming year are open.\n\nMany "
        "families choose a school on the word of people they trust. We would like to invite you to see the campus, "
        "meet "
        "the teachers and ask anything you wish.\n\nMay I send the prospectus and the visiting "
        "days?\n\nRegards,\n{{sender}}"
    ),
    meta_headline="Admissions are open",
    meta_text="Come and see the campus, meet the teachers and ask your questions. Choose a day that suits your family.",
    google_headline="School admissions open",
    google_text="See fees, timings and campus. Book a visit on a day that suits you.",
    form_questions=("Which class is it for?", "Which area do you live in?", "When would you like to visit?"),
    split_bps=split(1000, 4500, 3000, 1000, 500),
)

PLAYBOOKS = (COACHING, SCHOOLS)
