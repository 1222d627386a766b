"""Spellings that GeoNames lacks or gives to another place: short forms, districts and former names."""

# City/state: what people write. These are asked before the table.
_INDIA = """
Bengaluru/KA: bangalore, bengalooru, bengaluru urban, bangalore urban, blr, blore, b'lore, namma bengaluru
Mumbai/MH: bombay, greater mumbai, mumbai city, mumbai suburban, bom
Delhi/DL: delhi city, nct of delhi, delhi ncr, dilli
New Delhi/DL: newdelhi
Kolkata/WB: calcutta, kolkatta, kolkota
Chennai/TN: madras
Gurugram/HR: gurgaon, ggn, gurgoan
Pune/MH: poona
Vadodara/GJ: baroda
Kochi/KL: cochin, ernakulam
Thiruvananthapuram/KL: trivandrum, tvm, trivandram
Mysuru/KA: mysore
Mangaluru/KA: mangalore
Belagavi/KA: belgaum
Hubballi/KA: hubli, hubli-dharwad, hubballi-dharwad
Shivamogga/KA: shimoga
Tumakuru/KA: tumkur
Ballari/KA: bellary
Vijayapura/KA: bijapur
Kalaburagi/KA: gulbarga
Prayagraj/UP: allahabad
Varanasi/UP: banaras, benares, kashi
Ayodhya/UP: faizabad
Puducherry/PY: pondicherry, pondy
Visakhapatnam/AP: vizag, vishakhapatnam, vishakapatnam
Vijayawada/AP: bezawada
Rajamahendravaram/AP: rajahmundry
Kozhikode/KL: calicut
Thrissur/KL: trichur
Kollam/KL: quilon
Alappuzha/KL: alleppey
Kannur/KL: cannanore
Palakkad/KL: palghat
Tiruchirappalli/TN: trichy, tiruchy, tiruchirapalli
Thoothukudi/TN: tuticorin
Udhagamandalam/TN: ooty, ootacamund
Coimbatore/TN: kovai
Guwahati/AS: gauhati
Nashik/MH: nasik
Chhatrapati Sambhajinagar/MH: aurangabad, sambhajinagar
Ahilyanagar/MH: ahmednagar
Solapur/MH: sholapur
Ahmedabad/GJ: ahmadabad, amdavad
Jamshedpur/JH: tatanagar
Kanpur/UP: cawnpore
Shimla/HP: simla
Panaji/GA: panjim
Raipur/CG: raypur
Noida/UP: gautam buddha nagar, gautam budh nagar
Secunderabad/TS: sikandarabad
Hyderabad/TS: hyd, hyderabad city
Mohali/PB: sas nagar, sahibzada ajit singh nagar
Greater Noida/UP: gr noida, gr. noida
Goa/GA: north goa, south goa
"""
NICKNAMES: dict[str, list[tuple[str, str, list[str]]]] = {
    "IN": [
        (*place.split("/"), others.strip().split(", "))
        for place, others in (row.split(":") for row in _INDIA.strip().split("\n"))
    ]
}  # pyright: ignore[reportAssignmentType]
