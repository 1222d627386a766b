"""Plain names of businesses and the OpenStreetMap tags that mark them.

Source: https://wiki.openstreetmap.org/wiki/Map_features (ODbL), as used in Indian cities.
"""

PLACES: dict[str, tuple[str, ...]] = {
    "real estate agents": ("office=estate_agent", "shop=estate_agent"),
    "builders": ("office=construction_company", "craft=builder", "office=property_management"),
    "architects": ("office=architect",),
    "interior designers": ("office=interior_design", "shop=interior_decoration"),
    "furniture shops": ("shop=furniture",),
    "hardware shops": ("shop=hardware", "shop=doityourself", "shop=paint"),
    "schools": ("amenity=school", "amenity=kindergarten"),
    "colleges": ("amenity=college", "amenity=university"),
    "coaching centres": ("amenity=prep_school", "amenity=training", "office=educational_institution"),
    "clinics": ("amenity=clinic", "amenity=doctors", "healthcare=clinic"),
    "hospitals": ("amenity=hospital", "healthcare=hospital"),
    "dentists": ("amenity=dentist", "healthcare=dentist"),
    "pharmacies": ("amenity=pharmacy",),
    "restaurants": ("amenity=restaurant",),
    "cafes": ("amenity=cafe",),
    "hotels": ("tourism=hotel", "tourism=guest_house"),
    "gyms": ("leisure=fitness_centre", "leisure=sports_centre"),
    "salons": ("shop=hairdresser", "shop=beauty"),
    "chartered accountants": ("office=accountant", "office=tax_advisor"),
    "law offices": ("office=lawyer",),
    "insurance agents": ("office=insurance", "office=financial_advisor", "office=financial"),
    "software companies": ("office=it", "office=software"),
    "advertising agencies": ("office=advertising_agency", "office=marketing"),
    "companies": ("office=company",),
    "manufacturers": ("man_made=works", "industrial=factory"),
    "clothing shops": ("shop=clothes", "shop=boutique"),
    "jewellers": ("shop=jewelry",),
    "grocers": ("shop=supermarket", "shop=convenience"),
    "electronics shops": ("shop=electronics", "shop=computer", "shop=mobile_phone"),
    "travel agents": ("shop=travel_agency", "office=travel_agent"),
    "event planners": ("office=event_management", "amenity=events_venue"),
    "photographers": ("craft=photographer", "shop=photo"),
    "car dealers": ("shop=car",),
    "garages": ("shop=car_repair", "shop=tyres"),
    "transport companies": ("office=logistics", "office=moving_company"),
}


def tags_for(industry: str) -> tuple[str, ...]:
    """The tags of a plain industry name, () when it is not one of ours."""
    return PLACES.get(" ".join(industry.lower().split()), ())
