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
# In Devanagari, where the table has another spelling or none.
_IN_DEVANAGARI = """
Bengaluru/KA: बेंगलुरु, बैंगलोर, बंगलुरु, बेंगलूरु
Thane/MH: थाने
Mysuru/KA: मैसूर, मैसूरु
Visakhapatnam/AP: विशाखापट्टनम
Thiruvananthapuram/KL: तिरुवनंतपुरम
Prayagraj/UP: प्रयागराज
Varanasi/UP: बनारस
Rajkot/GJ: राजकोट
Chhatrapati Sambhajinagar/MH: औरंगाबाद, छत्रपति संभाजीनगर, छत्रपती संभाजीनगर
Gwalior/MP: ग्वालियर
Howrah/WB: हावड़ा
Jalandhar/PB: जालंधर
Bhubaneswar/OD: भुवनेश्वर
Guwahati/AS: गुवाहाटी
Bareilly/UP: बरेली
Aligarh/UP: अलीगढ़
Moradabad/UP: मुरादाबाद
Gorakhpur/UP: गोरखपुर
Bikaner/RJ: बीकानेर
Dehradun/UK: देहरादून
Ajmer/RJ: अजमेर
Udaipur/RJ: उदयपुर
Saharanpur/UP: सहारनपुर
Mathura/UP: मथुरा
Haridwar/UK: हरिद्वार
Rohtak/HR: रोहतक
Panipat/HR: पानीपत
Karnal/HR: करनाल
Sonipat/HR: सोनीपत
Hisar/HR: हिसार
Ujjain/MP: उज्जैन
Bilaspur/CG: बिलासपुर
Jammu/JK: जम्मू
Shimla/HP: शिमला
Jhansi/UP: झांसी, झाँसी
Kolhapur/MH: कोल्हापुर, कोल्हापूर
Solapur/MH: सोलापुर, शोलापुर
Amravati/MH: अमरावती
Nanded/MH: नांदेड़, नांदेड
Kalyan/MH: कल्याण
Greater Noida/UP: ग्रेटर नोएडा
"""
NICKNAMES: dict[str, list[tuple[str, str, list[str]]]] = {
    "IN": [
        (*place.split("/"), others.strip().split(", "))
        for place, others in (row.split(":") for row in (_INDIA.strip() + _IN_DEVANAGARI.rstrip()).split("\n"))
    ]
}  # pyright: ignore[reportAssignmentType]
